/** Windows that count as samples: scored one by one, and, where that is wanted, divided so too (the leaky split). */
import type { Experiment } from '../config/schema.js';
import { scoresWindows } from '../config/scoring.js';
import type { Dataset } from './types.js';
import { cutItems, type Window } from './windows.js';

/**
 * Every window a sample of its own, called `<sample>@<first step>`. Hashes are those of the whole sample, so that a model is
 * still known to have seen it; so is the hash of the dataset, for the content is the same.
 * @param together - whether windows of one sample (group, where there are groups) stay on one side of every split; without it
 *   groups are given up, and overlapping windows fall on both sides
 */
export function windowsAsSamples(dataset: Dataset, window: Window, together: boolean): Dataset {
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
    labels: shared(items.sample.map((sample) => dataset.labels[sample])),
    classes: dataset.classes,
    firstStep: shared(items.firstStep),
    groups: together ? shared(items.sample.map((sample) => dataset.groups?.[sample] ?? sample)) : null,
    ...(dataset.groupNames && { groupNames: Array.from(items.sample, (sample) => dataset.groupNames![sample]) }),
    hash: dataset.hash,
    sampleHashes: Array.from(items.sample, (sample) => dataset.sampleHashes[sample]),
  };
}

function shared(values: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/**
 * The training data as an experiment divides and scores it: its samples; where windows are scored, those, kept together; where
 * it leaks on purpose, windows, or, where samples are windows already, the samples without their groups.
 */
export function divisible(dataset: Dataset, experiment: Experiment): Dataset {
  const { data, validation } = experiment;
  const { leaky } = validation;
  if (data.window && scoresWindows(experiment)) return windowsAsSamples(dataset, data.window, !leaky);
  return leaky ? { ...dataset, groups: null } : dataset;
}
