/** Data files of a test in a scratch folder, and the experiment that reads them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseExperiment, type LoadedExperiment } from '../../../src/config/load.js';
import type { Dataset } from '../../../src/data/types.js';

/** Real data beside the checkout; tests that need it are skipped where it is absent. */
export const shared = resolve(import.meta.dirname, '../../../../shared/data');

/** Writes `content` to `folder/name` and returns the path. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** An experiment in `folder` with these settings. */
export function experimentIn(folder: string, settings: object): LoadedExperiment {
  return parseExperiment(JSON.stringify(settings, null, 2), join(folder, 'test.experiment.json'));
}

/** What a dataset says, as plain values, for comparisons. */
export function plain(dataset: Dataset): object {
  return {
    ids: dataset.sampleIds,
    rowStart: [...dataset.rowStart],
    continuous: dataset.continuous.map(({ name, values }) => [name, [...values]]),
    categorical: dataset.categorical.map(({ name, codes, levels }) => [name, Array.from(codes, (c) => levels[c])]),
    labels: Array.from(dataset.labels, (label) => dataset.classes[label] ?? null),
    groups: dataset.groups && [...dataset.groups],
    hash: dataset.hash,
    sampleHashes: dataset.sampleHashes,
  };
}

/** A dataset of `lengths.length` samples with one column that counts rows. */
export function bareDataset(
  lengths: readonly number[],
  labels: readonly number[],
  groups?: readonly number[],
): Dataset {
  const rowStart = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => (rowStart[i + 1] = rowStart[i] + length));
  const rows = rowStart[lengths.length];
  return {
    sampleIds: lengths.map((_, i) => String(i)),
    rowStart,
    continuous: [{ name: 'x', values: Float32Array.from({ length: rows }, (_, i) => i) }],
    categorical: [],
    labels: Int32Array.from(labels),
    classes: Array.from({ length: Math.max(1, ...labels) + 1 }, (_, c) => `class ${c}`),
    groups: groups ? Int32Array.from(groups) : null,
    hash: '',
    sampleHashes: [],
  };
}
