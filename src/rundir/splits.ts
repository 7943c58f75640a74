/** `splits.csv`: which sample is fitted, selects and is scored in which fold. The fold tasks read it; nobody splits twice. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import type { Fold } from '../data/types.js';
import { writeAtomic } from './atomic.js';
import { csvLine, parseCsv } from './csv.js';

const parts = ['fit', 'select', 'score'] as const;

/** `repeat,fold,sample,part`, folds in order, samples in the order of the data. */
export function formatSplits(folds: readonly Fold[], sampleIds: readonly string[]): string {
  const lines = [csvLine(['repeat', 'fold', 'sample', 'part'])];
  for (const fold of folds) {
    const rows = parts.flatMap((part) => Array.from(fold[part], (sample) => ({ sample, part })));
    rows.sort((a, b) => a.sample - b.sample);
    for (const { sample, part } of rows) lines.push(csvLine([fold.repeat, fold.fold, sampleIds[sample], part]));
  }
  return lines.join('');
}

export async function writeSplits(file: string, folds: readonly Fold[], sampleIds: readonly string[]): Promise<void> {
  await writeAtomic(file, formatSplits(folds, sampleIds));
}

/**
 * The folds of a run, in order of their task number.
 * @param sampleIds of the data the run is trained on; indices refer to it
 * @throws UserError (state) where the file names a sample that the data do not have, or is damaged
 */
export async function readSplits(file: string, sampleIds: readonly string[]): Promise<Fold[]> {
  return parseSplits(await readFile(file, 'utf8'), file, sampleIds);
}

/** As readSplits, from text. */
export function parseSplits(text: string, file: string, sampleIds: readonly string[]): Fold[] {
  const { rows } = parseCsv(text, file);
  const indices = new Map(sampleIds.map((id, i) => [id, i]));
  const folds = new Map<string, { repeat: number; fold: number; fit: number[]; select: number[]; score: number[] }>();
  rows.forEach(([repeat, fold, sample, part], i) => {
    const place = { file, line: i + 2 };
    const index = indices.get(sample);
    if (index === undefined)
      throw new UserError(`The data have no sample ${JSON.stringify(sample)}.`, { kind: 'state', place });
    const known = parts.find((name) => name === part);
    if (!known) throw new UserError(`${JSON.stringify(part)} is no part of a fold.`, { kind: 'state', place });
    const key = `${repeat},${fold}`;
    const entry = folds.get(key) ?? { repeat: Number(repeat), fold: Number(fold), fit: [], select: [], score: [] };
    folds.set(key, entry);
    entry[known].push(index);
  });
  const sorted = (list: number[]): Int32Array => Int32Array.from(list).sort();
  return [...folds.values()]
    .map((entry) => ({
      ...entry,
      fit: sorted(entry.fit),
      select: sorted(entry.select),
      score: sorted(entry.score),
    }))
    .sort((a, b) => a.repeat - b.repeat || a.fold - b.fold);
}
