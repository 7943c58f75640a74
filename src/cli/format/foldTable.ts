/** The folds of a run; mean ± std over folds and the pooled value stand as two rows with their names, for they differ. */
import type { Metrics, ScalarMetric } from '../../metrics/types.js';
import { flagWord, metricWords } from '../../metrics/words.js';
import { waitingFold, type FoldState } from '../../rundir/foldState.js';
import type { RunPlan, RunResult } from '../../rundir/types.js';
import { duration } from './duration.js';
import { metric, none, plusMinus } from './number.js';
import type { Style } from './style.js';
import { table, type Column } from './table.js';

interface Folds {
  readonly plan: RunPlan;
  readonly result: RunResult;
  readonly folds: readonly FoldState[];
  /** The metric that stands first and is never left out. */
  readonly main: ScalarMetric;
}

export function foldTable(
  { plan, result, folds, main }: Folds,
  { width, style }: { width: number; style: Style },
): string {
  const shown: ScalarMetric[] = [
    main,
    ...(['weightedF1', 'macroF1', 'balancedAccuracy', 'accuracy', 'logLoss'] as const).filter((name) => name !== main),
  ];
  const dropOrder: Partial<Record<ScalarMetric, number>> = {
    accuracy: 5,
    logLoss: 3,
    balancedAccuracy: 2,
    macroF1: 1,
    weightedF1: 1,
  };
  const scored = result.mean !== null;
  const timed = folds.some((fold) => fold.seconds > 0);
  const trains = plan.experiment.model.kind === 'recurrent';
  const columns: Column[] = [
    { head: plan.repeats > 1 ? 'repeat, fold' : 'fold' },
    ...(scored ? shown : []).map((name): Column => ({
      head: metricWords[name],
      align: 'spread',
      ...(name === main ? {} : { drop: dropOrder[name]! }),
    })),
    ...(scored ? [{ head: 'wrong', align: 'right', drop: 4 } satisfies Column] : []),
    ...(trains ? [{ head: 'best epoch', align: 'right', drop: 6 } satisfies Column] : []),
    ...(timed ? [{ head: 'time', align: 'right', drop: 7 } satisfies Column] : []),
  ];
  const rows = result.folds.map((fold, k) => [
    plan.repeats > 1 ? `${fold.repeat + 1}, ${fold.fold + 1}` : String(fold.fold + 1),
    ...(scored ? [...shown.map((name) => metric(fold.metrics?.[name])), wrong(fold.metrics)] : []),
    ...(trains ? [bestEpoch(fold)] : []),
    duration((folds[k] ?? waitingFold).seconds || null),
  ]);
  return table({ columns, rows, summary: scored ? summary(result, shown, trains, folds) : [], width, style });
}

/** Of several networks the means of theirs. */
function bestEpoch({ bestEpoch: best, epochs, networks }: RunResult['folds'][number]): string {
  if (networks === undefined) return `${best} of ${epochs}`;
  return `${networks} × ${best} of ${Math.round(epochs / networks)}`;
}

function summary(
  result: RunResult,
  shown: readonly ScalarMetric[],
  trains: boolean,
  folds: readonly FoldState[],
): string[][] {
  const { mean, std, outOfFold } = result;
  const count = result.folds.filter((fold) => fold.metrics !== null).length;
  const word = flagWord(result.selection);
  const flag = word === null ? '' : ` ${word}`;
  const seconds = folds.reduce((sum, fold) => sum + fold.seconds, 0);
  const rest = trains ? [''] : [];
  const rows = [];
  if (count > 1)
    rows.push([
      `mean ± std${flag}`,
      ...shown.map((name) => plusMinus(mean![name], std![name], count)),
      '',
      ...rest,
      duration(seconds || null),
    ]);
  rows.push([`pooled${flag}`, ...shown.map((name) => metric(outOfFold?.[name])), wrong(outOfFold), ...rest, '']);
  return rows;
}

/** `10 of 133`. */
export function wrong(metrics: Metrics | null): string {
  if (!metrics) return none;
  const total = metrics.confusionMatrix.flat().reduce((sum, count) => sum + count, 0);
  const right = metrics.confusionMatrix.reduce((sum, row, c) => sum + row[c], 0);
  return `${total - right} of ${total}`;
}
