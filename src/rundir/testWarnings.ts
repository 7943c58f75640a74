/** What stands beside a run's score on its test data, where its models know them in some way. */
import { scoreWarnings } from '../metrics/familiar.js';
import type { RunPlan } from './types.js';

/** Sentences without full stops; none for runs of before it was counted. */
export function testWarnings({ data, experiment }: RunPlan): string[] {
  return data.testFamiliar ? scoreWarnings(data.testFamiliar, data.testSamples, experiment.data.group) : [];
}
