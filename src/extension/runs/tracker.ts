/** One run followed while it trains (or is looked at): its folds and curves, and what of them is new since the last poll. */
import { existsSync } from 'node:fs';
import type { ColumnsPatch, FoldColumns } from '../../protocol/run.js';
import { advanceFoldState, waitingFold, type FoldState } from '../../rundir/foldState.js';
import { followRun, type FollowStep } from '../../rundir/follow.js';
import { isAlive, readOwner } from '../../rundir/owner.js';
import { runPaths } from '../../rundir/paths.js';
import { tryReadPlan } from '../../rundir/plan.js';
import { isQueued } from '../../rundir/queueFiles.js';
import type { Owner, RunPlan } from '../../rundir/types.js';
import { appendEpoch, emptyColumns, sliceColumns, truncateColumns } from '../model/columns.js';
import { crashReason, failure, tryReadResult, type RunRecord } from '../model/record.js';

/** What a poll found. */
export interface RunNews {
  readonly patches: readonly ColumnsPatch[];
  /** Fold tasks whose state changed. */
  readonly folds: readonly number[];
  readonly statusChanged: boolean;
}

export interface RunTracker {
  record(): RunRecord;
  /** Curves by fold task; owned by the tracker, to be copied before they are kept. */
  columns(): readonly FoldColumns[];
  /** Reads what is new. Null where nothing is. */
  poll(): Promise<RunNews | null>;
}

/** How often the owner is asked for: its process is looked up, which on some systems runs another program. */
const ownerIntervalMs = 1000;

/** Follows the run of `first`, whose plan is not null. Polls must not overlap. */
export function trackRun(first: RunRecord & { readonly plan: RunPlan }): RunTracker {
  const directory = first.directory;
  const paths = runPaths(directory);
  const follower = followRun(directory);
  const columns = Array.from({ length: first.plan.tasks }, emptyColumns);
  let folds: FoldState[] = columns.map(() => waitingFold);
  let record: RunRecord = { ...first, folds: first.folds };
  let owner: Owner | null = first.owner;
  let queued = first.status === 'queued';
  let crash: string | null = null;
  let ownerAsked = 0;
  let followed = false;

  /** Applies the events of one fold; the first row that is new in its columns, or null where none is. */
  function apply(step: FollowStep & { readonly fold: number }): number | null {
    const own = columns[step.fold];
    let from = step.reset ? 0 : own.epoch.length;
    const before = from;
    if (step.reset) {
      truncateColumns(own, 0);
      folds[step.fold] = waitingFold;
    }
    for (const event of step.events) {
      if (event.type === 'epoch') from = Math.min(from, appendEpoch(own, event));
      if (event.type === 'started') {
        truncateColumns(own, 0);
        from = 0;
      }
      folds[step.fold] = advanceFoldState(folds[step.fold], event);
    }
    return step.reset || from < before || own.epoch.length > from ? from : null;
  }

  async function readOwnerNow(): Promise<void> {
    if (Date.now() - ownerAsked < ownerIntervalMs) return;
    ownerAsked = Date.now();
    const found = await readOwner(directory);
    owner = found && (await isAlive(found)) ? found : null;
    queued = owner === null && (await isQueued(directory, first.plan.root));
    crash = owner === null && !queued ? await crashReason(directory) : null;
  }

  async function currentRecord(): Promise<RunRecord> {
    const result = existsSync(paths.result) ? (record.result ?? (await tryReadResult(directory)).result) : null;
    if (result) {
      // Metrics of folds come from the result, which is what every other place shows.
      const own = folds.map((fold, k) => ({ ...fold, metrics: result.folds[k]?.metrics ?? fold.metrics }));
      return { ...record, status: 'finished', reason: null, owner: null, folds: own, result };
    }
    await readOwnerNow();
    if (owner === null && !existsSync(directory)) {
      const read = await tryReadPlan(directory);
      if (!read.plan) return { ...record, status: 'unreadable', reason: read.reason, owner: null };
    }
    const failed = folds.some((fold) => fold.state === 'failed');
    const status = owner ? 'running' : queued ? 'queued' : failed ? 'failed' : 'stopped';
    const reason = failure(folds) ?? (status === 'stopped' ? crash : null);
    return { ...record, status, reason, owner, folds: [...folds], result: null };
  }

  return {
    record: () => record,
    columns: () => columns,
    async poll() {
      const steps = (await follower.poll()).filter((step) => step.fold < columns.length);
      folds = [...folds];
      const patches = steps.flatMap((step) => {
        const from = apply(step);
        return from === null ? [] : [{ fold: step.fold, from, columns: sliceColumns(columns[step.fold], from) }];
      });
      const next = await currentRecord();
      const statusChanged =
        next.status !== record.status ||
        next.reason !== record.reason ||
        (next.result === null) !== (record.result === null);
      record = next;
      const first = !followed;
      followed = true;
      if (!first && steps.length === 0 && !statusChanged) return null;
      return { patches, folds: steps.map((step) => step.fold), statusChanged };
    },
  };
}
