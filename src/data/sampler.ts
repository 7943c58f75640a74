/** The order in which an epoch sees its items. */
import { RandomStream, type RandomKey } from '../base/random.js';

/**
 * Indices of items for one epoch, as many as there are items.
 * "none": each item once, shuffled. "weighted": drawn with replacement so that each class that occurs comes up equally
 * often in expectation (the distribution of PyTorch's WeightedRandomSampler with weights 1 / class count).
 * @param labels class index of each item
 */
export function epochOrder(labels: Int32Array, sampler: 'none' | 'weighted', key: RandomKey): Int32Array {
  const stream = new RandomStream(key);
  if (sampler === 'none') return stream.shuffle(Int32Array.from(labels, (_, i) => i));
  const byClass = new Map<number, number[]>();
  labels.forEach((label, item) => {
    const members = byClass.get(label);
    if (members) members.push(item);
    else byClass.set(label, [item]);
  });
  const present = [...byClass.keys()].sort((a, b) => a - b).map((label) => byClass.get(label)!);
  return Int32Array.from(labels, () => {
    const members = present[stream.integer(present.length)];
    return members[stream.integer(members.length)];
  });
}
