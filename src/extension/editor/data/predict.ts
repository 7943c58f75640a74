/** Predict This File: the answer of a run's models for the file in the editor, shown at its rows at once. */
import * as vscode from 'vscode';
import { predict } from '../../commands/evaluate.js';
import type { Services } from '../../commands/services.js';
import type { DataSources } from './commands.js';

export async function predictThisFile(services: Services, { files, views }: DataSources): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme !== 'file') throw new Error('Open a file with sequences first.');
  const file = document.uri.fsPath;
  const known = files.get(file);
  if (known && known.role !== 'sequences')
    throw new Error('This file has labels or predictions, no sequences: open the one with the sequences.');
  if (document.isDirty) await document.save();
  const made = await predict(services, document.uri);
  if (!made) return;
  // Beside data that models were trained on stand out-of-fold predictions: these would flatter.
  if (made.seen > 0 || known?.part === 'train') return;
  files.setPredicted(file, { record: made.record, predictions: made.out });
  views.refresh();
  await vscode.window.showTextDocument(document, { preview: false });
}
