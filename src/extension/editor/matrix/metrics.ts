/** The confusion matrix of a run at any time: of its out-of-fold predictions, or while it trains of what the folds have said so far. */
import type { FoldState } from '../../../rundir/foldState.js';
import type { Metrics } from '../../../metrics/types.js';
import { scoredSamples } from '../../../rundir/scoredSamples.js';
import type { RunRecord } from '../../model/record.js';

export interface ShownMatrix {
  readonly metrics: Pick<Metrics, 'classes' | 'perClass' | 'confusionMatrix'>;
  /** Of each class, where the matrix counts them several times. */
  readonly samples?: readonly number[];
  /** Which samples are counted where not all are; empty for a finished run. */
  readonly sofar: string;
}

/** Null where nothing is known yet. */
export function matrixOf(record: RunRecord): ShownMatrix | null {
  if (record.result) {
    const { outOfFold } = record.result;
    const samples = scoredSamples(record.plan, record.result);
    return outOfFold && { metrics: outOfFold, ...(samples ? { samples } : {}), sofar: '' };
  }
  const classes = record.plan?.data.classes ?? [];
  // What a stage says while it trains is of other classes.
  const staged = Boolean(record.plan?.experiment.stages);
  const countsOf = ({ metrics, selectMatrix }: FoldState): readonly (readonly number[])[] | null =>
    metrics?.confusionMatrix ?? (staged ? null : (selectMatrix ?? null));
  const known = record.folds.filter((fold) => countsOf(fold) !== null);
  if (known.length === 0 || classes.length === 0) return null;
  const scored = known.filter((fold) => fold.metrics);
  const training = known.filter((fold) => !fold.metrics);
  const latest = Math.max(0, ...training.map(({ epoch, networks }) => networks?.begun.at(-1)?.epochs ?? epoch));
  const parts = [
    scored.length > 0 ? `${scored.length} of ${record.folds.length} folds scored` : '',
    training.length > 0
      ? `${training.length === 1 ? 'one' : training.length} in training, up to epoch ${latest}, on the samples that select`
      : '',
  ];
  const sofar = parts.filter((part) => part !== '').join(', ');
  const metrics = pooled(
    classes,
    known.map((fold) => countsOf(fold)!),
  );
  const repeats = new Set(
    record.folds.flatMap((fold, k) => (countsOf(fold) ? Math.floor(k / record.plan!.folds) : [])),
  );
  const samples = scoredSamples({ repeats: repeats.size }, { outOfFold: metrics });
  return { metrics, ...(samples ? { samples } : {}), sofar };
}

/** Counts add up, and per-class figures follow from them. */
export function pooled(
  classes: readonly string[],
  matrices: readonly (readonly (readonly number[])[])[],
): ShownMatrix['metrics'] {
  const matrix = classes.map((_, t) =>
    classes.map((__, p) => matrices.reduce((sum, one) => sum + (one[t]?.[p] ?? 0), 0)),
  );
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const perClass = Object.fromEntries(
    classes.map((name, c) => {
      const support = sumOf(matrix[c]);
      const predicted = sumOf(matrix.map((row) => row[c]));
      const hits = matrix[c][c];
      const f1 = support + predicted === 0 ? 0 : (2 * hits) / (support + predicted);
      const ratio = (whole: number): number => (whole === 0 ? 0 : hits / whole);
      return [name, { precision: ratio(predicted), recall: ratio(support), f1, support }];
    }),
  );
  return { classes, perClass, confusionMatrix: matrix };
}
