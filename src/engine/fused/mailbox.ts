/** What the two threads of a network tell each other: a piece of shared memory, and how to wait for a value in it. */

/** Int32 cells; those that are waited for lie on cache lines of their own. */
export const cells = {
  /** One of `states`; written by the helper. */
  state: 0,
  /** Number of the job to do: counted up by the host once the job's cells are written. */
  job: 16,
  /** Number of the last job that the helper has done. */
  done: 32,
  /** Groups of steps whose input gradient the host has finished in the present backward pass. */
  passed: 48,
  /** The job: one of `kinds`, addresses of the direction's record and of the plan's, groups of the plan. */
  kind: 64,
  direction: 65,
  plan: 66,
  groups: 67,
} as const;

export const states = { starting: 0, ready: 1, failed: 2 } as const;
export const kinds = { forward: 1, backward: 2, end: 3 } as const;

export function createMailbox(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(80 * 4));
}

/** How often a value is looked at before the thread sleeps: about as long as it takes to fall asleep and be woken. */
const LOOKS = 4000;

/** Waits until the cell is at least `value`. `check` is called now and then; where it throws, so does this. */
export function waitFor(mailbox: Int32Array, cell: number, value: number, check?: () => void): void {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(mailbox, cell) >= value) return;
  for (;;) {
    const seen = Atomics.load(mailbox, cell);
    if (seen >= value) return;
    check?.();
    Atomics.wait(mailbox, cell, seen, 200);
  }
}

/** Stores a value and wakes the thread that waits for it. */
export function post(mailbox: Int32Array, cell: number, value: number): void {
  Atomics.store(mailbox, cell, value);
  Atomics.notify(mailbox, cell);
}
