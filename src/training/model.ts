/** A trained model of one fold, whatever its kind: what turns samples into probabilities. */
import type { Dataset, PreparedData } from '../data/types.js';
import type { SampleInsight } from './predictItems.js';

export interface FoldPrediction {
  /** Samples x classes, as they are stored. */
  readonly probabilities: Float64Array;
  /** Null for models that are no network, or where it was not asked for. */
  readonly insight: SampleInsight | null;
}

export interface FoldModel {
  /**
   * Predicts `samples` (indices) of a dataset, in their order.
   * @param options.prepared the dataset already prepared for this fold, where the caller has it
   */
  predict(
    dataset: Dataset,
    samples: Int32Array,
    options?: { readonly prepared?: PreparedData; readonly insight?: boolean },
  ): Promise<FoldPrediction>;
  /** Gives back what is kept between predictions. */
  dispose(): void;
}
