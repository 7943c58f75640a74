/** What stands beside a score of runs on their test data, where their models know them in some way. */
import { familiarTexts, scoreWarnings, type FamiliarCounts } from '../metrics/familiar.js';
import type { RunPlan } from './types.js';

/** Sentences without full stops; none for runs of before it was counted. */
export function testWarnings({ data, experiment }: RunPlan): string[] {
  return data.testFamiliar ? scoreWarnings(data.testFamiliar, data.testSamples, experiment.data.group) : [];
}

/**
 * What several runs know of the samples they are tested on together, told once where it is the same of several.
 * @param familiar - of each run; undefined for runs of before it was counted
 */
export function familiarToRuns(
  plans: readonly RunPlan[],
  familiar: readonly (FamiliarCounts | undefined)[],
  samples: number,
): { readonly seen: number; readonly warnings: readonly string[] } {
  const warnings = familiar.flatMap((counts, i) =>
    counts ? familiarTexts(counts, samples, plans[i].experiment.data.group, 'a run') : [],
  );
  return { seen: Math.max(...familiar.map((counts) => counts?.seen ?? 0)), warnings: [...new Set(warnings)] };
}
