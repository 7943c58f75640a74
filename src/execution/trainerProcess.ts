/** What a trainer process does that was started from memory (trainerChild.ts): it computes one run, and ends. */
import { UserError, formatUserError } from '../base/errors.js';
import { isOutOfRoom } from '../base/systemErrors.js';
import { executeRun, type RunOutcome } from './executeRun.js';
import { setNice } from './priority.js';

/** Its last argument, as JSON. */
export interface TrainerOrder {
  readonly runDirectory: string;
  readonly workers: number | null;
  readonly nice: number;
}

/** How it ended: `refused`, the run cannot be computed (its log says why); `noRoom`, nothing can be written any more. */
export type TrainerOutcome = RunOutcome | 'refused' | 'noRoom';

/** Codes that Node gives no process by itself. */
export const exitCodes: Readonly<Record<TrainerOutcome, number>> = {
  finished: 0,
  failed: 40,
  refused: 41,
  noRoom: 42,
  stopped: 130,
};

/** Computes the run it was ordered to; what goes wrong is said on stderr, which is the run's log. */
export async function computeRun(): Promise<void> {
  const order = JSON.parse(process.argv.at(-1)!) as TrainerOrder;
  setNice(order.nice);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(exitCodes.stopped);
      stop.abort();
    });
  process.exitCode = exitCodes[await outcomeOf(order, stop.signal)];
}

async function outcomeOf({ runDirectory, workers }: TrainerOrder, signal: AbortSignal): Promise<TrainerOutcome> {
  try {
    return await executeRun(runDirectory, { signal, ...(workers === null ? {} : { workers }) });
  } catch (error) {
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${error instanceof UserError ? formatUserError(error) : bug}\n`);
    return isOutOfRoom(error) ? 'noRoom' : 'refused';
  }
}
