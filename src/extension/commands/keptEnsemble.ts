/** Ensembles of runs that Ensemble Runs has kept, as documents. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { EnsembleDocument } from '../../runs/ensemble/document.js';
import { ensembleReport } from '../model/ensembleReport.js';
import { runName, type RunRecord } from '../model/record.js';
import type { Services } from './services.js';

/** `.foldboard/ensembles`, of the run's `.foldboard`. */
export const ensemblesOf = (runDirectory: string): string => join(dirname(dirname(runDirectory)), 'ensembles');

/** The document of an ensemble that is kept. @throws Error where it is gone */
export async function ensembleDocumentOf(services: Services, run: RunRecord, name: string): Promise<string> {
  const directory = join(ensemblesOf(run.directory), basename(name));
  const text = await readFile(join(directory, 'ensemble.json'), 'utf8').catch(() => {
    throw new Error(`This ensemble is no longer kept: ${directory} is gone.`);
  });
  const document = JSON.parse(text) as EnsembleDocument;
  const names = new Map(services.store.runs().map((record) => [record.id, runName(record)]));
  const files = [
    'ensemble.json',
    'predictions.csv',
    ...(document.test ? ['test_predictions.csv', 'submission.csv'] : []),
  ];
  const shown = files.map((file) => vscode.workspace.asRelativePath(join(directory, file)));
  return ensembleReport(document, names, shown);
}
