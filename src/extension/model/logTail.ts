/** The last lines of a log, read from its end: logs of long runs are never read whole. */
import { open } from 'node:fs/promises';
import { isMissing } from '../../rundir/atomic.js';

/** At most `count` last whole lines out of the last `bytes`; none where there is no file. */
export async function logTail(file: string, count: number, bytes = 8192): Promise<string[]> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - bytes);
      const buffer = Buffer.alloc(size - start);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
      if (start > 0) lines.shift(); // begins in the middle of a line
      return lines.filter((line) => line.trim() !== '').slice(-count);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
