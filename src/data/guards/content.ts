/** Samples that are there twice in the training data. */
import type { Dataset } from '../types.js';
import { counted, some } from '../words.js';
import type { GuardFinding } from './finding.js';

/** So many samples are named one by one. */
const listed = 20;

export function contentGuards(train: Dataset): GuardFinding[] {
  const found: GuardFinding[] = [];
  const byHash = new Map<string, number[]>();
  train.sampleHashes.forEach((hash, i) => {
    const twins = byHash.get(hash);
    if (twins) twins.push(i);
    else byHash.set(hash, [i]);
  });
  const twins = [...byHash.values()].filter((samples) => samples.length > 1);
  const ids = (groups: readonly number[][]): string =>
    some(
      groups.map((group) => group.map((i) => train.sampleIds[i]).join(' = ')),
      3,
    );
  const idsOf = (groups: readonly number[][]): string[] =>
    groups
      .flat()
      .slice(0, listed)
      .map((i) => train.sampleIds[i]);
  const apart = twins.filter((group) => !train.groups || new Set(group.map((i) => train.groups![i])).size > 1);
  if (apart.length > 0) {
    const copies = apart.reduce((sum, group) => sum + group.length - 1, 0);
    found.push({
      severity: 'warning',
      kind: 'duplicates',
      message: `${counted(copies, 'sample is a copy', 'samples are copies')} of another, value for value (${ids(apart)}): a fold may be scored on what it was trained on`,
      cure: 'Remove the copies, or name a data.group that keeps them together.',
      samples: idsOf(apart),
    });
  }
  const conflicts = twins.filter((group) => new Set(group.map((i) => train.labels[i])).size > 1);
  if (conflicts.length > 0) {
    found.push({
      severity: 'warning',
      kind: 'conflict',
      message: `samples with the same values have different labels: ${ids(conflicts)}`,
      cure: 'Correct the labels, or remove these samples.',
      samples: idsOf(conflicts),
    });
  }
  return found;
}
