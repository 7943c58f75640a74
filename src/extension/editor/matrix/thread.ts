/**
 * The confusion matrix inside the editor: a read-only comment thread under the experiment's name, one a file, opened and closed
 * by the same lens. It follows the runs: while one trains, the matrix of the folds that are scored so far.
 */
import { parseTree, findNodeAtLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { matrixCard } from '../../../explain/matrixCard.js';
import { formatScore, metricWords } from '../../../metrics/words.js';
import type { Metrics } from '../../../metrics/types.js';
import { commands, editorCommands } from '../../ids.js';
import { timeText } from '../../model/describe.js';
import { mainMetric, recordScore, type RunRecord } from '../../model/record.js';
import { commandAddress, commandLink, markdown } from '../markdown.js';

export interface MatrixThreads extends vscode.Disposable {
  shows(uri: vscode.Uri): boolean;
  /** @throws Error where there is nothing to show */
  toggle(uri: vscode.Uri): void;
  /** Runs may have come or grown. */
  refresh(): void;
  /** The run whose matrix a file shows, and the line it stands under. */
  shown(uri: vscode.Uri): { readonly record: RunRecord; readonly line: number } | null;
}

interface Shown {
  readonly thread: vscode.CommentThread;
  record: RunRecord;
  text: string;
}

export function createMatrixThreads(runsOf: (file: string) => readonly RunRecord[]): MatrixThreads {
  const controller = vscode.comments.createCommentController('foldboard.matrix', 'Foldboard');
  const open = new Map<string, Shown>();

  /** The newest run that has a matrix. */
  const recordFor = (file: string): RunRecord | undefined => runsOf(file).find((record) => metricsOf(record) !== null);

  function put(shown: Shown, record: RunRecord): void {
    const text = textOf(record);
    if (text === shown.text) return;
    shown.record = record;
    shown.text = text;
    // No focus is taken: the thread stays where it is, and its one comment is another.
    shown.thread.comments = [{ author: { name: 'Confusion matrix' }, body: markdown(text), mode: preview }];
    shown.thread.label = labelOf(record);
  }

  return {
    shows: (uri) => open.has(uri.toString()),
    shown(uri) {
      const shown = open.get(uri.toString());
      return shown ? { record: shown.record, line: shown.thread.range?.start.line ?? 0 } : null;
    },
    toggle(uri) {
      const key = uri.toString();
      const before = open.get(key);
      if (before) {
        before.thread.dispose();
        open.delete(key);
        return;
      }
      const record = recordFor(uri.fsPath);
      if (!record) throw new Error('There is no scored run of this experiment yet: train it first.');
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
      const line = document ? nameLine(document) : 0;
      const thread = controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), []);
      thread.canReply = false;
      thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
      const shown: Shown = { thread, record, text: '' };
      open.set(key, shown);
      put(shown, record);
    },
    refresh() {
      for (const [key, shown] of open) {
        const record = recordFor(vscode.Uri.parse(key).fsPath);
        if (record) put(shown, record);
      }
    },
    dispose: () => void controller.dispose(),
  };
}

const preview = vscode.CommentMode.Preview;

/** The line with the experiment's name, else the first. */
function nameLine(document: vscode.TextDocument): number {
  const tree = parseTree(document.getText(), [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, ['name']);
  return node ? document.positionAt(node.offset).line : 0;
}

function metricsOf(record: RunRecord): Metrics | null {
  if (record.result) return record.result.outOfFold;
  const scored = record.folds.flatMap((fold) => (fold.metrics ? [fold.metrics] : []));
  return scored.length === 0 ? null : pooled(scored);
}

/** Folds together: counts add up, and per-class figures follow from them. */
function pooled(folds: readonly Metrics[]): Metrics {
  const [first] = folds;
  const matrix = first.classes.map((_, t) =>
    first.classes.map((__, p) => folds.reduce((sum, { confusionMatrix }) => sum + confusionMatrix[t][p], 0)),
  );
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const perClass = Object.fromEntries(
    first.classes.map((name, c) => {
      const support = sumOf(matrix[c]);
      const predicted = sumOf(matrix.map((row) => row[c]));
      const hits = matrix[c][c];
      const f1 = support + predicted === 0 ? 0 : (2 * hits) / (support + predicted);
      const ratio = (whole: number): number => (whole === 0 ? 0 : hits / whole);
      return [name, { precision: ratio(predicted), recall: ratio(support), f1, support }];
    }),
  );
  return { ...first, perClass, confusionMatrix: matrix };
}

function labelOf(record: RunRecord): string {
  const metrics = metricsOf(record)!;
  const count = metrics.confusionMatrix.flat().reduce((sum, value) => sum + value, 0);
  const scored = record.folds.filter((fold) => fold.metrics).length;
  const folds = record.result ? '' : ` · ${scored} of ${record.folds.length} folds so far`;
  const when = record.plan ? timeText(record.plan.created) : '';
  return `Confusion matrix · ${when} · ${count} samples${folds}`;
}

function textOf(record: RunRecord): string {
  const metrics = metricsOf(record)!;
  // Only a finished run has the predictions that say which samples a cell holds.
  const link = (truth: number, predicted: number): string | null =>
    record.result ? commandAddress(editorCommands.peekCell, [record.directory, truth, predicted]) : null;
  const score = recordScore(record);
  const links = [
    commandLink('Open run', commands.openRun, [record.directory]),
    score ? `${metricWords[mainMetric(record.plan)]} ${formatScore(score)}` : '',
  ];
  return matrixCard(
    metrics,
    link,
    links.filter((one) => one !== ''),
  );
}
