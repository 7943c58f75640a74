/** Deals units (samples, or whole groups of them) to parts of given shares, so that each part gets its share of every class. */
import type { RandomStream } from '../base/random.js';

/**
 * Stratified dealing of single samples to equally large parts: within each class at random, the counts of a class differ by
 * at most one between parts, and so do the totals.
 * @param labels stratum of each sample, 0 or above
 * @returns part of each sample
 */
export function dealEvenly(labels: ArrayLike<number>, parts: number, stream: RandomStream): Int32Array {
  const result = new Int32Array(labels.length);
  let next = 0;
  for (const members of strata(labels)) {
    for (const i of stream.shuffle(members)) result[i] = next++ % parts;
  }
  return result;
}

/**
 * Stratified choice of a share of single samples: every class gives its share, rounded so that the total is right
 * (largest remainder). A class of two or more gives at least one and keeps at least one; a class of one keeps it.
 * @returns 1 for a chosen sample, else 0
 */
export function chooseShare(labels: ArrayLike<number>, share: number, stream: RandomStream): Int32Array {
  const classes = strata(labels);
  const exact = classes.map((members) => members.length * share);
  const most = classes.map((members) => members.length - 1);
  const take = exact.map((value, c) => clamp(Math.floor(value), Math.min(1, most[c]), most[c]));
  let open = Math.round(labels.length * share) - take.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, c) => ({ c, remainder: value - take[c] }))
    .sort((a, b) => b.remainder - a.remainder || a.c - b.c);
  for (const { c } of byRemainder) {
    if (open <= 0) break;
    if (take[c] < most[c]) {
      take[c]++;
      open--;
    }
  }
  const result = new Int32Array(labels.length);
  classes.forEach((members, c) => {
    for (const i of stream.shuffle(members).subarray(0, take[c])) result[i] = 1;
  });
  return result;
}

/**
 * Greedy stratified dealing of whole groups: the largest first, each to the part where it least worsens
 * sum over parts p and classes c of n_pc² / (share_p * n_c²), which is smallest where every part has its share of every class.
 * No part stays empty. Ties fall to the part that lacks most samples.
 * @param labels stratum of each sample; @param groups group of each sample
 * @param shares of the parts, sum 1; at most as many as there are groups
 * @returns part of each sample
 */
export function dealGroups(
  labels: ArrayLike<number>,
  groups: ArrayLike<number>,
  shares: readonly number[],
  stream: RandomStream,
): Int32Array {
  const members = stream.shuffle(strata(groups)).sort((a, b) => b.length - a.length);
  const classes = strata(labels);
  const total = new Map(classes.map((samples) => [labels[samples[0]], samples.length]));
  const counts = shares.map(() => new Map<number, number>());
  const sizes = shares.map(() => 0);
  const result = new Int32Array(labels.length);
  members.forEach((samples, index) => {
    const own = new Map<number, number>();
    for (const i of samples) own.set(labels[i], (own.get(labels[i]) ?? 0) + 1);
    const empty = sizes.filter((size) => size === 0).length;
    const mustFill = members.length - index <= empty;
    let best = -1;
    let bestCost = Infinity;
    for (let part = 0; part < shares.length; part++) {
      if (mustFill && sizes[part] > 0) continue;
      let cost = 0;
      for (const [label, n] of own) {
        const before = counts[part].get(label) ?? 0;
        cost += (n * (2 * before + n)) / (shares[part] * total.get(label)! ** 2);
      }
      const lacksMore = best >= 0 && sizes[part] / shares[part] < sizes[best] / shares[best];
      if (cost < bestCost - 1e-12 || (cost < bestCost + 1e-12 && lacksMore)) {
        bestCost = cost;
        best = part;
      }
    }
    for (const [label, n] of own) counts[best].set(label, (counts[best].get(label) ?? 0) + n);
    sizes[best] += samples.length;
    for (const i of samples) result[i] = best;
  });
  return result;
}

/** Members of each value, by ascending value. */
function strata(values: ArrayLike<number>): Int32Array[] {
  const byValue = new Map<number, number[]>();
  for (let i = 0; i < values.length; i++) {
    const members = byValue.get(values[i]);
    if (members) members.push(i);
    else byValue.set(values[i], [i]);
  }
  return [...byValue.keys()].sort((a, b) => a - b).map((value) => Int32Array.from(byValue.get(value)!));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
