/** What a thread and its partner tell each other: two counters in shared memory, on cache lines of their own. */

export const cells = {
  /** Number of the last job that has been given, from 1; `gone` once the partner has left. */
  given: 0,
  /** Number of the last job that is done. */
  done: 16,
} as const;

export const gone = -1;

export function createMailbox(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(32 * 4));
}

/** How often a value is looked at before the thread sleeps: about as long as it takes to fall asleep and be woken. */
const looks = 4000;

/** Waits until the cell is at least `value`. @returns false where that took longer than `patienceMs` */
export function waitFor(mailbox: Int32Array, cell: number, value: number, patienceMs: number): boolean {
  for (let look = 0; look < looks; look++) if (Atomics.load(mailbox, cell) >= value) return true;
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = Atomics.load(mailbox, cell);
    if (seen >= value) return true;
    const left = end - performance.now();
    if (left <= 0) return false;
    Atomics.wait(mailbox, cell, seen, left);
  }
}
