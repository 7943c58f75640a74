/** The language status item of data files: whose predictions are shown, and a way to choose another run. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { formatScore, metricWords } from '../../../metrics/words.js';
import { editorCommands } from '../../ids.js';
import { timeText } from '../../model/describe.js';
import { mainMetric, recordScore, type RunRecord } from '../../model/record.js';
import type { DataFiles } from './files.js';
import type { DataViews } from './views.js';

/** VS Code shows documents above this size to no extension (measured; it says 50 MB and means 2 ** 20). */
const largest = 50 * 1024 * 1024;

export function createStatus(files: DataFiles, views: DataViews): vscode.Disposable & { refresh(): void } {
  const item = vscode.languages.createLanguageStatusItem('foldboard.predictions', []);
  item.name = 'Foldboard Predictions';
  item.command = { title: 'Choose Run', command: editorCommands.chooseRun };

  function show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const dataFile = document ? files.get(document.uri.fsPath) : null;
    if (!document || !dataFile) return;
    const run = views.runOf(dataFile);
    const view = views.get(document);
    const stale = view?.stale ?? null;
    item.text = run?.plan ? `Predictions: ${run.plan.name}, ${timeText(run.plan.created)}` : 'Predictions: no run yet';
    item.detail = stale ?? (run ? scoreText(run) : 'They appear here after the first finished run.');
    item.severity = stale !== null ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
  }
  function refresh(): void {
    item.selector = files.all().map(({ file, layout }) => ({
      scheme: 'file',
      pattern: layout === 'folder' ? new vscode.RelativePattern(vscode.Uri.file(file), '*.csv') : exactly(file),
    }));
    show();
  }
  const subscriptions = vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(show),
    views.onDidChange(show),
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => opened.forEach((tab) => void tooLarge(tab, files))),
  );
  return { refresh, dispose: () => void subscriptions.dispose() };
}

function scoreText(run: RunRecord): string {
  const score = recordScore(run);
  return score ? `${metricWords[mainMetric(run.plan)]} ${formatScore(score)}` : '';
}

/** A pattern for one path: a name may hold signs of a glob. */
function exactly(file: string): vscode.RelativePattern {
  const name = basename(file).replace(/[*?[\]{}]/g, '[$&]');
  return new vscode.RelativePattern(vscode.Uri.file(dirname(file)), name);
}

const told = new Set<string>();

/** Of a file that is too large for extensions, only the tab is known: say once why nothing appears. */
async function tooLarge(tab: vscode.Tab, files: DataFiles): Promise<void> {
  if (!(tab.input instanceof vscode.TabInputText) || tab.input.uri.scheme !== 'file') return;
  const { fsPath } = tab.input.uri;
  const dataFile = files.get(fsPath);
  if (!dataFile || told.has(fsPath)) return;
  const { size } = await vscode.workspace.fs.stat(tab.input.uri);
  if (size <= largest) return;
  told.add(fsPath);
  const labels = files.all().find(({ role }) => role === 'labels');
  const more = labels ? ['Open Labels'] : [];
  const message = `VS Code shows files above 50 MB to no extension, so no predictions appear in ${tab.label} (${Math.round(size / 1e6)} MB).`;
  const answer = await vscode.window.showInformationMessage(message, ...more);
  if (answer === 'Open Labels' && labels) await vscode.window.showTextDocument(vscode.Uri.file(labels.file));
}
