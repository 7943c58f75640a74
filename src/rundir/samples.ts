/** `samples.csv`: what a run was trained on, by content, so that nobody scores a model on samples it has seen. */
import { readFile } from 'node:fs/promises';
import type { Dataset } from '../data/types.js';
import { writeAtomic } from './atomic.js';
import { csvLine, parseCsv } from './csv.js';

export interface SampleRecord {
  readonly sample: string;
  /** Empty where the sample has none. */
  readonly label: string;
  /** Time steps. */
  readonly steps: number;
  /** Of its values; see `Dataset.sampleHashes`. */
  readonly hash: string;
  /** Number of its group (which samples never part), null where there are no groups or the run does not say. */
  readonly group: string | null;
}

/** `sample,label,steps,hash` of every sample of the training data, and `group` where the experiment names one. */
export async function writeSamples(file: string, dataset: Dataset): Promise<void> {
  const { groups } = dataset;
  const lines = [csvLine(['sample', 'label', 'steps', 'hash', ...(groups ? ['group'] : [])])];
  dataset.sampleIds.forEach((sample, i) => {
    const label = dataset.labels[i] < 0 ? '' : dataset.classes[dataset.labels[i]];
    const steps = dataset.rowStart[i + 1] - dataset.rowStart[i];
    lines.push(csvLine([sample, label, steps, dataset.sampleHashes[i], ...(groups ? [groups[i]] : [])]));
  });
  await writeAtomic(file, lines.join(''));
}

/** @throws UserError (state) where the file is damaged; the system's error where there is none */
export async function readSamples(file: string): Promise<SampleRecord[]> {
  const { header, rows } = parseCsv(await readFile(file, 'utf8'), file);
  const group = header.indexOf('group');
  return rows.map((row) => {
    const [sample, label, steps, hash] = row;
    return { sample, label, steps: Number(steps), hash, group: group < 0 ? null : row[group] };
  });
}
