/** Attention of a sample from the fold that scored it. */
import { readFile } from 'node:fs/promises';
import { isMissing } from '../rundir/atomic.js';
import { decodeNpy } from '../rundir/npy.js';
import { runPaths } from '../rundir/paths.js';
import { readPredictions } from '../rundir/predictions.js';

export interface FoldAttention {
  /** Weights of the sample's steps (they sum to 1); null where the fold did not score it. */
  of(sample: string): readonly number[] | null;
}

/** Attention of fold task `k`; null where the model has none. @throws UserError where a file is damaged */
export async function readAttention(runDirectory: string, k: number): Promise<FoldAttention | null> {
  const paths = runPaths(runDirectory).fold(k);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(paths.attention);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const { shape, data } = decodeNpy(bytes, paths.attention);
  const { samples } = await readPredictions(paths.predictions);
  const rows = new Map(samples.map((sample, row) => [sample, row]));
  const width = shape[1];
  return {
    of(sample) {
      const row = rows.get(sample);
      if (row === undefined || row >= shape[0]) return null;
      const weights = [...data.subarray(row * width, (row + 1) * width)];
      // Shorter samples are padded with NaN.
      const padding = weights.findIndex(Number.isNaN);
      return padding < 0 ? weights : weights.slice(0, padding);
    },
  };
}

/** 1 for the step with the largest weight. */
export function rankOf(weights: readonly number[], step: number): number {
  return 1 + weights.filter((weight) => weight > weights[step]).length;
}
