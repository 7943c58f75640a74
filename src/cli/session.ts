/** Training from the terminal: events as they come, Ctrl-C, and the report at the end. Shared by train, resume and demo. */
import { availableParallelism } from 'node:os';
import { executeRun, defaultWorkers } from '../execution/executeRun.js';
import { backgroundNice, setNice } from '../execution/priority.js';
import type { RunData } from '../training/foldTask.js';
import { curesOf } from '../rundir/foldState.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { readResult } from '../rundir/result.js';
import { readRunState } from '../rundir/status.js';
import type { FoldEvent } from '../rundir/types.js';
import { wholeNumber } from './args.js';
import { failureLines } from './format/failures.js';
import { wrapText } from './format/width.js';
import { interrupted } from './interrupt.js';
import { createProgress } from './liveProgress.js';
import { wayTo } from './program.js';
import { printReport } from './report.js';
import type { Terminal } from './terminal.js';

export interface SessionOptions {
  readonly workers: number | undefined;
  readonly json: boolean;
  readonly force?: boolean;
  /** Priority of this process, 0 to 19; undefined leaves it as it is. */
  readonly nice?: number | undefined;
  /** The run's data, where they are loaded already. */
  readonly data?: RunData;
}

/** Options that train and resume share. */
export const sessionOptions = {
  workers: {
    type: 'string',
    value: 'N',
    help: 'Threads: so many folds are trained at the same time, and where fewer are left a fold uses two; the result does not depend on it. Default: cores less one.',
  },
  nice: {
    type: 'string',
    value: 'N',
    help: `How far it stands back behind other programs, from 0 to 19. Default: ${backgroundNice} in the background and the queue, else 0.`,
  },
  queue: {
    type: 'boolean',
    help: 'Wait for its turn: it trains in the background after those that run or wait already. See `foldboard queue`.',
  },
} as const;

/** What `--workers` and `--nice` say. @throws UserError (usage) */
export function readSessionOptions(values: {
  readonly workers: string | undefined;
  readonly nice: string | undefined;
}): {
  readonly workers: number | undefined;
  readonly nice: number | undefined;
} {
  return { workers: wholeNumber('workers', values.workers, 1, 256), nice: wholeNumber('nice', values.nice, 0, 19) };
}

/** Trains what is missing of a run, prints its report. Resolves to the exit code: 0, 1 (a fold failed), 130 (stopped). */
export async function runSession(directory: string, options: SessionOptions, terminal: Terminal): Promise<number> {
  if (options.nice !== undefined) setNice(options.nice);
  const plan = await readPlan(directory);
  const before = await readRunState(directory);
  const workers = Math.min(options.workers ?? defaultWorkers(plan.tasks), plan.tasks);
  const progress = options.json ? null : createProgress(terminal, plan, before.folds, workers);
  const print = (event: FoldEvent): void => {
    if (options.json) terminal.out(JSON.stringify(event));
    else progress?.event(event);
  };
  const interrupt = interrupted(() => {
    const note = 'Stopping after this batch; the epochs that are done are kept. Ctrl-C again stops at once.';
    if (progress) progress.note(note);
    else terminal.say(note);
  });
  try {
    const outcome = await executeRun(directory, {
      ...(options.workers === undefined ? {} : { workers: options.workers }),
      onEvent: print,
      signal: interrupt.signal,
      ...(options.force ? { force: true } : {}),
      ...(options.data ? { data: options.data } : {}),
    });
    progress?.end();
    if (outcome === 'stopped') return sayStopped(directory, terminal);
    if (outcome === 'failed') return await sayFailed(directory, terminal);
    if (options.json) terminal.out(JSON.stringify(await readResult(directory)));
    else await printReport(directory, terminal);
    return 0;
  } finally {
    progress?.end();
    interrupt.dispose();
  }
}

/** Command lines that go on with a run. */
function resumeLines(directory: string): string {
  const { before, line, run } = wayTo(directory);
  return [...before, line('resume', run)].join('\n');
}

function sayStopped(directory: string, terminal: Terminal): number {
  terminal.say(`Stopped; the epochs that are done are kept. Go on with\n${resumeLines(directory)}`);
  return 130;
}

async function sayFailed(directory: string, terminal: Terminal): Promise<number> {
  const { folds } = await readRunState(directory);
  const word = terminal.errorStyle.failure('failed');
  const known = curesOf(folds);
  terminal.say(
    [
      ...failureLines(folds).map((line) => `${word}  ${line}`),
      ...known.cures.map((cure) => `        ${wrapText(cure, Math.min(terminal.liveWidth, 100) - 8, 8)}`),
      `Log: ${runPaths(directory).log}`,
    ].join('\n'),
  );
  // Runs are the same bit for bit: what is known to need a change would fail again.
  if (known.again)
    terminal.say(`The failed folds are tried again, with the same settings, by\n${resumeLines(directory)}`);
  return 1;
}

/** As many workers as there are cores: for a machine that has nothing else to do. */
export function allCores(): number {
  return availableParallelism();
}
