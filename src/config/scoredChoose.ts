/** Which scores flatter because the scored samples had a say in the model, as the experiment tells. */
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
