/** What a score counts, and whether the scored samples had a say in the model, as the experiment tells. */
import type { Experiment } from './schema.js';

/**
 * Whether the scored samples choose something of the model: the weights of a network, the penalty of "summaryLinear". "majority"
 * and "rocket" take nothing from the part that selects where it is the scored one, so their scores are honest. Plans of before
 * may lack settings.
 */
export function scoredChoose(experiment: Partial<Pick<Experiment, 'model' | 'validation'>> | undefined): boolean {
  const kind = experiment?.model?.kind;
  return experiment?.validation?.selection === 'scoredFold' && kind !== 'majority' && kind !== 'rocket';
}

/** Whether windows are scored, each as a sample of its own. */
export function scoresWindows({ data, validation }: Pick<Experiment, 'data' | 'validation'>): boolean {
  return data.window !== null && (validation.leaky || validation.scored === 'windows');
}
