/** One pass over the fit items. */
import { deriveKey } from '../base/random.js';
import type { Augmentation } from '../config/strategySchema.js';
import { epochOrder } from '../data/sampler.js';
import type { Network } from '../engine/contract.js';
import { augmentBatch } from './augment.js';
import { batchOf, type ItemSet } from './batches.js';
import { breathe } from './breathe.js';

export interface EpochOptions {
  readonly seed: number;
  readonly repeat: number;
  readonly fold: number;
  /** Counts from 1, over all phases, so that no two epochs of a fold share random numbers. */
  readonly epoch: number;
  readonly batchSize: number;
  readonly sampler: 'none' | 'weighted';
  readonly augmentation: readonly Augmentation[];
  readonly learningRate: (batch: number) => number;
  readonly shouldStop: () => boolean;
  /** Called after each update. */
  readonly afterStep?: (batch: number) => void;
}

/**
 * Trains on every batch of one epoch, the smaller last one included.
 * @returns mean training loss over the items drawn (with dropout, as it went), or null where it was asked to stop
 */
export async function trainEpoch(network: Network, set: ItemSet, options: EpochOptions): Promise<number | null> {
  const { seed, repeat, fold, epoch, batchSize } = options;
  const purpose = options.sampler === 'weighted' ? 'sampler' : 'shuffle';
  const order = epochOrder(set.labels, options.sampler, deriveKey(seed, purpose, repeat, fold, epoch));
  let sum = 0;
  for (let from = 0, batch = 0; from < order.length; from += batchSize, batch++) {
    if (options.shouldStop()) return null;
    const plain = batchOf(set, order, from, Math.min(from + batchSize, order.length));
    const data = augmentBatch(plain, options.augmentation, set.prepared, seed, [repeat, fold, epoch, batch]);
    const dropout = network.spec.dropout > 0 ? deriveKey(seed, 'dropout', repeat, fold, epoch, batch) : null;
    const { loss } = network.trainStep(data, { learningRate: options.learningRate(batch), dropout });
    sum += loss * data.size;
    options.afterStep?.(batch);
    await breathe();
  }
  return sum / order.length;
}
