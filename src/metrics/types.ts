/** The metrics object that every file, table and `--json` output shares (DESIGN section 6). */

export interface ClassMetrics {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

export interface Metrics {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly macroF1: number;
  readonly weightedF1: number;
  readonly logLoss: number;
  readonly classes: readonly string[];
  readonly perClass: Readonly<Record<string, ClassMetrics>>;
  /** Rows true, columns predicted. */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** Names of the scalar metrics, for sorting, early stopping and tables. Log loss is better when lower. */
export const scalarMetrics = ['accuracy', 'balancedAccuracy', 'macroF1', 'weightedF1', 'logLoss'] as const;
export type ScalarMetric = (typeof scalarMetrics)[number];

/** One value a scalar metric: a mean, a standard deviation. */
export type MetricSummary = Readonly<Record<ScalarMetric, number>>;
