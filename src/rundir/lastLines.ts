/** The end of a log, without reading the whole of it. */
import { open } from 'node:fs/promises';
import { isMissing } from './atomic.js';

/** The last `count` lines that are not empty, out of the last 8 KB; none where there is no file. */
export async function lastLines(file: string, count: number, bytes = 8192): Promise<string[]> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - bytes);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    // Cut in the middle of a line.
    if (start > 0) lines.shift();
    return lines.filter((line) => line.trim() !== '').slice(-count);
  } finally {
    await handle.close();
  }
}
