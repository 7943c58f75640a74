/** One number that makes decision values into probabilities: what they are multiplied by before the softmax. */
import { goldenSection } from '../../../metrics/goldenSection.js';
import { softmaxRows } from '../../../model/losses.js';

/** Natural logarithms of the scales between which the best is sought. */
const range = [-4, 5] as const;

/**
 * The scale with the smallest cross entropy. A sample's own class counts (n + 1) / (n + classes) and the others share the rest, as in
 * Platt's method: values that separate the classes without an error would else ask for an infinite scale.
 * @param values samples x classes; of each sample by a model that was fitted without it
 * @returns the scale, and the cross entropy a sample with it
 */
export function fitScale(
  values: Float64Array,
  labels: Int32Array,
  classes: number,
): { readonly scale: number; readonly loss: number } {
  const count = labels.length;
  const other = 1 / (count + classes);
  const probabilities = new Float64Array(values.length);
  const loss = (logarithm: number): number => {
    const scale = Math.exp(logarithm);
    softmaxRows(
      values.map((value) => scale * value),
      count,
      classes,
      probabilities,
    );
    return probabilities.reduce((sum, p, at) => {
      const own = labels[Math.floor(at / classes)] === at % classes;
      return sum - (own ? (count + 1) * other : other) * Math.log(Math.max(p, 1e-300));
    }, 0);
  };
  // Golden section: the cross entropy is convex in the scale, so it has one valley over its logarithm too.
  const logarithm = goldenSection(loss, ...range, 40);
  return { scale: Math.exp(logarithm), loss: loss(logarithm) / count };
}
