/** Links over a suite and its rows: train what is missing, how far it is, and the score of each row. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { suiteFindings } from '../../../explain/suiteFindings.js';
import { formatScore, metricWords } from '../../../metrics/words.js';
import { findFoldboard } from '../../../rundir/find.js';
import { findRuns } from '../../../study/runs.js';
import type { Services } from '../../commands/services.js';
import { commands, editorCommands } from '../../ids.js';
import { mainMetric, recordScore, type RunRecord } from '../../model/record.js';
import type { Headers } from '../headers.js';
import { suiteSelector } from '../paths.js';

export function registerSuiteLens(
  services: Services,
  headers: Headers,
  onDidChange: vscode.Event<void>,
): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(suiteSelector, {
    onDidChangeCodeLenses: onDidChange,
    provideCodeLenses: (document) => lenses(document, services, headers),
  });
}

async function lenses(document: vscode.TextDocument, services: Services, headers: Headers): Promise<vscode.CodeLens[]> {
  const file = document.uri.fsPath;
  const top = new vscode.Range(0, 0, 0, 0);
  const found: vscode.CodeLens[] = [];
  const add = (range: vscode.Range, command: vscode.Command): void => {
    found.push(new vscode.CodeLens(range, command));
  };
  const { suite } = await suiteFindings(document.getText(), file, (data) => headers.get(data));
  // What is wrong is underlined; nothing can be trained before it is right.
  if (!suite) return found;
  const { loaded, rows } = suite;
  const entries = rows.flatMap((row) => row.entries.map((entry) => ({ row, entry })));
  const foldboard = findFoldboard(dirname(file), services.workspace.rootOf(file));
  const runs = await findRuns(
    foldboard,
    loaded,
    entries.map(({ entry }) => entry),
  );
  const finished = runs.map((run) => run?.finished === true && !run.otherData);
  // A row is trained once all its seeds are.
  const open = new Set(entries.flatMap(({ row }, k) => (finished[k] ? [] : [row])));
  const done = rows.length - open.size;
  if (vscode.workspace.isTrusted) {
    const title =
      open.size === 0 ? '$(check) All rows are trained' : `$(play) Train ${open.size} of ${rows.length} rows`;
    const tooltip = `foldboard train, in a terminal: ${entries.length} runs, those that are finished are not trained again`;
    add(top, { title, tooltip, command: editorCommands.runSuite, arguments: [document.uri] });
    if (loaded.suite.quick !== null) {
      const quick = 'A shorter training of every row, with one seed';
      add(top, {
        title: 'Quick look',
        tooltip: quick,
        command: editorCommands.runSuite,
        arguments: [document.uri, true],
      });
    }
  }
  if (finished.includes(true)) {
    const tooltip = 'Each row against the baseline, with what is more than chance';
    const title = `Table (${done} of ${rows.length} rows finished)`;
    add(top, { title, tooltip, command: commands.showAblation, arguments: [document.uri] });
  }
  loaded.suite.rows.forEach(({ name }, i) => {
    const { line, column } = loaded.locate(['rows', i]);
    const at = new vscode.Position((line ?? 1) - 1, (column ?? 1) - 1);
    const own = entries.flatMap(({ row }, k) => (row.name === name && runs[k] ? [runs[k].directory] : []));
    const records = own.flatMap((directory) => services.store.get(directory) ?? []);
    const latest = records.at(-1);
    if (latest) add(new vscode.Range(at, at), rowLens(latest, records.length));
  });
  return found;
}

function rowLens(record: RunRecord, runs: number): vscode.Command {
  const score = recordScore(record);
  const seeds = runs > 1 ? `, last of ${runs} seeds` : '';
  const state = record.status === 'finished' ? '' : ` · ${record.status}`;
  return {
    title: `${score ? formatScore(score) : 'no score yet'}${state}${seeds}`,
    tooltip: score ? `${metricWords[mainMetric(record.plan)]}: open the run` : 'Open the run',
    command: commands.openRun,
    arguments: [record.directory],
  };
}
