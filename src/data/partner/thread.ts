/** The partner's thread (see partner.ts). Bundled to dist/partner.cjs. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { perform, type Jobs } from './jobs.js';
import { cells, gone, waitFor } from './mailbox.js';
import type { Answer, PartnerSetup } from './partner.js';

/** So long it waits for another job: test data are read behind training data. Then its memory is given back. */
const idleMs = 3000;

const { mailbox, port } = workerData as PartnerSetup;

for (let number = 1; isGiven(number); number++) {
  let result: Answer['result'] = null;
  try {
    const { kind, job } = receiveMessageOnPort(port)?.message as { kind: keyof Jobs; job: Jobs[keyof Jobs]['job'] };
    result = perform(kind, job);
  } catch {
    // Whatever it is: the first thread does the work as well, and tells what is wrong.
  }
  port.postMessage({ number, result } satisfies Answer);
  Atomics.store(mailbox, cells.done, number);
  Atomics.notify(mailbox, cells.done);
}
port.close();

/** Waits for a job. @returns false where none came, and none can come any more */
function isGiven(number: number): boolean {
  return (
    waitFor(mailbox, cells.given, number, idleMs) ||
    Atomics.compareExchange(mailbox, cells.given, number - 1, gone) !== number - 1
  );
}
