/** Lets timers and messages in between batches: heartbeats, stop signals and progress must not wait for an epoch. */
import { setImmediate as nextTurn } from 'node:timers/promises';

const longestHold = 25;
let last = performance.now();

/** Gives the event loop a turn where it has not had one for 25 ms. Results never depend on it. */
export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - last < longestHold) return;
  await nextTurn();
  last = performance.now();
}
