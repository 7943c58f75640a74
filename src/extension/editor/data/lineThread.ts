/** Large files are read in a thread: what stands in the file is what the editor shows, unless it was edited. */
import { Worker } from 'node:worker_threads';
import type * as vscode from 'vscode';
import type { LineIds } from '../../../explain/lineIds.js';

/** Below this a thread takes longer to start than the lines to read. */
const leastLines = 5000;
const probes = 50;

/**
 * The sample of each line of a document, read in a thread by the script `worker`; null where that does not pay, or where the
 * file is not what the document is (edited, in another encoding, gone).
 * @param column - number of the field with the sample id
 * @param idOf - the same for one line, to hold the file against the document
 */
export async function readLineIds(
  worker: string,
  document: vscode.TextDocument,
  column: number,
  idOf: (line: string) => string,
): Promise<LineIds | null> {
  if (document.lineCount < leastLines || document.isDirty) return null;
  const ids = await inThread(worker, { file: document.uri.fsPath, column });
  if (ids?.codes.length !== document.lineCount) return null;
  for (let i = 0; i <= probes; i++) {
    const line = Math.floor((i * (document.lineCount - 1)) / probes);
    if (ids.names[ids.codes[line]] !== idOf(document.lineAt(line).text)) return null;
  }
  return ids;
}

function inThread(worker: string, workerData: { file: string; column: number }): Promise<LineIds | null> {
  return new Promise((done) => {
    const thread = new Worker(worker, { workerData });
    thread.once('message', (ids: LineIds) => done(ids));
    thread.once('error', () => done(null));
    thread.once('exit', () => done(null));
  });
}
