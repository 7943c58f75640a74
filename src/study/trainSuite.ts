/** Training a suite: one load of the data, one queue of tasks, nothing twice. */
import { UserError } from '../base/errors.js';
import type { LoadedSuite } from '../config/suite.js';
import { planFolds } from '../data/folds.js';
import { executeRun, type RunOutcome } from '../execution/executeRun.js';
import { startRun } from '../execution/startRun.js';
import type { FoldEvent, RunPlan } from '../rundir/types.js';
import { readPlan } from '../rundir/plan.js';
import { readRunState } from '../rundir/status.js';
import { networksOf } from '../rundir/networks.js';
import type { RunData } from '../training/foldTask.js';
import { readingOf, rememberData, type DataRead } from './dataRead.js';
import { dataOnce, hashesOf } from './loadOnce.js';
import { experimentKey, suiteDirectory, writePointer } from './pointers.js';
import { createTaskQueue } from './queue.js';
import { studyRows, type StudyRow } from './rows.js';
import { findRuns, type StudyEntry } from './runs.js';

/** What is to do, before anything is trained. */
export interface SuitePlan {
  /** Entries (rows for each seed) in all, and those that were finished before. */
  readonly entries: number;
  readonly finished: number;
  /** Entries with the same settings as another: they share its run. */
  readonly shared: number;
  /** Folds left to train. */
  readonly tasks: number;
}

export interface SuiteHooks {
  /** When the data are read: what the table of this training is of. */
  readonly onRead?: (data: DataRead) => void;
  readonly onPlan?: (plan: SuitePlan) => void;
  /**
   * After the first network's fold: seconds it took alone, folds and networks left (a fold may train several), and an estimate
   * if each network cost as much.
   */
  readonly onTimed?: (timed: {
    row: string;
    seconds: number;
    left: number;
    networks: number;
    estimate: number;
  }) => void;
  readonly onEvent?: (row: string, seed: number, event: FoldEvent) => void;
  /** Warnings of the guards, when a row's run is started. */
  readonly onGuards?: (row: string, guards: NonNullable<RunPlan['guards']>) => void;
  readonly onRow?: (row: string, seed: number, outcome: RunOutcome, runDirectory: string) => void;
}

export interface SuiteOptions extends SuiteHooks {
  readonly suite: LoadedSuite;
  readonly foldboardDirectory: string;
  readonly quick?: boolean;
  /** Tasks at work at once; 0: one, in this thread. */
  readonly workers: number;
  readonly signal?: AbortSignal;
}

interface Job {
  readonly row: StudyRow;
  readonly entry: StudyEntry;
  readonly data: RunData;
  readonly directory: string | null;
  /** Folds left to train. */
  readonly open: number;
}

/**
 * Trains what is missing of a suite. Rows that are finished with the same settings and data are not trained again; those that
 * were stopped go on. A row that fails leaves the others alone.
 * @throws UserError for mistakes of the suite, the data, or rows that would not be scored on the same folds
 */
export async function trainSuite(options: SuiteOptions): Promise<RunOutcome> {
  const { suite, foldboardDirectory } = options;
  const rows = await studyRows(suite, options.quick ? { quick: true } : {});
  const load = dataOnce(foldboardDirectory);
  const jobs: Job[] = [];
  const all = rows.flatMap((row) => row.entries.map((entry) => ({ row, entry })));
  const loaded = new Map<StudyEntry, RunData>();
  for (const { entry } of all) loaded.set(entry, await load.get(entry));
  checkSameFolds(rows, loaded);
  const read = new Map([...loaded].map(([entry, data]) => [readingOf(entry.experiment.experiment), hashesOf(data)]));
  options.onRead?.(read);
  const found = await findRuns(foldboardDirectory, suite, [...loaded.keys()], read);
  const runs = found.map((run) => (run?.otherData ? null : run));
  const seen = new Set<string>();
  for (const [i, { row, entry }] of all.entries()) {
    const key = experimentKey(entry.experiment.experiment);
    if (runs[i]?.finished || seen.has(key)) continue;
    seen.add(key);
    const data = loaded.get(entry)!;
    const directory = runs[i]?.directory ?? null;
    jobs.push({ row, entry, data, directory, open: await openTasks(directory, entry, data) });
  }
  const tasks = jobs.reduce((sum, job) => sum + job.open, 0);
  const finished = runs.filter((run) => run?.finished).length;
  options.onPlan?.({ entries: all.length, finished, shared: all.length - finished - jobs.length, tasks });
  const remember = once(() => rememberData(foldboardDirectory, suite, read));
  if (jobs.length === 0) await remember();
  const outcome = jobs.length === 0 ? 'finished' : await trainJobs(jobs, tasks, options, remember);
  load.store();
  return outcome;
}

