/**
 * A second thread for reading large files. It starts while the first one reads on, lives as long as there is work every few
 * seconds, and is never relied upon: what it does not do, the first does.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { carriedFile } from '../../base/carried.js';
import type { Jobs } from './jobs.js';
import { cells, createMailbox, gone, waitFor } from './mailbox.js';

export interface Partner {
  /** Gives it a job, which it begins once it is there and has done those before. */
  begin<Kind extends keyof Jobs>(kind: Kind, job: Jobs[Kind]['job']): Pending<Jobs[Kind]['result']>;
}

export interface Pending<Result> {
  /** Waits for the end of the job; null where it failed. To be asked for only where the job cannot take long any more. */
  result(): Result | null;
}

/** What the thread is created with. */
export interface PartnerSetup {
  readonly mailbox: Int32Array;
  readonly port: MessagePort;
}

/** On the port, from the thread: null where a job has failed. */
export interface Answer {
  readonly number: number;
  readonly result: unknown;
}

/** A thread that has not done a share of work by then never will. */
const patienceMs = 10_000;

interface Thread extends PartnerSetup {
  readonly worker: Worker;
  /** Of the last job. */
  number: number;
}

let thread: Thread | null = null;

/** The partner that there is already; null where there is none. */
export function presentPartner(): Partner | null {
  return thread && Atomics.load(thread.mailbox, cells.given) !== gone ? { begin } : null;
}

/** As `presentPartner`, and starts one, which takes some 30 ms; null on one core and where its script is not at hand. */
export function partner(): Partner | null {
  if (presentPartner() === null) thread = start();
  return thread && { begin };
}

function begin<Kind extends keyof Jobs>(kind: Kind, job: Jobs[Kind]['job']): Pending<Jobs[Kind]['result']> {
  for (;;) {
    const mine = thread;
    if (!mine) return { result: () => null };
    const number = ++mine.number;
    mine.port.postMessage({ number, kind, job });
    if (Atomics.compareExchange(mine.mailbox, cells.given, number - 1, number) !== gone) {
      Atomics.notify(mine.mailbox, cells.given);
      return { result: () => answerOf(mine, number) as Jobs[Kind]['result'] | null };
    }
    // It left at this very moment.
    thread = start();
  }
}

function answerOf(from: Thread, number: number): unknown {
  if (!waitFor(from.mailbox, cells.done, number, patienceMs)) {
    if (thread === from) thread = null;
    void from.worker.terminate();
    return null;
  }
  for (let received; (received = receiveMessageOnPort(from.port));) {
    const answer = received.message as Answer;
    if (answer.number === number) return answer.result;
  }
  return null;
}

function start(): Thread | null {
  const script = availableParallelism() < 2 ? null : scriptText();
  if (script === null) return null;
  const mailbox = createMailbox();
  const { port1, port2 } = new MessageChannel();
  const setup: PartnerSetup = { mailbox, port: port2 };
  let worker: Worker;
  try {
    worker = new Worker(script, {
      eval: true,
      workerData: setup,
      transferList: [port2],
      name: 'foldboard reading partner',
      // Not what the process was told to load or to watch.
      execArgv: [],
    });
  } catch {
    // The system allows no more threads.
    return null;
  }
  const started: Thread = { mailbox, port: port1, worker, number: 0 };
  // It waits for jobs: neither it nor the port must keep the process. Its failures show in answers that do not come.
  worker.unref();
  port1.unref();
  worker.on('error', () => {
    if (thread === started) thread = null;
  });
  return started;
}

/** dist/partner.cjs: carried in memory, or beside the bundle (dist/, or one below), or in dist/ of the checkout when run from its sources. */
function scriptText(): string | null {
  const carried = carriedFile('partner.cjs');
  if (carried !== null) return Buffer.from(carried, 'base64').toString();
  // The extension is bundled as CommonJS, where a module does not know its place; its process is not the one to read large data.
  if (!import.meta.url) return null;
  const candidates = ['./partner.cjs', '../partner.cjs', '../../../dist/partner.cjs'];
  const files = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)));
  const found = files.find((file) => existsSync(file));
  return found === undefined ? null : readFileSync(found, 'utf8');
}
