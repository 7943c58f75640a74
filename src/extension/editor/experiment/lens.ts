/** The line of links over an experiment: train it, and what came of it last. */
import * as vscode from 'vscode';
import { formatScore, metricWords } from '../../../metrics/words.js';
import { commands, editorCommands } from '../../ids.js';
import { progressText, timeText } from '../../model/describe.js';
import { mainMetric, recordScore, type RunRecord } from '../../model/record.js';
import { matrixOf } from '../matrix/metrics.js';
import { experimentSelector } from '../paths.js';

export interface LensSource {
  /** Runs of an experiment file, newest first. */
  runsOf(file: string): readonly RunRecord[];
  readonly onDidChange: vscode.Event<void>;
  /** Whether the file shows its confusion matrix now. */
  showsMatrix(uri: vscode.Uri): boolean;
}

export function registerLens(source: LensSource): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(experimentSelector, {
    onDidChangeCodeLenses: source.onDidChange,
    provideCodeLenses: (document) => lenses(document, source),
  });
}

function lenses(document: vscode.TextDocument, source: LensSource): vscode.CodeLens[] {
  const { uri } = document;
  const runs = source.runsOf(uri.fsPath);
  const running = runs.find((record) => record.status === 'running');
  const scored = runs.find((record) => recordScore(record) !== null && record.status === 'finished');
  const found: vscode.Command[] = [];
  if (vscode.workspace.isTrusted) {
    const tooltip = 'All folds, in the background';
    found.push({ title: '$(play) Train', tooltip, command: commands.train, arguments: [uri] });
    const once = 'One epoch of each fold: does it run at all?';
    found.push({ title: 'Try one epoch', tooltip: once, command: commands.tryOneEpoch, arguments: [uri] });
  }
  if (!vscode.workspace.isTrusted) {
    const tooltip = 'Training reads and computes what experiment files say, so it needs trust';
    found.push({ title: '$(shield) Restricted Mode: no training', tooltip, command: 'workbench.trust.manage' });
  }
  if (running) {
    const title = `$(loading~spin) ${progressText(running) || 'Starting'}`;
    found.push({ title, command: commands.openRun, arguments: [running.directory], tooltip: 'Open the run' });
  }
  if (scored) {
    const metric = mainMetric(scored.plan);
    const tooltip = `${metricWords[metric]}, mean ± standard deviation over folds · ${timeText(scored.plan!.created)}`;
    const title = formatScore(recordScore(scored)!);
    found.push({ title, tooltip, command: commands.openRun, arguments: [scored.directory] });
  }
  if (runs.some((record) => matrixOf(record) !== null) || source.showsMatrix(uri)) {
    const title = source.showsMatrix(uri) ? 'Hide confusion matrix' : 'Confusion matrix';
    const tooltip = 'Of the out-of-fold predictions, under this line';
    found.push({ title, tooltip, command: editorCommands.toggleMatrix, arguments: [uri] });
  }
  if (scored) {
    const tooltip = 'With other runs, side by side';
    found.push({ title: 'Compare', tooltip, command: commands.compareRuns, arguments: [scored.directory] });
  }
  const top = new vscode.Range(0, 0, 0, 0);
  return found.map((command) => new vscode.CodeLens(top, command));
}
