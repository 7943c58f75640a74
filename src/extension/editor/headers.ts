/** Headers of data files, read anew only where a file has changed: completion asks at every key. */
import { stat } from 'node:fs/promises';
import { UserError } from '../../base/errors.js';
import { readDataHeader, type DataHeader } from '../../explain/header.js';

export interface Headers {
  /** Null where the file is not there, or says nothing of its columns. */
  get(path: string): Promise<DataHeader | null>;
}

export function createHeaders(): Headers {
  const known = new Map<string, { stamp: string; header: Promise<DataHeader | null> }>();
  return {
    async get(path) {
      const stats = await stat(path).catch(() => null);
      if (!stats) return null;
      const stamp = `${stats.mtimeMs} ${stats.size}`;
      const found = known.get(path);
      if (found?.stamp === stamp) return found.header;
      const header = readDataHeader(path).catch((error: unknown) => {
        if (error instanceof UserError || (error as NodeJS.ErrnoException).code !== undefined) return null;
        throw error;
      });
      if (known.size > 200) known.clear();
      known.set(path, { stamp, header });
      return header;
    },
  };
}
