/** Curves over all thresholds of one class's probability: ROC, and precision against recall; one class against the rest. */

export interface RocCurve {
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  /** A sample counts as positive where its score is at least the threshold; the first is Infinity. */
  readonly thresholds: readonly number[];
  /** Area under the curve, trapezoids; NaN where one side has no sample. */
  readonly area: number;
}

export interface PrecisionRecallCurve {
  /** By falling threshold, so recall rises. */
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly thresholds: readonly number[];
  /** Sum of (recall step x precision), no interpolation, as scikit-learn's average_precision_score; NaN without positives. */
  readonly averagePrecision: number;
}

interface Steps {
  readonly thresholds: number[];
  /** True and false positives at each threshold. */
  readonly hits: number[];
  readonly alarms: number[];
}

/** Cumulated counts by falling score, one point for each distinct score. */
function steps(positive: ArrayLike<number | boolean>, scores: ArrayLike<number>): Steps {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const result: Steps = { thresholds: [], hits: [], alarms: [] };
  let hits = 0;
  let alarms = 0;
  for (let i = 0; i < order.length; i++) {
    if (positive[order[i]]) hits++;
    else alarms++;
    if (i + 1 < order.length && scores[order[i + 1]] === scores[order[i]]) continue;
    result.thresholds.push(scores[order[i]]);
    result.hits.push(hits);
    result.alarms.push(alarms);
  }
  return result;
}

/**
 * Every distinct score is a point (scikit-learn's `roc_curve(drop_intermediate=False)`).
 * @param positive truthy where the sample is of the class
 * @param scores probability of that class
 */
export function rocCurve(positive: ArrayLike<number | boolean>, scores: ArrayLike<number>): RocCurve {
  const { thresholds, hits, alarms } = steps(positive, scores);
  const positives = hits.at(-1) ?? 0;
  const negatives = alarms.at(-1) ?? 0;
  const x = [0, ...alarms.map((count) => count / negatives)];
  const y = [0, ...hits.map((count) => count / positives)];
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return {
    falsePositiveRate: x,
    truePositiveRate: y,
    thresholds: [Infinity, ...thresholds],
    area: positives > 0 && negatives > 0 ? area : NaN,
  };
}

/** See `rocCurve` for the parameters. The point (recall 0, precision 1), which no threshold gives, is left out. */
export function precisionRecallCurve(
  positive: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
): PrecisionRecallCurve {
  const { thresholds, hits, alarms } = steps(positive, scores);
  const positives = hits.at(-1) ?? 0;
  const precision = hits.map((count, i) => count / (count + alarms[i]));
  const recall = hits.map((count) => count / positives);
  const averagePrecision = precision.reduce((sum, value, i) => sum + value * (recall[i] - (recall[i - 1] ?? 0)), 0);
  return { precision, recall, thresholds, averagePrecision: positives > 0 ? averagePrecision : NaN };
}

/** The scores of one class and which samples are of it, as the curves take them. */
export function oneAgainstRest(
  labels: Int32Array,
  probabilities: Float64Array | Float32Array,
  classes: number,
  target: number,
): { positive: boolean[]; scores: Float64Array } {
  return {
    positive: Array.from(labels, (label) => label === target),
    scores: Float64Array.from({ length: labels.length }, (_, i) => probabilities[i * classes + target]),
  };
}
