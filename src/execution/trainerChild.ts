/**
 * A run's trainer as a process of its own, started from memory: where it dies, only its run ends, and the parent knows how.
 * Nothing of the installed extension is read for it, so it starts although an update has removed that.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { executeRun } from './executeRun.js';
import { backgroundNice } from './priority.js';
import type { Program } from './program.js';
import { stopRun } from './stopRun.js';
import { openTrainerLog } from './trainerLog.js';
import { exitCodes, type TrainerOrder, type TrainerOutcome } from './trainerProcess.js';

export interface ChildOptions {
  readonly program: Program;
  readonly workers: number | null;
  /** Null: that of trainers in the background. */
  readonly nice: number | null;
  /** Aborting stops the run cleanly. */
  readonly signal: AbortSignal;
  /** The program that runs scripts; that of this process. */
  readonly node?: string;
}

/** Takes the script from stdin, keeps it for the threads, and runs it. */
const bootstrap = [
  `globalThis.foldboardProgram = require('node:fs').readFileSync(0, 'utf8');`,
  `require('node:vm').runInThisContext('(function (require, module, exports) {' + foldboardProgram + '\\n})',`,
  `{ filename: 'foldboard trainer' })(require, { exports: {} }, {});`,
].join(' ');

function start(node: string, order: TrainerOrder, log: string): ChildProcess {
  const descriptor = openSync(log, 'a');
  try {
    return spawn(node, ['-e', bootstrap, '--', JSON.stringify(order)], {
      cwd: dirname(order.runDirectory),
      windowsHide: true,
      stdio: ['pipe', descriptor, descriptor],
      env: childEnvironment(),
    });
  } finally {
    closeSync(descriptor);
  }
}

/** That of this process; Electron is told to be Node again. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return { ...process.env, ...electron, NO_COLOR: '1' };
}

/** How often a trainer that is to stop is asked; it does not hear it before it has the run. */
const askMs = 250;

/**
 * Computes a run in another process, which writes what goes wrong to the run's trainer.log.
 * Where no process can be started (an update has removed Node as well), it is computed in this one.
 * @returns 'died' where the process was ended, or ended itself, without a word; its log then says how
 * @throws UserError where the run has no plan, or as executeRun does
 */
export async function trainInChild(runDirectory: string, options: ChildOptions): Promise<TrainerOutcome | 'died'> {
  const { engine } = await readPlan(runDirectory);
  const { log } = runPaths(runDirectory);
  const order: TrainerOrder = { runDirectory, workers: options.workers, nice: options.nice ?? backgroundNice };
  const child = start(options.node ?? process.execPath, order, log);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  // It may end before it has read the whole script.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.program.script(engine));

  const ask = (): void => void stopRun(runDirectory).catch(() => undefined);
  const asking = setInterval(() => {
    if (options.signal.aborted) ask();
  }, askMs);
  try {
    const end = await ended.catch((error: unknown) => {
      openTrainerLog(log).error('no process can be started for it, so it is computed by that of the queue', error);
      return null;
    });
    if (end === null) {
      const { signal, workers } = options;
      return await executeRun(runDirectory, { signal, ...(workers === null ? {} : { workers }) });
    }
    const { code, signal } = end;
    const outcome = (Object.keys(exitCodes) as TrainerOutcome[]).find((one) => exitCodes[one] === code);
    if (outcome) return outcome;
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    openTrainerLog(log).write(`the trainer, process ${child.pid}, was ended ${how}`);
    return 'died';
  } finally {
    clearInterval(asking);
  }
}
