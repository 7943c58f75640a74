/** Samples with the same values, and how they are named. */
import type { Dataset } from '../types.js';
import { some } from '../words.js';
import { listed } from './finding.js';

/** Of each value that several samples have, their indices. */
export function twinsOf({ sampleHashes }: Dataset): number[][] {
  const byHash = new Map<string, number[]>();
  sampleHashes.forEach((hash, i) => {
    const twins = byHash.get(hash);
    if (twins) twins.push(i);
    else byHash.set(hash, [i]);
  });
  return [...byHash.values()].filter((samples) => samples.length > 1);
}

/** `a = b, c = d and 3 more` */
export function twinIds({ sampleIds }: Dataset, twins: readonly (readonly number[])[]): string {
  return some(
    twins.map((samples) => samples.map((i) => sampleIds[i]).join(' = ')),
    3,
  );
}

/** The first of them, for whoever shows where they are. */
export function listedTwins({ sampleIds }: Dataset, twins: readonly (readonly number[])[]): string[] {
  return twins
    .flat()
    .slice(0, listed)
    .map((i) => sampleIds[i]);
}
