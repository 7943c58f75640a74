/** Where the samples of a matrix cell stand: in the labels file, else in the data file. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { experimentPath, type RunRecord } from '../../model/record.js';
import type { Results } from '../data/results.js';
import type { DataView } from '../data/view.js';
import type { DataViews } from '../data/views.js';

/**
 * Lines of the samples whose truth (as the run had it) and prediction are meant, in the order of the file.
 * @throws Error where there is no file that can be shown
 */
export async function cellLocations(
  record: RunRecord,
  isMeant: (truth: number, predicted: number) => boolean,
  { views, results }: { readonly views: DataViews; readonly results: Results },
): Promise<vscode.Location[]> {
  const experiment = experimentPath(record);
  if (experiment === null || !record.plan) throw new Error('The run cannot be read.');
  const { labels, train } = record.plan.experiment.data;
  const file = resolve(dirname(experiment), labels ?? train);
  const { samples } = await results.outOfFold(record);
  const fits = (id: string): boolean => {
    const prediction = samples.get(id);
    return prediction !== undefined && isMeant(prediction.label, prediction.predicted);
  };
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return inFolder(file, [...samples.keys()].filter(fits));
  const document = await vscode.workspace.openTextDocument(file).then(
    (opened) => opened,
    () => null,
  );
  if (!document)
    throw new Error(`${vscode.workspace.asRelativePath(file)} cannot be shown: it is gone, or above 50 MB.`);
  const view = await views.ready(document);
  if (!view) throw new Error(`${vscode.workspace.asRelativePath(file)} has no column with the sample ids.`);
  const lines = [...view.index.firstLines()].flatMap(([id, line]) => (fits(id) ? [line] : []));
  return lines.sort((a, b) => a - b).map((line) => new vscode.Location(document.uri, rowRange(view, line)));
}

/** Of a long row only what is shown of it: the peek view would scroll to its end. */
function rowRange(view: DataView, line: number): vscode.Range {
  return new vscode.Range(line, 0, line, Math.min(80, view.document.lineAt(line).text.length));
}

/** Each sample is a file: its first row, if it is still there. */
function inFolder(folder: string, ids: readonly string[]): vscode.Location[] {
  return ids
    .map((id) => join(folder, `${id}.csv`))
    .filter((file) => existsSync(file))
    .map((file) => new vscode.Location(vscode.Uri.file(file), new vscode.Position(1, 0)));
}
