/** From a cell of the confusion matrix to its samples, in the editor's own peek view. */
import * as vscode from 'vscode';
import { visible } from '../../../explain/markdown.js';
import type { RunStore } from '../../runs/store.js';
import type { RunRecord } from '../../model/record.js';
import type { Results } from '../data/results.js';
import type { DataViews } from '../data/views.js';
import { cellLocations } from './locations.js';
import type { MatrixThreads } from './thread.js';

export interface PeekSources {
  readonly store: RunStore;
  readonly views: DataViews;
  readonly results: Results;
  readonly threads: MatrixThreads;
  readonly runsOf: (file: string) => readonly RunRecord[];
}

/**
 * Arguments may come from a link in Markdown: nothing in them is believed. Without any, the cell is asked for.
 * @throws Error where they name no cell of a known run
 */
export async function peekCell(sources: PeekSources, args: readonly unknown[]): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error('Open an experiment file first.');
  const cell = args.length === 0 ? await askForCell(sources, editor) : validCell(sources, args);
  if (!cell) return;
  const { record, truth, predicted } = cell;
  const isMeant = (label: number, answer: number): boolean =>
    truth === null ? label >= 0 && label !== answer : label === truth && answer === predicted;
  const locations = await cellLocations(record, isMeant, sources);
  if (locations.length === 0) throw new Error('The file has none of these samples any more.');
  const line = sources.threads.shown(editor.document.uri)?.line ?? editor.selection.active.line;
  const at = new vscode.Position(line, 0);
  await vscode.commands.executeCommand('editor.action.peekLocations', editor.document.uri, at, locations, 'peek');
}

interface Cell {
  readonly record: RunRecord;
  /** Null in both: all that are wrong. */
  readonly truth: number | null;
  readonly predicted: number | null;
}

function validCell({ store }: PeekSources, [directory, truth, predicted]: readonly unknown[]): Cell {
  const record = typeof directory === 'string' ? store.get(directory) : undefined;
  const classes = record?.plan?.data.classes.length ?? 0;
  const isClass = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < classes;
  if (record?.result && truth === undefined) return { record, truth: null, predicted: null };
  if (!record?.result || !isClass(truth) || !isClass(predicted)) throw new Error('There is no such cell.');
  return { record, truth, predicted };
}

async function askForCell(sources: PeekSources, editor: vscode.TextEditor): Promise<Cell | null> {
  const { uri } = editor.document;
  const shown = sources.threads.shown(uri)?.record;
  const record = shown?.result ? shown : sources.runsOf(uri.fsPath).find((one) => one.result?.outOfFold);
  const metrics = record?.result?.outOfFold;
  if (!record || !metrics) throw new Error('There is no finished run of this experiment yet: train it first.');
  const items = metrics.confusionMatrix.flatMap((row, truth) =>
    row.map((count, predicted) => ({
      label: `${visible(metrics.classes[truth])} → ${visible(metrics.classes[predicted])}`,
      description: `${count} ${truth === predicted ? 'right' : 'wrong'}`,
      count,
      cell: { record, truth, predicted },
    })),
  );
  const filled = items.filter(({ count }) => count > 0);
  filled.sort((a, b) => Number(isRight(a.cell)) - Number(isRight(b.cell)) || b.count - a.count);
  const picked = await vscode.window.showQuickPick(filled, {
    title: 'Samples of a Confusion Matrix Cell',
    placeHolder: 'truth → prediction',
    matchOnDescription: true,
  });
  return picked?.cell ?? null;
}

const isRight = ({ truth, predicted }: Cell): boolean => truth === predicted;
