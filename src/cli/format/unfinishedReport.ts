/** A run that is not finished: how far each fold is, how long it may take; or why it failed, with the last words of its log. */
import { metricWords } from '../../metrics/words.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { curesOf, epochsAtMost, type FoldState } from '../../rundir/foldState.js';
import { networksOf } from '../../rundir/networks.js';
import type { RunState } from '../../rundir/status.js';
import type { RunPlan } from '../../rundir/types.js';
import { mainMetric } from '../../runs/summary.js';
import { timeLeft } from '../../runs/timeLeft.js';
import { duration } from './duration.js';
import { metric, none } from './number.js';
import { failureLines } from './failures.js';
import { leftText } from './progress.js';
import { head, settings } from './runReport.js';
import { section } from './section.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { wrapText } from './width.js';

interface Unfinished {
  readonly name: string;
  readonly state: RunState & { readonly plan: RunPlan };
  /** Why its trainer died; null where it did not. */
  readonly crash: string | null;
  /** Last lines of trainer.log. */
  readonly log: readonly string[];
  readonly width: number;
  readonly style: Style;
}

export function unfinishedReport({ name, state, crash, log, width, style }: Unfinished): string {
  const { plan, folds, status } = state;
  const finished = folds.filter((fold) => fold.state === 'finished').length;
  const failed =
    status === 'failed'
      ? [...failureLines(folds), ...curesOf(folds).cures.map((cure) => wrapText(cure, Math.min(width, 100)))]
      : [];
  const left = state.owner ? timeLeft(folds, plan.resolved.epochs, state.owner.workers, networksOf(plan).length) : null;
  const far = `${finished} of ${folds.length} ${folds.length === 1 ? 'fold' : 'folds'} finished`;
  const where = state.owner ? `, by process ${state.owner.pid} on ${state.owner.host}` : '';
  return [
    head(name, plan, status === 'failed' ? style.failure('failed') : status, { width, style }),
    `${far}${where}${left ? `; ${leftText(left)}` : ''}.`,
    ...(failed.length > 0 ? [failed.join('\n')] : []),
    ...(crash === null ? [] : [`${style.failure('crashed')}  ${crash}`]),
    section('Folds', 'a score appears when its fold is finished', foldRows(state, width, style), { width, style }),
    ...(log.length > 0 && status !== 'running'
      ? [section('Log', 'the last lines', log.join('\n'), { width, style })]
      : []),
    section('Experiment', '', settings(plan, width, style), { width, style }),
  ].join('\n\n');
}

function foldRows({ plan, folds, status }: Unfinished['state'], width: number, style: Style): string {
  const main = mainMetric(plan);
  return table({
    columns: [
      { head: plan.repeats > 1 ? 'repeat, fold' : 'fold' },
      { head: 'state' },
      { head: 'epoch', align: 'right' },
      { head: metricWords[main], align: 'right' },
      { head: 'best on select', align: 'right', drop: 1 },
      { head: 'time', align: 'right', drop: 2 },
    ],
    rows: folds.map((fold, k) => [
      plan.repeats > 1 ? `${Math.floor(k / plan.folds) + 1}, ${(k % plan.folds) + 1}` : String(k + 1),
      stateWord(fold, status),
      epochCell(fold, plan),
      metric(fold.metrics?.[main]),
      bestCell(fold, main),
      duration(fold.seconds || null),
    ]),
    ...{ width, style },
  });
}

/** Of several networks, those of the one that trains; of a fold that is done, of all. */
function epochCell(fold: FoldState, plan: RunPlan): string {
  if (fold.epoch === 0) return none;
  const { networks } = fold;
  const most = epochsAtMost(fold) ?? plan.resolved.epochs;
  if (!networks) return `${fold.epoch} of ${most}`;
  if (fold.state === 'finished') return `${fold.epoch}, ${networks.of} networks`;
  return `${networks.begun.at(-1)!.epochs} of ${most}, network ${networks.begun.length} of ${networks.of}`;
}

function bestCell(fold: FoldState, main: ScalarMetric): string {
  const best = fold.networks ? fold.networks.begun.at(-1)!.best : fold.best;
  // That of the last of several networks says nothing of a fold that is done.
  if (best === null || (fold.networks && fold.state === 'finished')) return none;
  return `${bestName(best.metric, main)}${metric(best.value)} at ${best.epoch}`;
}

/** A fold that began is at work only while its run is. */
function stateWord(fold: FoldState, run: RunState['status']): string {
  if (fold.state === 'started') return run === 'running' ? 'running' : 'stopped';
  return fold.state;
}

function bestName(name: string, main: ScalarMetric): string {
  return name === main ? '' : `${name in metricWords ? metricWords[name as ScalarMetric] : name} `;
}
