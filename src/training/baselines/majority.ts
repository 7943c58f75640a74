/** `majority`: the shares of the classes as everybody's probabilities. What accuracy costs nothing. */
import type { Dataset, Fold } from '../../data/types.js';

export interface MajorityState {
  readonly kind: 'majority';
  /** Of each class, in the fit part. */
  readonly shares: readonly number[];
}

export function fitMajority(dataset: Dataset, fold: Fold): MajorityState {
  const counts = dataset.classes.map(() => 0);
  for (const sample of fold.fit) counts[dataset.labels[sample]]++;
  return { kind: 'majority', shares: counts.map((count) => count / fold.fit.length) };
}

/** `samples` rows of the shares. */
export function majorityProbabilities(state: MajorityState, samples: number): Float64Array {
  const classes = state.shares.length;
  return Float64Array.from({ length: samples * classes }, (_, i) => state.shares[i % classes]);
}
