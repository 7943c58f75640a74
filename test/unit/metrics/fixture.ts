/** The figures that scikit-learn, SciPy and statsmodels gave (test/fixtures/metrics.py). */
import { readFileSync } from 'node:fs';

export interface MetricsCase {
  name: string;
  classes: string[];
  labels: number[];
  probabilities: number[];
  accuracy: number;
  balancedAccuracy: number;
  macroF1: number;
  weightedF1: number;
  logLoss: number;
  perClass: { precision: number; recall: number; f1: number; support: number }[];
  confusionMatrix: number[][];
  calibration: { ece: number; counts: number[]; accuracies: (number | null)[] };
  curves:
    ({ auc: number; ap: number; roc: [number[], number[]] | null; pr: [number[], number[]] | null } | null)[] | null;
}

interface Fixture {
  cases: MetricsCase[];
  paired: { differences: number[]; testShare: number; difference: number; low: number; high: number; p: number }[];
  student: { t: number; degrees: number; p: number }[];
  critical: { alpha: number; degrees: number; t: number }[];
  holm: { p: number[]; adjusted: number[] };
  wilson: { hits: number; count: number; low: number; high: number }[];
}

export const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
) as Fixture;
