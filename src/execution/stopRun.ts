/** Asking a run to stop, from any process. */
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../base/errors.js';
import { isAlive, readOwner } from '../rundir/owner.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';

export interface StopOptions {
  /** Wait until the run has stopped, at most so long (ms); without it the request is left and nobody waits. */
  readonly waitMs?: number;
}

/**
 * Leaves `stop.request`, which the run's tasks look for at each batch.
 * @returns 'notRunning' where no living process computes the run (nothing is written then); 'requested' where it was not waited
 *   for, or has not stopped in time; 'stopped' otherwise
 * @throws UserError where the directory is no run
 */
export async function stopRun(
  runDirectory: string,
  options: StopOptions = {},
): Promise<'notRunning' | 'requested' | 'stopped'> {
  await readPlan(runDirectory);
  if (!(await isRunning(runDirectory))) return 'notRunning';
  const file = runPaths(runDirectory).stopRequest;
  try {
    await writeFile(file, `${new Date().toISOString()}\n`);
  } catch (cause) {
    throw new UserError('The request to stop cannot be written.', { kind: 'system', place: { file }, cause });
  }
  const end = Date.now() + (options.waitMs ?? 0);
  while (Date.now() < end) {
    if (!(await isRunning(runDirectory))) {
      // Written in the moment in which the run ended, it would lie there.
      await rm(file, { force: true });
      return 'stopped';
    }
    await wait(100);
  }
  return 'requested';
}

async function isRunning(runDirectory: string): Promise<boolean> {
  const owner = await readOwner(runDirectory);
  return owner !== null && isAlive(owner);
}
