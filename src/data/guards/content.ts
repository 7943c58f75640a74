/** Samples with the same values and different labels. Whether copies stand on both sides of a split is a matter of splits. */
import type { Dataset } from '../types.js';
import type { GuardFinding } from './finding.js';
import { listedTwins, twinIds, twinsOf } from './twins.js';

export function contentGuards(train: Dataset): GuardFinding[] {
  const conflicts = twinsOf(train).filter((twins) => new Set(twins.map((i) => train.labels[i])).size > 1);
  if (conflicts.length === 0) return [];
  return [
    {
      severity: 'warning',
      kind: 'conflict',
      message: `samples with the same values have different labels: ${twinIds(train, conflicts)}`,
      cure: 'Correct the labels, or remove these samples.',
      samples: listedTwins(train, conflicts),
    },
  ];
}
