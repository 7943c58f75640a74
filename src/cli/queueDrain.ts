/** Working the queue off: here, where one can watch, or in the background. Each run gets a trainer process of its own. */
import { UserError, formatUserError } from '../base/errors.js';
import { drainQueue, type DrainedOutcome } from '../execution/drain.js';
import { loadProgram } from '../execution/program.js';
import { trainInChild } from '../execution/trainerChild.js';
import { crashReport } from '../rundir/crash.js';
import { lockOwner } from '../rundir/lockFile.js';
import { describe } from '../rundir/owner.js';
import type { QueueClaim } from '../rundir/queueClaim.js';
import { queuePaths } from '../rundir/queueFiles.js';
import { summariseRun } from '../runs/summary.js';
import { runLine } from './format/runLine.js';
import { interrupted } from './interrupt.js';
import { commandLine } from './program.js';
import { ensureDrainer } from './queueRun.js';
import type { Terminal } from './terminal.js';

/** Exit code 0 where nothing waits any more (or another process sees to it), 1 where the disk is full, 130 where interrupted. */
export async function drainHere(
  foldboard: string,
  workers: number | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  // Now, not when the first run begins: an update may remove these files while this process waits.
  const program = await loadProgram();
  const say = (text: string): void => {
    terminal.say(`${new Date().toISOString()} ${text}`);
  };
  const interrupt = interrupted(() => {
    say('Stopping: the run keeps the epochs that are done, and stays in the queue. Ctrl-C again stops at once.');
  });
  const ended: Promise<void>[] = [];
  try {
    const outcome = await drainQueue(foldboard, {
      signal: interrupt.signal,
      execute: (claim, signal) =>
        trainInChild(claim.runDirectory, {
          program,
          signal,
          workers: claim.workers ?? workers ?? null,
          nice: claim.nice,
        }),
      onRunStart: ({ name }) => {
        say(`${name} begins`);
      },
      onRunEnd: (claim, how, error) => {
        ended.push(sayEnd(claim, how, error, json, say, terminal));
      },
      onWait: (runs) => {
        say(`waiting for ${runs.map(({ name, owner }) => `${name} (${describe(owner)})`).join(', ')}`);
      },
    });
    await Promise.all(ended);
    if (outcome === 'busy') {
      const owner = await lockOwner(queuePaths(foldboard).drainer);
      say(`The queue is worked off${owner ? ` by ${describe(owner)}` : ' by another process'} already.`);
    }
    if (outcome === 'noRoom') say('The disk is full: what waits, waits.');
    if (outcome === 'stopped') say(`Stopped. What waits goes on with: ${commandLine(['queue', 'drain'])}`);
    return { busy: 0, empty: 0, noRoom: 1, stopped: 130 }[outcome];
  } finally {
    interrupt.dispose();
  }
}

async function sayEnd(
  { name, runDirectory }: QueueClaim,
  outcome: DrainedOutcome,
  error: unknown,
  json: boolean,
  say: (text: string) => void,
  terminal: Terminal,
): Promise<void> {
  const why = error instanceof UserError ? formatUserError(error) : ((await crashReport(runDirectory))?.reason ?? null);
  if (json) terminal.out(JSON.stringify({ name, directory: runDirectory, outcome, reason: why }));
  const line = outcome === 'finished' || outcome === 'failed' ? runLine(await summariseRun(runDirectory)) : outcome;
  say(`${name} ended: ${why === null ? line : `${line}: ${why}`}`);
}

/** Sees to it that a process works the queue off; prints its id. */
export async function drainDetached(foldboard: string, json: boolean, terminal: Terminal): Promise<number> {
  const drainer = await ensureDrainer(foldboard);
  const text = drainer === null ? 'Nothing waits any more.' : `Process ${drainer} works the queue off.`;
  terminal.out(json ? JSON.stringify({ drainer }) : text);
  return 0;
}
