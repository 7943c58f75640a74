/** What a model costs in weights, read from the head of its file. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isMissing } from '../rundir/atomic.js';
import { readFoldDocument } from '../rundir/foldModel.js';
import { networkPaths, runPaths } from '../rundir/paths.js';

/** Number of weights of a run's first fold, all its networks together; null where it has none (baselines). */
export async function parametersOf(runDirectory: string): Promise<number | null> {
  const fold = runPaths(runDirectory).fold(0);
  // While its first fold trains there is no document yet: a table that grows must not fail over it.
  const networks = existsSync(fold.preprocessing) ? ((await readFoldDocument(fold)).networks ?? []) : [];
  const files =
    networks.length > 0 ? networks.map((each) => networkPaths(fold, each.directory).weights) : [fold.weights];
  const counts = await Promise.all(files.map(weightsIn));
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count));
}

async function weightsIn(path: string): Promise<number | null> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    const size = Buffer.alloc(8);
    await file.read(size, 0, 8, 0);
    const text = Buffer.alloc(Number(size.readBigUInt64LE()));
    await file.read(text, 0, text.length, 8);
    const header = JSON.parse(text.toString('utf8')) as Record<string, { shape?: number[] }>;
    return Object.values(header).reduce(
      (sum, { shape }) => sum + (shape ? shape.reduce((product, extent) => product * extent, 1) : 0),
      0,
    );
  } finally {
    await file.close();
  }
}
