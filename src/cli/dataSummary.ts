/** What is in a dataset, in figures: for `foldboard check`. Pure. */
import type { Dataset } from '../data/types.js';

export interface DataSummary {
  readonly hash: string;
  readonly samples: number;
  /** Rows of all samples. */
  readonly steps: number;
  readonly shortest: number;
  readonly median: number;
  readonly longest: number;
  /** In the order of the classes; samples without a label are in none. */
  readonly classes: readonly { readonly name: string; readonly samples: number }[];
  readonly unlabelled: number;
  /** Subjects or the like that never stand on two sides of a split; null where none are named. */
  readonly groups: number | null;
  readonly continuous: readonly string[];
  readonly categorical: readonly { readonly name: string; readonly levels: readonly string[] }[];
  /** Columns with one value in all rows. */
  readonly constant: readonly string[];
}

/** Lengths of all samples, in their order. */
export function lengthsOf({ rowStart, sampleIds }: Dataset): number[] {
  return sampleIds.map((_, i) => rowStart[i + 1] - rowStart[i]);
}

export function summariseData(data: Dataset): DataSummary {
  const lengths = lengthsOf(data).sort((a, b) => a - b);
  const counts = data.classes.map((name, c) => ({ name, samples: count(data.labels, c) }));
  return {
    hash: data.hash,
    samples: data.sampleIds.length,
    steps: lengths.reduce((sum, length) => sum + length, 0),
    shortest: lengths[0],
    median: lengths[Math.floor((lengths.length - 1) / 2)],
    longest: lengths[lengths.length - 1],
    classes: counts,
    unlabelled: count(data.labels, -1),
    groups: data.groups && new Set(data.groups).size,
    continuous: data.continuous.map(({ name }) => name),
    categorical: data.categorical.map(({ name, levels }) => ({ name, levels })),
    constant: [
      ...data.continuous.filter(({ values }) => isConstant(values)),
      ...data.categorical.filter(({ codes }) => isConstant(codes)),
    ].map(({ name }) => name),
  };
}

function count(labels: Int32Array, wanted: number): number {
  return labels.reduce((sum, label) => sum + (label === wanted ? 1 : 0), 0);
}

function isConstant(values: Float32Array | Uint16Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
