/** What the runs of a suite's rows have come to: results of the finished ones, folds so far of the others. Reads no data. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { LoadedSuite } from '../config/suite.js';
import type { Metrics } from '../metrics/types.js';
import { readFoldTail } from '../runs/eventTail.js';
import type { ScoredRun } from '../runs/pairing.js';
import { runPaths } from '../rundir/paths.js';
import { isAlive, readOwner } from '../rundir/owner.js';
import { readPlan } from '../rundir/plan.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import type { RunPlan } from '../rundir/types.js';
import type { DataRead } from './dataRead.js';
import type { StudyRow } from './rows.js';
import { findRuns } from './runs.js';

export interface FoldScore {
  readonly repeat: number;
  readonly fold: number;
  readonly metrics: Metrics;
}

/** A run that was started for a row. */
export interface RowRun {
  readonly directory: string;
  readonly plan: RunPlan;
  /** Folds scored so far. */
  readonly folds: readonly FoldScore[];
  /** Training time of the folds that are done. */
  readonly seconds: number;
  /** When its last fold was done or, unfinished, when it was started (ms since 1970): for the course of a search. */
  readonly at: number;
  readonly finished: ScoredRun | null;
  readonly running: boolean;
  readonly failed: boolean;
}

export interface ReadRow {
  readonly row: StudyRow;
  /** One for each seed; null where it was not started. */
  readonly runs: readonly (RowRun | null)[];
  /** One of them at least was trained on other data than those that the table is of. */
  readonly otherData: boolean;
}

/** Finished runs, which do not change: kept from one reading of a table to the next. */
export type RunCache = Map<string, RowRun>;

/** Whether all runs of a row are finished; then none is null. */
export function isComplete({ runs }: ReadRow): boolean {
  return runs.every((run) => run !== null && run.finished !== null);
}

/** The finished runs of a complete row, one for each seed. */
export function scoredRuns({ runs }: ReadRow): (ScoredRun & { readonly run: RowRun })[] {
  return runs.flatMap((run) => (run?.finished ? [{ ...run.finished, run }] : []));
}

/** @param data as `findRuns` takes them */
export async function readRows(
  rows: readonly StudyRow[],
  suite: LoadedSuite,
  foldboardDirectory: string,
  cache: RunCache,
  data?: DataRead,
): Promise<ReadRow[]> {
  const entries = rows.flatMap((row) => row.entries);
  const found = await findRuns(foldboardDirectory, suite, entries, data);
  return Promise.all(
    rows.map(async (row): Promise<ReadRow> => {
      const own = row.entries.map((entry) => found[entries.indexOf(entry)]);
      const runs = await Promise.all(own.map((run) => run && readRun(run.directory, cache)));
      return { row, runs, otherData: own.some((run) => run?.otherData) };
    }),
  );
}

async function readRun(directory: string, cache: RunCache): Promise<RowRun> {
  const known = cache.get(directory);
  if (known && existsSync(runPaths(directory).result)) return known;
  const [plan, result] = await Promise.all([readPlan(directory), readResult(directory)]);
  const paths = runPaths(directory);
  const tails = Array.from({ length: plan.tasks }, (_, k) => readFoldTail(paths.fold(k).events).event);
  const done = tails.flatMap((event, k) => (event?.type === 'finished' ? [{ k, event }] : []));
  const head = {
    directory,
    plan,
    seconds: done.reduce((sum, { event }) => sum + event.seconds, 0),
    at: Date.parse(plan.created),
  };
  if (result) {
    const finished = { result, predictions: await readPredictions(paths.predictions) };
    const folds = result.folds.flatMap(({ repeat, fold, metrics }) => (metrics ? [{ repeat, fold, metrics }] : []));
    const run: RowRun = { ...head, folds, finished, running: false, failed: false };
    cache.set(directory, run);
    return run;
  }
  const folds = done.flatMap(({ k, event: { metrics } }) =>
    metrics ? [{ repeat: Math.floor(k / plan.folds), fold: k % plan.folds, metrics }] : [],
  );
  const owner = await readOwner(directory);
  const running = owner !== null && (await isAlive(owner));
  return { ...head, folds, finished: null, running, failed: !running && tails.some((e) => e?.type === 'failed') };
}

export const nameOf = (run: RowRun): string => basename(run.directory);
