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
}

/** `sample,label,steps,hash` of every sample of the training data. */
export async function writeSamples(file: string, dataset: Dataset): Promise<void> {
  const lines = [csvLine(['sample', 'label', 'steps', 'hash'])];
  dataset.sampleIds.forEach((sample, i) => {
    const label = dataset.labels[i] < 0 ? '' : dataset.classes[dataset.labels[i]];
    lines.push(csvLine([sample, label, dataset.rowStart[i + 1] - dataset.rowStart[i], dataset.sampleHashes[i]]));
  });
  await writeAtomic(file, lines.join(''));
}

/** @throws UserError (state) where the file is damaged; the system's error where there is none */
export async function readSamples(file: string): Promise<SampleRecord[]> {
  const { rows } = parseCsv(await readFile(file, 'utf8'), file);
  return rows.map(([sample, label, steps, hash]) => ({ sample, label, steps: Number(steps), hash }));
}
