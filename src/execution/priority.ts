/** Training in the background leaves the machine to whoever works at it. */
import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Niceness of trainers that nobody waits for: "below normal" on Windows. */
export const backgroundNice = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Sets the priority of this process and of all its threads, those to come included. A system that forbids it changes nothing.
 * @param nice 0 (as any program) to 19 (only what is left)
 */
export function setNice(nice: number): void {
  trySet(0, nice);
  // On Linux a priority belongs to a thread: new ones inherit it, those that are there already (compiler, file system) do not.
  if (process.platform !== 'linux') return;
  try {
    for (const thread of readdirSync('/proc/self/task')) trySet(Number(thread), nice);
  } catch {
    // no /proc
  }
}

function trySet(id: number, nice: number): void {
  try {
    setPriority(id, nice);
  } catch {
    // not allowed, or the thread has ended
  }
}
