/** A run as lists and trees show it: read from its directory, with no more than that needs. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../base/errors.js';
import { scoreOf, type Score } from '../../metrics/words.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { crashReport } from '../../rundir/crash.js';
import { waitingFold, type FoldState } from '../../rundir/foldState.js';
import { readNotes } from '../../rundir/notes.js';
import { runPaths } from '../../rundir/paths.js';
import { tryReadPlan } from '../../rundir/plan.js';
import { readResult } from '../../rundir/result.js';
import { readRunState } from '../../rundir/status.js';
import type { Owner, RunNotes, RunPlan, RunResult, RunStatus } from '../../rundir/types.js';
import { mainMetric as metricOf } from '../../runs/summary.js';

export interface RunRecord {
  readonly directory: string;
  /** Name of the directory; unique in its `.foldboard`. */
  readonly id: string;
  /** Null where the run cannot be read; `reason` then says why. */
  readonly plan: RunPlan | null;
  /** Of one that cannot be read, failed, or whose trainer died (which has the status `stopped`): why. */
  readonly reason: string | null;
  readonly status: RunStatus;
  readonly owner: Owner | null;
  /** By fold task. Of a finished run they come from its result. */
  readonly folds: readonly FoldState[];
  readonly result: RunResult | null;
  readonly notes: RunNotes;
}

/** The record of a run directory. A finished run costs two small files; only others have their logs read. */
export async function readRecord(directory: string): Promise<RunRecord> {
  const id = basename(directory);
  const [read, notes] = await Promise.all([tryReadResult(directory), readNotes(directory)]);
  if (read.result) {
    const { plan, ...rest } = { reason: null, ...(await tryReadPlan(directory)) };
    if (plan) {
      const folds = read.result.folds.map(finishedFold);
      return { directory, id, plan, reason: null, status: 'finished', owner: null, folds, result: read.result, notes };
    }
    return { directory, id, plan: null, status: 'unreadable', owner: null, folds: [], result: null, notes, ...rest };
  }
  const state = await readRunState(directory);
  const status = state.status === 'finished' ? 'unreadable' : state.status;
  const crashed = status === 'stopped' ? await crashReason(directory) : null;
  const reason = status === 'unreadable' ? (state.reason ?? read.reason) : (failure(state.folds) ?? crashed);
  return {
    directory,
    id,
    plan: state.plan,
    reason,
    status,
    owner: state.owner,
    folds: state.folds,
    result: null,
    notes,
  };
}

/** The result of a run; null where there is none, or, with a reason, none that this version can read. */
export async function tryReadResult(directory: string): Promise<{ result: RunResult | null; reason: string | null }> {
  try {
    return { result: await readResult(directory), reason: null };
  } catch (error) {
    if (error instanceof UserError) return { result: null, reason: error.message };
    throw error;
  }
}

function finishedFold(fold: RunResult['folds'][number]): FoldState {
  return { ...waitingFold, state: 'finished', epoch: fold.epochs, metrics: fold.metrics };
}

/** Why the trainer of a run died; null where it was stopped in order. */
export async function crashReason(directory: string): Promise<string | null> {
  return (await crashReport(directory, { logs: crashLogs(directory), lines: 0 }))?.reason ?? null;
}

/** Files beside trainer.log in which a trainer may have said why it died: one that ended in order took its name off the run. */
export function crashLogs(directory: string): string[] {
  return existsSync(runPaths(directory).owner) ? [launchLog(directory)] : [];
}

/**
 * What a trainer that an extension started says outside of its run's log: why it refuses, or the last words of Node where it
 * crashes.
 */
export function launchLog(runDirectory: string): string {
  const foldboard = dirname(dirname(runDirectory));
  return join(foldboard, 'cache', 'launch', `${basename(runDirectory)}.log`);
}

/** Why a fold failed, of the first that did. */
export function failure(folds: readonly FoldState[]): string | null {
  return folds.find((fold) => fold.state === 'failed')?.message ?? null;
}

/** The metric a run is judged by; weighted F1 where the run cannot be read. */
export function mainMetric(plan: RunPlan | null): ScalarMetric {
  return plan ? metricOf(plan) : 'weightedF1';
}

/** Score over the folds that are finished so far; null where none is (or nothing is scored). */
export function recordScore(record: RunRecord, metric: ScalarMetric = mainMetric(record.plan)): Score | null {
  const values = record.folds.flatMap((fold) => (fold.metrics ? [fold.metrics[metric]] : []));
  return scoreOf(values.filter(Number.isFinite));
}

/** Absolute path of the experiment file a run came from; null where the run cannot be read. */
export function experimentPath(record: RunRecord): string | null {
  if (!record.plan) return null;
  return resolve(record.directory, record.plan.root ?? '../../..', record.plan.experimentFile);
}

/** What a run is called. */
export function runName(record: RunRecord): string {
  return record.notes.name ?? record.plan?.name ?? record.id;
}
