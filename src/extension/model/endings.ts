/** Which runs have ended since one looked last. Pure but for its memory. */
import type { RunRecord } from './record.js';

/** Each run that was running when this was called before, and runs no more; one that waits in the queue again has not ended. */
export function endings(): (runs: readonly RunRecord[]) => RunRecord[] {
  let running = new Set<string>();
  return (runs) => {
    const over = runs.filter(
      ({ directory, status }) => running.has(directory) && status !== 'running' && status !== 'queued',
    );
    const now = runs.filter(({ directory, status }) => {
      return status === 'running' || (status === 'queued' && running.has(directory));
    });
    running = new Set(now.map(({ directory }) => directory));
    return over;
  };
}
