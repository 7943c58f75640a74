/** Augmentation of a batch on its way to the network: items are copied, changed and mixed; nothing outside their rows is read. */
import { deriveKey, RandomStream } from '../base/random.js';
import type { Augmentation } from '../config/strategySchema.js';
import { changes } from '../data/augment/changes.js';
import type { AugmentedItem } from '../data/augment/item.js';
import { betaShare, resample } from '../data/augment/mixup.js';
import type { Batch, BatchMix } from '../engine/contract.js';

const defaultStrength: Readonly<Record<Augmentation['name'], number>> = {
  jitter: 0.05,
  scaling: 0.1,
  timeWarp: 0.2,
  windowSlice: 0.1,
  timeMask: 0.1,
  channelDropout: 0.1,
  mixup: 0.2,
};

/**
 * The batch with the augmentations done to it, in their order. Each is drawn for each item from a stream of its own, so that one
 * more of them changes nothing about the others.
 * @param words what the randomness is keyed by besides the seed: repeat, fold, epoch, batch
 */
export function augmentBatch(
  batch: Batch,
  augmentations: readonly Augmentation[],
  shape: { readonly channels: number; readonly codeColumns: number },
  seed: number,
  words: readonly number[],
): Batch {
  if (augmentations.length === 0) return batch;
  const streamOf = (item: number, index: number): RandomStream =>
    new RandomStream(deriveKey(seed, 'augment', ...words, item, index));
  const items = Array.from({ length: batch.size }, (_, i) => {
    let item = itemOf(batch, i, shape);
    augmentations.forEach(({ name, strength, probability }, index) => {
      if (name === 'mixup') return;
      const stream = streamOf(i, index);
      if (stream.uniform() < probability) item = changes[name](item, strength ?? defaultStrength[name], stream);
    });
    return item;
  });
  // Of several the last one counts: an item is mixed once.
  const index = augmentations.findLastIndex(({ name }) => name === 'mixup');
  if (index < 0) return gather(batch, items, null);
  const { strength, probability } = augmentations[index];
  const partners = items.map((_, i) => {
    const stream = streamOf(i, index);
    if (batch.size < 2 || stream.uniform() >= probability) return null;
    const share = betaShare(strength ?? defaultStrength.mixup, stream);
    // The smaller share is the other's, so that the item stays mostly itself.
    const other = stream.integer(batch.size - 1);
    return { item: other < i ? other : other + 1, share: Math.fround(Math.min(share, 1 - share)) };
  });
  return gather(batch, items, partners);
}

function itemOf(
  batch: Batch,
  i: number,
  { channels, codeColumns }: { channels: number; codeColumns: number },
): AugmentedItem {
  const first = batch.row[i];
  const steps = batch.length[i];
  return {
    continuous: batch.continuous.slice(first * channels, (first + steps) * channels),
    codes: batch.codes.slice(first * codeColumns, (first + steps) * codeColumns),
    ...{ steps, channels, codeColumns },
    firstStep: batch.firstStep[i],
  };
}

/** Items one after the other in matrices of their own; after them, partners that had to get another length. */
function gather(
  batch: Batch,
  items: readonly AugmentedItem[],
  partners: readonly ({ readonly item: number; readonly share: number } | null)[] | null,
): Batch {
  const rows: AugmentedItem[] = [...items];
  const second = (partners ?? []).map((partner, i) => {
    if (!partner) return i;
    const other = items[partner.item];
    if (other.steps === items[i].steps) return partner.item;
    return rows.push(resample(other, items[i].steps)) - 1;
  });
  const start: number[] = [];
  let total = 0;
  for (const { steps } of rows) {
    start.push(total);
    total += steps;
  }
  const { channels, codeColumns } = items[0];
  const continuous = new Float32Array(total * channels);
  const codes = new Uint16Array(total * codeColumns);
  rows.forEach((item, i) => {
    continuous.set(item.continuous, start[i] * channels);
    codes.set(item.codes, start[i] * codeColumns);
  });
  const mix: BatchMix | undefined = partners
    ? {
        row: Int32Array.from(second, (at) => start[at]),
        firstStep: Int32Array.from(second, (at) => rows[at].firstStep),
        labels: batch.labels.map((own, i) => (partners[i] ? batch.labels[partners[i].item] : own)),
        share: Float32Array.from(partners, (partner) => partner?.share ?? 0),
      }
    : undefined;
  return {
    continuous,
    codes,
    size: batch.size,
    row: Int32Array.from(items, (_, i) => start[i]),
    length: Int32Array.from(items, ({ steps }) => steps),
    firstStep: Int32Array.from(items, ({ firstStep }) => firstStep),
    labels: batch.labels,
    mix,
  };
}
