/** ROC and precision-recall curves of every class, thinned to what a screen can show. Pure. */
import { oneAgainstRest, precisionRecallCurve, rocCurve } from '../../src/metrics/curves.js';
import type { Evidence } from './evidence.js';

export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface ClassCurve {
  readonly name: string;
  /** Share of the class among the samples: what chance's precision is. */
  readonly share: number;
  /** Thinned, for drawing; `full` is for tables and files. */
  readonly roc: Points;
  readonly area: number;
  readonly precisionRecall: Points;
  readonly averagePrecision: number;
  readonly full: {
    readonly falsePositiveRate: readonly number[];
    readonly truePositiveRate: readonly number[];
    readonly rocThresholds: readonly number[];
    readonly precision: readonly number[];
    readonly recall: readonly number[];
    readonly thresholds: readonly number[];
  };
}

/** One class against all others. */
export function classCurve(evidence: Evidence, c: number): ClassCurve {
  const { positive, scores } = oneAgainstRest(evidence.labels, evidence.probabilities, evidence.classes.length, c);
  const roc = rocCurve(positive, scores);
  const pr = precisionRecallCurve(positive, scores);
  const known = (value: number): boolean => Number.isFinite(value);
  const positives = positive.reduce((count, is) => count + (is ? 1 : 0), 0);
  return {
    name: evidence.classes[c],
    share: positives / Math.max(1, positive.length),
    area: roc.area,
    averagePrecision: pr.averagePrecision,
    roc: known(roc.area) ? thin(roc.falsePositiveRate, roc.truePositiveRate) : { x: [], y: [] },
    precisionRecall: known(pr.averagePrecision) ? thin(pr.recall, pr.precision) : { x: [], y: [] },
    full: {
      falsePositiveRate: roc.falsePositiveRate,
      truePositiveRate: roc.truePositiveRate,
      rocThresholds: roc.thresholds,
      precision: pr.precision,
      recall: pr.recall,
      thresholds: pr.thresholds,
    },
  };
}

/**
 * Leaves out points that lie within half a pixel of a large screen (1/2000 of the axis) of the last one kept, and those between
 * two others on one horizontal or vertical line. Ends and corners stay.
 */
export function thin(x: readonly number[], y: readonly number[], grain = 1 / 2000): Points {
  const kept: Points & { x: number[]; y: number[] } = { x: [], y: [] };
  const last = x.length - 1;
  for (let i = 0; i <= last; i++) {
    const n = kept.x.length;
    const ends = i === 0 || i === last;
    if (!ends && Math.abs(x[i] - kept.x[n - 1]) < grain && Math.abs(y[i] - kept.y[n - 1]) < grain) continue;
    const straight =
      n >= 2 &&
      ((x[i] === kept.x[n - 1] && kept.x[n - 1] === kept.x[n - 2]) ||
        (y[i] === kept.y[n - 1] && kept.y[n - 1] === kept.y[n - 2]));
    if (straight) {
      kept.x[n - 1] = x[i];
      kept.y[n - 1] = y[i];
    } else {
      kept.x.push(x[i]);
      kept.y.push(y[i]);
    }
  }
  return kept;
}

/** The value of y at the last point whose x is not above `at`; null before the first. */
export function atOrBefore({ x, y }: Points, at: number): number | null {
  let low = -1;
  let high = x.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at + 1e-12) low = middle;
    else high = middle;
  }
  return low < 0 ? null : y[low];
}

/** The value of y at the first point whose x is not below `at`; null behind the last. */
export function atOrAfter({ x, y }: Points, at: number): number | null {
  const index = x.findIndex((value) => value >= at - 1e-12);
  return index < 0 ? null : y[index];
}
