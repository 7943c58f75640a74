/** The leaky split, on purpose: windows that are divided as if they were samples, as some published code does. */
import type { Experiment } from '../config/schema.js';
import type { Dataset } from './types.js';
import { cutItems, type Window } from './windows.js';

/**
 * Every window a sample of its own, called `<sample>@<first step>`: overlapping windows of one sample then fall on both sides
 * of a split. Groups are given up, for they would keep them together. Hashes are those of the whole sample, so that a model
 * is still known to have seen it; so is the hash of the dataset, for the content is the same.
 */
export function windowsAsSamples(dataset: Dataset, window: Window): Dataset {
  const all = Int32Array.from(dataset.sampleIds, (_, i) => i);
  const items = cutItems(dataset, all, window);
  const count = items.sample.length;
  const rowStart = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)));
  for (let i = 0; i < count; i++) rowStart[i + 1] = rowStart[i] + items.length[i];
  const rows = rowStart[count];
  const copy = <T extends Float32Array | Uint16Array>(from: T, to: T): T => {
    for (let i = 0; i < count; i++) to.set(from.subarray(items.row[i], items.row[i] + items.length[i]), rowStart[i]);
    return to;
  };
  const labels = new Int32Array(new SharedArrayBuffer(4 * count));
  items.sample.forEach((sample, i) => (labels[i] = dataset.labels[sample]));
  return {
    sampleIds: Array.from(items.sample, (sample, i) => `${dataset.sampleIds[sample]}@${items.firstStep[i]}`),
    rowStart,
    continuous: dataset.continuous.map(({ name, values }) => ({
      name,
      values: copy(values, new Float32Array(new SharedArrayBuffer(4 * rows))),
    })),
    categorical: dataset.categorical.map(({ name, codes, levels }) => ({
      ...{ name, levels },
      codes: copy(codes, new Uint16Array(new SharedArrayBuffer(2 * rows))),
    })),
    labels,
    classes: dataset.classes,
    groups: null,
    hash: dataset.hash,
    sampleHashes: Array.from(items.sample, (sample) => dataset.sampleHashes[sample]),
  };
}

/**
 * The training data as an experiment divides it: its samples; where it leaks on purpose their windows, or, where samples are
 * windows already, the samples without their groups.
 */
export function divisible(dataset: Dataset, { validation, data }: Experiment): Dataset {
  if (!validation.leaky) return dataset;
  return data.window ? windowsAsSamples(dataset, data.window) : { ...dataset, groups: null };
}
