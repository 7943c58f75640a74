/** A network's second thread: when it is taken, what it is given to do, and when it is given back. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { carriedFile } from '../../base/carried.js';
import type { Pass } from './directions.js';
import type { KernelSet } from './kernelSet.js';
import { cells, createMailbox, kinds, post, states, waitFor } from './mailbox.js';

/**
 * Threads that nobody uses at present, in shared memory: whoever has work for one takes it, in whatever thread of the process.
 * [0]: how many there are; [1]: passes that they have been given, counted for tests and benchmarks.
 */
export type SpareThreads = Int32Array;

export function createSpareThreads(count: number): SpareThreads {
  const spare = new Int32Array(new SharedArrayBuffer(8));
  spare[0] = count;
  return spare;
}

/** What the helper is created with. */
export interface HelperSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly tileRows: number;
  readonly mailbox: Int32Array;
}

export interface Helper {
  readonly mailbox: Int32Array;
  /** Begins a pass of the reverse direction; `finish` must follow. */
  start(kind: 'forward' | 'backward', pass: Pass): void;
  /** Waits for its end. */
  finish(): void;
}

export interface Helpers {
  /** The helper, where there is one and it is ready. */
  present(): Helper | null;
  /** The same, and asks for one where a thread is to be had; until it has started (some 50 ms) the work goes on without. */
  wanted(): Helper | null;
  /** Ends the helper and gives its thread back. */
  release(): void;
}

export function createHelpers(set: KernelSet, memory: WebAssembly.Memory, spare: SpareThreads | undefined): Helpers {
  let helper: (Helper & { end(): void; isReady(): boolean }) | null = null;
  const present = (): Helper | null => (helper?.isReady() ? helper : null);
  return {
    present,
    wanted: () => {
      if (!helper && spare && take(spare)) helper = startHelper({ ...set, memory, mailbox: createMailbox() }, spare);
      return present();
    },
    release: () => {
      if (!helper || !spare) return;
      helper.end();
      helper = null;
      Atomics.add(spare, 0, 1);
    },
  };
}

/** True where one was free. */
function take(spare: SpareThreads): boolean {
  const count = Atomics.load(spare, 0);
  return count > 0 && Atomics.compareExchange(spare, 0, count, count - 1) === count;
}

function startHelper(
  { module, memory, tileRows, mailbox }: HelperSetup,
  spare: SpareThreads,
): Helper & { end(): void; isReady(): boolean } {
  const setup: HelperSetup = { module, memory, tileRows, mailbox };
  const worker = new Worker(helperScript(), { eval: true, workerData: setup, name: 'foldboard helper' });
  // It waits for jobs all its life: it must not keep the process.
  worker.unref();
  let failure: Error | null = null;
  worker.on('error', (error) => {
    failure = error;
  });
  let job = 0;
  const check = (): void => {
    if (Atomics.load(mailbox, cells.state) === states.failed)
      throw new Error('The second thread of a network failed.', { cause: failure });
  };
  const give = (kind: number): void => {
    mailbox[cells.kind] = kind;
    post(mailbox, cells.job, ++job);
  };
  return {
    mailbox,
    isReady: () => Atomics.load(mailbox, cells.state) === states.ready,
    start: (kind, { direction, plan, groups }) => {
      mailbox[cells.direction] = direction;
      mailbox[cells.plan] = plan;
      mailbox[cells.groups] = groups;
      mailbox[cells.passed] = 0;
      Atomics.add(spare, 1, 1);
      give(kinds[kind]);
    },
    finish: () => {
      waitFor(mailbox, cells.done, job, check);
    },
    end: () => {
      give(kinds.end);
    },
  };
}

/** dist/helper.cjs: carried in memory, or beside the bundle (dist/, or one below), or in dist/ of the checkout when run from its sources. */
function helperScript(): string {
  const carried = carriedFile('helper.cjs');
  if (carried !== null) return Buffer.from(carried, 'base64').toString();
  const candidates = ['./helper.cjs', '../helper.cjs', '../../../dist/helper.cjs'];
  const files = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)));
  const found = files.find((file) => existsSync(file));
  if (!found) throw new Error('dist/helper.cjs is missing: run `npm run build` first.');
  return readFileSync(found, 'utf8');
}
