/** A thread that reads a large CSV file and answers with the sample of each line; the extension host does nothing meanwhile. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { lineIds } from '../../../explain/lineIds.js';

const { file, column } = workerData as { readonly file: string; readonly column: number };
const ids = lineIds(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)), column);
parentPort?.postMessage(ids, [ids.codes.buffer as ArrayBuffer]);
