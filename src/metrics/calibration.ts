/** Can the probabilities be taken at their word: reliability of the confidence, by bins. */
import { argmax } from './confusion.js';

export interface ReliabilityBin {
  /** Confidences in (lower, upper]; the first bin includes its lower end. */
  readonly lower: number;
  readonly upper: number;
  /** Samples; each counts once, however often it was predicted. */
  readonly count: number;
  /** Mean confidence and share of right predictions; NaN in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
  /** 95 % Wilson interval of the accuracy; NaN in an empty bin. */
  readonly low: number;
  readonly high: number;
}

export interface Calibration {
  readonly samples: number;
  /** Expected calibration error: mean of |accuracy - confidence| over bins, weighted by count. */
  readonly ece: number;
  /** Mean confidence less accuracy: positive is overconfident. */
  readonly overconfidence: number;
  /** Standard error of `overconfidence` if every confidence were true: what chance alone does to it. */
  readonly standardError: number;
  readonly bins: readonly ReliabilityBin[];
}

/** Two-sided 95 % point of the standard normal distribution. */
export const z95 = 1.959963984540054;

/** Wilson's score interval of a share (E. B. Wilson, 1927). */
export function wilson(hits: number, count: number, z = z95): { low: number; high: number } {
  const share = hits / count;
  const square = (z * z) / count;
  const center = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share)) / count + square / (4 * count))) / (1 + square);
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/**
 * Confidence is the probability of the predicted class. Bins of equal width, as in Guo et al., "On Calibration of Modern
 * Neural Networks" (2017).
 * @param labels class index of each sample
 * @param probabilities samples x classes, row-major
 * @param samples how many there are, where rows predict them several times: again and again the same one is no new evidence, so
 *   a row counts as the share of a sample, and intervals go by samples
 */
export function calibration(
  labels: Int32Array,
  probabilities: Float64Array | Float32Array,
  classes: number,
  samples = labels.length,
  bins = 10,
): Calibration {
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const hits = new Float64Array(bins);
  let confidences = 0;
  let right = 0;
  let variance = 0;
  for (let i = 0; i < labels.length; i++) {
    const predicted = argmax(probabilities, i * classes, classes);
    const confidence = probabilities[i * classes + predicted];
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    const hit = predicted === labels[i] ? 1 : 0;
    counts[bin]++;
    sums[bin] += confidence;
    hits[bin] += hit;
    confidences += confidence;
    right += hit;
    variance += confidence * (1 - confidence);
  }
  const weight = samples / labels.length;
  const result = Array.from({ length: bins }, (_, b): ReliabilityBin => {
    const interval = counts[b] > 0 ? wilson(hits[b] * weight, counts[b] * weight) : { low: NaN, high: NaN };
    return {
      lower: b / bins,
      upper: (b + 1) / bins,
      count: counts[b] * weight,
      confidence: sums[b] / counts[b],
      accuracy: hits[b] / counts[b],
      ...interval,
    };
  });
  return {
    samples,
    ece:
      result.reduce((sum, bin) => sum + (bin.count > 0 ? bin.count * Math.abs(bin.accuracy - bin.confidence) : 0), 0) /
      samples,
    overconfidence: (confidences - right) / labels.length,
    standardError: Math.sqrt(variance * weight) / samples,
    bins: result,
  };
}
