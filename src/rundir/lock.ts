/** Taking and keeping the ownership of a run: at any time at most one process computes it. */
import { UserError } from '../base/errors.js';
import { lockFile, type FileLock } from './lockFile.js';
import { describe } from './owner.js';
import { runPaths } from './paths.js';

export type RunLock = FileLock;

/**
 * Makes this process the owner of a run and keeps the heartbeat.
 * @throws UserError (state) where a living process owns it
 */
export async function lockRun(runDirectory: string, workers: number, intervalMs?: number): Promise<RunLock> {
  const file = runPaths(runDirectory).owner;
  return lockFile(
    file,
    (owner) =>
      new UserError(
        owner
          ? `This run is being computed by ${describe(owner)} (last heartbeat ${owner.heartbeat}).`
          : 'This run is just being started by another process.',
        { kind: 'state', place: { file }, cure: 'Wait for it, or stop it with `foldboard stop`, then resume.' },
      ),
    { workers, ...(intervalMs === undefined ? {} : { intervalMs }) },
  );
}
