/** The exponential moving average of the weights. */

/**
 * `decay average + (1 - decay) parameters`; the decay rises with the updates, (1 + t) / (10 + t), up to the one asked for, so
 * that the initial weights are soon forgotten.
 * @param average null before the first update
 * @param step updates before this one
 */
export function nextAverage(
  average: Float32Array | null,
  parameters: Float32Array,
  step: number,
  decay: number,
): Float32Array {
  if (average === null) return parameters;
  const kept = Math.min(decay, (1 + step) / (10 + step));
  return average.map((value, i) => kept * value + (1 - kept) * parameters[i]);
}
