/** Where the samples of a matrix cell stand: in the labels file, else in the data file. */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { experimentPath, type RunRecord } from '../../model/record.js';
import type { Results } from '../data/results.js';
import type { DataViews } from '../data/views.js';

/**
 * Lines of the samples with that truth (as the run had it) and prediction, in the order of the file.
 * @throws Error where there is no file that can be shown
 */
export async function cellLocations(
  record: RunRecord,
  truth: number,
  predicted: number,
  { views, results }: { readonly views: DataViews; readonly results: Results },
): Promise<vscode.Location[]> {
  const experiment = experimentPath(record);
  if (experiment === null || !record.plan) throw new Error('The run cannot be read.');
  const { labels, train } = record.plan.experiment.data;
  const file = resolve(dirname(experiment), labels ?? train);
  const document = await vscode.workspace.openTextDocument(file).then(
    (opened) => opened,
    () => null,
  );
  if (!document)
    throw new Error(`${vscode.workspace.asRelativePath(file)} cannot be shown: it is gone, or above 50 MB.`);
  const view = await views.ready(document);
  if (!view) throw new Error(`${vscode.workspace.asRelativePath(file)} has no column with the sample ids.`);
  const { samples } = await results.outOfFold(record);
  const lines: number[] = [];
  for (const [id, line] of view.index.firstLines()) {
    const prediction = samples.get(id);
    if (prediction?.label === truth && prediction.predicted === predicted) lines.push(line);
  }
  return lines
    .sort((a, b) => a - b)
    .map(
      (line) => new vscode.Location(document.uri, new vscode.Range(line, 0, line, document.lineAt(line).text.length)),
    );
}
