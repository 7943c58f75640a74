/** The unit of work: one fold, from the plan and the data to its files; can be killed and resumed at any moment. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import type { Engine } from '../engine/contract.js';
import { removeTemporaries } from '../rundir/atomic.js';
import { appendEvent, openEventWriter, readEvents, type EventWriter } from '../rundir/events.js';
import { networksOf } from '../rundir/networks.js';
import { networkPaths, runPaths, type FoldPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import type { FoldEvent, RunPlan } from '../rundir/types.js';
import { readCheckpoint, removeCheckpoint, type TrainingState } from './checkpoint.js';
import { explainRunError } from './runErrors.js';
import { epochsAtMost } from './trainNetwork.js';
import { prepareTask, type FoldTask, type RunData } from './foldTask.js';
import { checkNumerics } from './numerics.js';
import { trainBaseline } from './trainBaseline.js';
import { trainRecurrent } from './trainRecurrent.js';

export interface TrainHooks {
  readonly engine: Engine;
  /** Go on although this machine computes other bits than the plan's. */
  readonly force?: boolean;
  /** Every event, after it is in the log. */
  readonly onEvent?: (event: FoldEvent) => void;
  /** Asked before each batch, besides `stop.request`. */
  readonly shouldStop?: () => boolean;
}

/** What a kind of model needs to train in a fold's directory. */
export interface FoldSession {
  readonly task: FoldTask;
  readonly engine: Engine;
  readonly fingerprint: string;
  readonly log: EventWriter;
  readonly emit: (event: FoldEvent) => void;
  readonly shouldStop: () => boolean;
  /** Where to go on from; null at the start. */
  readonly resumed: TrainingState | null;
}

/**
 * True where nothing is left to do for a fold: its last event is "finished" and the files it promises are there.
 */
export function isFoldComplete(runDirectory: string, plan: RunPlan, k: number): boolean {
  const paths = runPaths(runDirectory).fold(k);
  if (readEvents(paths.events).events.at(-1)?.type !== 'finished') return false;
  const files = [paths.preprocessing];
  if (plan.experiment.model.kind === 'rocket') files.push(paths.weights);
  if (plan.experiment.model.kind === 'recurrent')
    for (const { stored } of networksOf(plan))
      files.push(stored ? networkPaths(paths, stored.directory).weights : paths.weights);
  if (plan.experiment.validation.scheme !== 'none') files.push(paths.predictions);
  if (plan.data.testSamples > 0) files.push(paths.testPredictions);
  return files.every((file) => existsSync(file));
}

/**
 * Trains fold task `k` of a run, or goes on where it was left. Depends on the plan and the data alone, writes into `folds/<k>/`
 * alone, and ends with the same bytes however often it was interrupted.
 * @returns 'stopped' where it was asked to stop; the fold is then resumable
 * @throws UserError for what a user can mend, after a "failed" event where the log can still be written
 */
export async function trainFold(
  runDirectory: string,
  k: number,
  data: RunData,
  hooks: TrainHooks,
): Promise<'finished' | 'stopped'> {
  const plan = await readPlan(runDirectory);
  const fingerprint = await checkNumerics(plan, hooks.engine, hooks.force);
  const paths = runPaths(runDirectory).fold(k);
  if (isFoldComplete(runDirectory, plan, k)) {
    await removeCheckpoint(paths.checkpoint);
    return 'finished';
  }
  try {
    await mkdir(paths.directory, { recursive: true });
    await removeTemporaries(paths.directory);
    return await runFold(runDirectory, plan, k, data, hooks, fingerprint);
  } catch (error) {
    const explained = explainRunError(error, runDirectory);
    recordFailure(paths, k, explained, hooks.onEvent);
    throw explained;
  }
}

async function runFold(
  runDirectory: string,
  plan: RunPlan,
  k: number,
  data: RunData,
  hooks: TrainHooks,
  fingerprint: string,
): Promise<'finished' | 'stopped'> {
  const paths = runPaths(runDirectory).fold(k);
  const { log, resumed } = await openLog(paths);
  const emit = (event: FoldEvent): void => {
    log.append(event);
    hooks.onEvent?.(event);
  };
  try {
    const task = await prepareTask(runDirectory, plan, k, data);
    if (!resumed) announce(task, emit);
    const session: FoldSession = {
      task,
      engine: hooks.engine,
      fingerprint,
      log,
      emit,
      shouldStop: stopPoll(runPaths(runDirectory).stopRequest, hooks.shouldStop),
      resumed,
    };
    const { kind } = plan.experiment.model;
    const outcome = await (kind === 'recurrent' ? trainRecurrent(session) : trainBaseline(session, kind));
    if (outcome === 'stopped') return 'stopped';
    log.sync();
    await removeCheckpoint(paths.checkpoint);
    return 'finished';
  } finally {
    log.close();
  }
}

/** The log, cut to where the checkpoint left it; both anew where they do not fit together. */
async function openLog(paths: FoldPaths): Promise<{ log: EventWriter; resumed: TrainingState | null }> {
  const checkpoint = await readCheckpoint(paths.checkpoint);
  if (checkpoint) {
    try {
      return { log: openEventWriter(paths.events, checkpoint.logOffset), resumed: checkpoint.state };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  await rm(paths.checkpoint, { force: true });
  return { log: openEventWriter(paths.events, 0), resumed: null };
}

function announce(task: FoldTask, emit: (event: FoldEvent) => void): void {
  const { k, fold, plan } = task;
  const epochs = plan.experiment.model.kind === 'recurrent' ? epochsAtMost(task) : 1;
  emit({
    type: 'started',
    fold: k,
    time: new Date().toISOString(),
    epochs,
    fit: fold.fit.length,
    select: fold.select.length,
    score: fold.score.length,
  });
  const fitted = new Set(Array.from(fold.fit, (sample) => task.data.train.labels[sample]));
  const absent = plan.data.classes.filter((_, c) => !fitted.has(c));
  if (absent.length > 0)
    emit({
      type: 'warning',
      fold: k,
      message: `The fit part has no sample of ${absent.join(', ')}: this fold cannot learn to predict it.`,
    });
}

/** Looks for `stop.request` at most every 50 ms, for a batch may take less than asking a network file system. */
function stopPoll(file: string, shouldStop: (() => boolean) | undefined): () => boolean {
  let last = -Infinity;
  let found = false;
  return () => {
    if (found || shouldStop?.() === true) return true;
    const now = performance.now();
    if (now - last >= 50) {
      last = now;
      found = existsSync(file);
    }
    return found;
  };
}

/** Says in the fold's log why it failed and what helps, where that can still be written. */
export function recordFailure(paths: FoldPaths, k: number, error: unknown, onEvent?: (event: FoldEvent) => void): void {
  const event: FoldEvent = {
    ...{ type: 'failed', fold: k, message: error instanceof Error ? error.message : String(error) },
    ...(error instanceof UserError && error.cure !== undefined ? { cure: error.cure } : {}),
  };
  try {
    appendEvent(paths.events, event);
  } catch {
    // A full disk, a directory that is gone: the message still goes to whoever listens.
  }
  onEvent?.(event);
}
