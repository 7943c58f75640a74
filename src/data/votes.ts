/** Joins several probability vectors to one: windows to their sample, members to their ensemble. */
import type { Items } from './types.js';

export type Vote = 'mean' | 'majority';

/**
 * Sample probabilities from those of its windows.
 * @param probabilities items x classes
 * @param samples the samples wanted; each must own at least one item
 * @returns samples x classes, in the order of `samples`; rows sum to 1
 */
export function joinWindows(
  items: Items,
  probabilities: Float32Array | Float64Array,
  classes: number,
  samples: Int32Array,
  vote: Vote,
): Float64Array {
  const position = new Map<number, number>();
  samples.forEach((sample, i) => position.set(sample, i));
  const voters: number[] = Array.from(items.sample, (sample) => position.get(sample) ?? -1);
  return joinVotes(voters, probabilities, classes, samples.length, vote);
}

/**
 * Joins rows of `probabilities` (voters x classes) by the target each votes for (`target[row]`, -1: none).
 * "mean": the average. "majority": each row has one vote for its most probable class; the share of votes, to which half a
 * vote's worth of the mean is added, so that the mean decides between classes with equally many votes and nothing else.
 * @returns targets x classes
 */
export function joinVotes(
  target: ArrayLike<number>,
  probabilities: Float32Array | Float64Array,
  classes: number,
  targets: number,
  vote: Vote,
): Float64Array {
  const sum = new Float64Array(targets * classes);
  const votes = new Float64Array(targets * classes);
  const count = new Int32Array(targets);
  for (let row = 0; row < target.length; row++) {
    const t = target[row];
    if (t < 0) continue;
    count[t]++;
    let winner = 0;
    for (let c = 0; c < classes; c++) {
      const p = probabilities[row * classes + c];
      sum[t * classes + c] += p;
      if (p > probabilities[row * classes + winner]) winner = c;
    }
    votes[t * classes + winner]++;
  }
  for (let t = 0; t < targets; t++) {
    if (count[t] === 0) throw new Error(`target ${t} has no vote`);
    for (let c = 0; c < classes; c++) {
      const i = t * classes + c;
      const mean = sum[i] / count[t];
      sum[i] = vote === 'mean' ? mean : (votes[i] + mean / 2) / (count[t] + 0.5);
    }
  }
  return sum;
}
