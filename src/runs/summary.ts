/** A run in a few figures, as lists show it: from its small files alone. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { scoredChoose } from '../config/scoring.js';
import type { MetricSummary } from '../metrics/types.js';
import { readNotes } from '../rundir/notes.js';
import { isAlive, readOwner } from '../rundir/owner.js';
import { runPaths } from '../rundir/paths.js';
import { tryReadPlan } from '../rundir/plan.js';
import { isQueued } from '../rundir/queueFiles.js';
import { readResult } from '../rundir/result.js';
import type { NetworkPlace, RunNotes, RunPlan, RunResult, RunStatus } from '../rundir/types.js';
import { UserError } from '../base/errors.js';
import { readFoldTail } from './eventTail.js';

/** What `foldboard list --json` prints of a run. */
export interface RunSummary {
  /** Name of its directory: what commands take. */
  readonly name: string;
  readonly directory: string;
  readonly status: RunStatus;
  /** Why it failed or cannot be read. */
  readonly reason: string | null;
  /** The experiment's name, its file, and when the run was started (ISO 8601); null where the plan cannot be read. */
  readonly title: string | null;
  readonly experimentFile: string | null;
  readonly created: string | null;
  readonly seed: number | null;
  /** Hash of the training data, samples and classes. */
  readonly data: { readonly hash: string; readonly samples: number; readonly classes: readonly string[] } | null;
  readonly folds: {
    /** Fold tasks of all repeats, and how many of them are finished. */
    readonly total: number;
    readonly finished: number;
    /** Epochs done, of each fold that has begun and is not finished (k counts from 0). */
    readonly begun: readonly { readonly fold: number; readonly epoch: number; readonly network?: NetworkPlace }[];
  };
  /** Over folds; null until the run is finished, and where nothing is scored. */
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  /** Folds that `mean` rests on. */
  readonly scored: number;
  /** The metric it is sorted and judged by: the one that selects the weights, weighted F1 where the loss does. */
  readonly mainMetric: keyof MetricSummary;
  /** The scored part chose the weights: the score flatters. */
  readonly optimistic: boolean;
  /** Windows of one sample stand on both sides of its splits, on purpose; then it is optimistic, too. */
  readonly leaky: boolean;
  readonly notes: RunNotes;
}

/** The summary of a run directory; of one that is damaged or newer, a summary that says so. */
export async function summariseRun(directory: string): Promise<RunSummary> {
  const [read, notes] = await Promise.all([tryReadPlan(directory), readNotes(directory)]);
  if (read.plan === null) return unreadable(directory, notes, null, read.reason);
  const { plan } = read;
  let result: RunResult | null;
  try {
    result = await readResult(directory);
  } catch (error) {
    if (error instanceof UserError) return unreadable(directory, notes, plan, error.message);
    throw error;
  }
  return result ? finished(directory, notes, plan, result) : await unfinished(directory, notes, plan);
}

function head(directory: string, notes: RunNotes, plan: RunPlan | null) {
  return {
    name: basename(directory),
    directory,
    title: notes.name ?? plan?.name ?? null,
    experimentFile: plan?.experimentFile ?? null,
    created: plan?.created ?? null,
    seed: plan?.seed ?? null,
    data: plan ? { hash: plan.data.hash, samples: plan.data.samples, classes: plan.data.classes } : null,
    mainMetric: plan ? mainMetric(plan) : ('weightedF1' as const),
    optimistic: scoredChoose(plan?.experiment) || leaksOnPurpose(plan),
    leaky: leaksOnPurpose(plan),
    notes,
    mean: null,
    std: null,
    scored: 0,
  };
}

/** Whether a run divides windows as if they were samples; runs of before that could be said do not. */
export function leaksOnPurpose(plan: RunPlan | null): boolean {
  return plan?.experiment.validation?.leaky === true;
}

/** The metric a run is judged by. */
export function mainMetric(plan: RunPlan): keyof MetricSummary {
  const metric = plan.experiment.training?.earlyStopping?.metric;
  return metric === undefined || metric === 'loss' ? 'weightedF1' : metric;
}

function unreadable(directory: string, notes: RunNotes, plan: RunPlan | null, reason: string): RunSummary {
  const folds = { total: plan?.tasks ?? 0, finished: 0, begun: [] };
  return { ...head(directory, notes, plan), status: 'unreadable', reason, folds };
}

function finished(directory: string, notes: RunNotes, plan: RunPlan, result: RunResult): RunSummary {
  return {
    ...head(directory, notes, plan),
    status: 'finished',
    reason: null,
    folds: { total: plan.tasks, finished: result.folds.length, begun: [] },
    mean: result.mean,
    std: result.std,
    scored: result.folds.filter((fold) => fold.metrics !== null).length,
    optimistic: result.selection.optimistic,
  };
}

async function unfinished(directory: string, notes: RunNotes, plan: RunPlan): Promise<RunSummary> {
  const paths = runPaths(directory);
  const owner = await readOwner(directory);
  const begunAtAll = await stat(paths.folds).then(
    () => true,
    () => false,
  );
  const tails = begunAtAll ? Array.from({ length: plan.tasks }, (_, k) => readFoldTail(paths.fold(k).events)) : [];
  const failed = tails.find((tail) => tail.last === 'failed');
  // The same rule as rundir/status.ts, from the ends of the logs.
  const alive = owner !== null && (await isAlive(owner));
  const queued = !alive && (await isQueued(directory, plan.root));
  const status = alive ? 'running' : queued ? 'queued' : failed ? 'failed' : 'stopped';
  return {
    ...head(directory, notes, plan),
    status,
    reason: status === 'failed' ? (failed?.message ?? null) : null,
    folds: {
      total: plan.tasks,
      finished: tails.filter((tail) => tail.last === 'finished').length,
      begun: tails.flatMap(({ last, epoch, network }, fold) =>
        last === null || last === 'finished' ? [] : [{ fold, epoch, ...(network ? { network } : {}) }],
      ),
    },
  };
}