/** Rows are compared fold by fold: for each seed all must score the same samples in the same folds, but for those that leak on purpose. */
function checkSameFolds(rows: readonly StudyRow[], data: ReadonlyMap<StudyEntry, RunData>): void {
  const scored = new Map<number, string>();
  for (const row of rows)
    for (const entry of row.entries) {
      const { train } = data.get(entry)!;
      const { experiment } = entry.experiment;
      if (experiment.validation.leaky) continue;
      const folds = planFolds(train, experiment, (path) => entry.experiment.locate(path));
      const key = JSON.stringify(folds.map(({ score }) => Array.from(score, (i) => train.sampleIds[i])));
      const first = scored.get(entry.seed) ?? key;
      scored.set(entry.seed, first);
      if (first !== key)
        throw new UserError(`${row.name} would be scored on other folds than ${rows[0].name}.`, {
          place: entry.experiment.locate(['data']),
          cure: 'Rows of a suite are compared fold by fold: leave data and validation as the base has them.',
        });
    }
}

async function openTasks(directory: string | null, entry: StudyEntry, data: RunData): Promise<number> {
  if (directory === null) return planFolds(data.train, entry.experiment.experiment).length;
  return (await readRunState(directory)).folds.filter(({ state }) => state !== 'finished').length;
}

/** Networks that a fold of it trains: none for a baseline, which takes no time to speak of. */
function networksIn({ entry, data }: Job): number {
  const { experiment } = entry.experiment;
  return experiment.model.kind === 'recurrent' ? networksOf({ experiment, data: data.train }).length : 0;
}

/** Only when a run stands: data that are refused decide nothing. Tables can do without (a full or write-protected disk). */
function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= act().catch(() => undefined));
}

async function trainJobs(
  jobs: readonly Job[],
  tasks: number,
  options: SuiteOptions,
  onRun: () => Promise<void>,
): Promise<RunOutcome> {
  const inProcess = options.workers === 0;
  const slots = Math.max(1, options.workers);
  // Until one fold of a network is timed, one task is at work: the time is measured as it is without others.
  const queue = createTaskQueue(1, inProcess);
  let timed = false;
  let left = tasks;
  let networks = jobs.reduce((sum, job) => sum + job.open * networksIn(job), 0);
  // A network first: baselines are done in no time and say nothing about the rest.
  const first = jobs.find(({ entry }) => entry.experiment.experiment.model.kind === 'recurrent') ?? jobs[0];
  const order = [first, ...jobs.filter((job) => job !== first)];
  const outcomes: RunOutcome[] = [];
  let refused: unknown = null;
  let next = 0;
  let release = (): void => undefined;
  const released = new Promise<void>((go) => (release = go));
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, ...(options.signal ? [options.signal] : [])]);

  async function trainJob(job: Job): Promise<void> {
    const { row, entry, data, directory } = job;
    const run = directory ?? (await start(options, row, entry, data));
    await onRun();
    const outcome = await executeRun(run, {
      workers: slots,
      data,
      signal,
      execute: queue.execute,
      onEvent: (event) => {
        options.onEvent?.(row.name, entry.seed, event);
        if (event.type !== 'finished') return;
        left--;
        networks -= networksIn(job);
        if (timed || job !== first) return;
        timed = true;
        const each = event.seconds / Math.max(1, networksIn(job));
        const estimate = (each * networks) / slots;
        options.onTimed?.({ row: row.name, seconds: event.seconds, left, networks, estimate });
        queue.setSlots(slots);
        release();
      },
    });
    outcomes.push(outcome);
    // Where no fold of it could be timed, the others are not held up.
    if (job === first) queue.setSlots(slots);
    options.onRow?.(row.name, entry.seed, outcome, run);
  }

  // Open at once: one run more than slots, so that no slot waits for the last fold of a run.
  async function serve(): Promise<void> {
    while (next < order.length && !signal.aborted) {
      const job = order[next++];
      try {
        await trainJob(job);
      } catch (error) {
        refused ??= error;
        controller.abort();
      } finally {
        // Also where no fold of the first could be timed.
        release();
      }
    }
  }
  const leading = serve();
  await released;
  await Promise.all([leading, ...Array.from({ length: Math.min(slots, order.length - 1) }, serve)]);
  if (refused !== null) throw refused as Error;
  if (signal.aborted || outcomes.includes('stopped')) return 'stopped';
  return outcomes.includes('failed') ? 'failed' : 'finished';
}

async function start(options: SuiteOptions, row: StudyRow, entry: StudyEntry, data: RunData): Promise<string> {
  const { foldboardDirectory, suite } = options;
  const run = await startRun({ experiment: entry.experiment, foldboardDirectory, data });
  const { experiment, guards = [] } = await readPlan(run);
  options.onGuards?.(row.name, guards);
  await writePointer(suiteDirectory(foldboardDirectory, suite.file), run, {
    experiment: experimentKey(experiment),
    ...hashesOf(data),
    row: row.name,
    seed: entry.seed,
  });
  return run;
}
