/**
 * How long the run view takes to draw, in a real browser with the real bundle: a run that is opened, and one more epoch of it.
 * Five folds x 500 epochs x 12 metrics are 30,000 points; a fold has 8 curves, so eight folds are drawn, 32,000 points, all charts
 * on screen at once. For bench/ui.mjs.
 */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { createRunSession } from '../../src/extension/runView/session.js';
import { createRunStore } from '../../src/extension/runs/store.js';
import type { ToRunView } from '../../src/protocol/run.js';
import { lockRun } from '../../src/rundir/lock.js';
import { openEventWriter } from '../../src/rundir/events.js';
import { runPaths } from '../../src/rundir/paths.js';
import { startHost } from './harness.js';
import { simulateRun } from './simulate.js';
import { epochEvent } from '../unit/runs/fakeRun.js';

/** Work of the page's thread, ms. */
export interface Work {
  /** Script, style and layout: that of the run view. */
  readonly own: number;
  /** With painting, which without a graphics card is done here too, in software. */
  readonly all: number;
}

export interface Drawing {
  /** From the message to the second frame after it, ms. */
  readonly whole: number;
  /** One more epoch, several times. */
  readonly epochs: readonly Work[];
  readonly points: number;
}

const [before, more] = [500, 25];

/** A run of so many folds, with every chart on screen; a new epoch is one of each fold at the same time. */
export async function measureDrawing(folds: number): Promise<Drawing> {
  const workspace = await mkdtemp(join(tmpdir(), 'foldboard-drawing-'));
  const directory = await simulateRun(join(workspace, '.foldboard'), {
    ...{ name: 'drawn', title: 'Drawn', epochs: 1000, finished: 0 },
    settings: { validation: { folds } },
  });
  const lock = await lockRun(directory, folds);
  const writers = Array.from({ length: folds }, (_, k) => writerOf(directory, k));
  for (let epoch = 1; epoch <= before; epoch++) writers.forEach((writer, k) => writer.append(varied(k, epoch)));
  const host = await startHost();
  try {
    const { first, news } = await messagesOf(directory, folds, () =>
      writers.forEach((writer, k) => writer.append(varied(k, before + 1))),
    );
    const page = await host.open({
      theme: 'dark-modern',
      width: 1400,
      height: 2600,
      state: { more: true },
      receive() {},
    });
    const whole = await page.evaluate(drawn, first as unknown as object);
    const points = await page
      .locator('figure[data-points]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['points'] ?? ''));
    const epochs: Work[] = [];
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    for (let n = 0; n < more; n++)
      epochs.push(await workOf(session, () => page.evaluate(drawn, later(news, n) as object)));
    return {
      whole,
      epochs,
      points: points
        .join()
        .split(',')
        .reduce((sum, count) => sum + Number(count), 0),
    };
  } finally {
    await host.close();
    await lock.release();
    await rm(workspace, { recursive: true, force: true });
  }
}

function writerOf(directory: string, k: number): ReturnType<typeof openEventWriter> {
  mkdirSync(runPaths(directory).fold(k).directory, { recursive: true });
  const writer = openEventWriter(runPaths(directory).fold(k).events, 0);
  const sizes = { fit: 450, select: 79, score: 132 };
  writer.append({ type: 'started', fold: k, time: new Date(0).toISOString(), epochs: 1000, ...sizes });
  return writer;
}

/** Curves as rugged as real ones: a straight line is drawn faster. */
function varied(k: number, epoch: number): ReturnType<typeof epochEvent> {
  const wave = (step: number): number => 0.5 + 0.3 * Math.sin(epoch * step + k) + 0.1 * Math.sin(epoch * 7.7 * step);
  const metrics = { accuracy: wave(0.9), balancedAccuracy: wave(0.7), macroF1: wave(0.5), weightedF1: wave(0.3) };
  const rate = 0.001 * wave(0.01);
  return {
    ...epochEvent(k, epoch),
    metrics,
    trainLoss: wave(0.2),
    selectLoss: wave(0.25),
    learningRate: rate,
  } as never;
}

/** What the extension sends: the whole run, and then the news after `act`. */
async function messagesOf(
  directory: string,
  folds: number,
  act: () => void,
): Promise<{ first: ToRunView; news: ToRunView }> {
  const foldboard = join(directory, '../..');
  const store = createRunStore({ foldboards: () => [foldboard], onChange() {}, onError: fail });
  await store.refresh();
  const sent: ToRunView[] = [];
  const session = createRunSession({
    ...{ directory, store, offers: [], mayTrain: () => true, onError: fail },
    post: (message) => sent.push(message),
    act: () => Promise.resolve(),
    save: () => Promise.resolve(),
  });
  await session.receive({ type: 'ready' });
  act();
  const news = (): ToRunView | undefined =>
    sent.find((message) => message.type === 'news' && message.patches.length === folds);
  for (const end = Date.now() + 10_000; !news(); await new Promise((done) => setTimeout(done, 20)))
    if (Date.now() > end) throw new Error('no news of an epoch in 10 s');
  session.pause();
  store.dispose();
  return { first: sent[0], news: news()! };
}

/** The same news, `n` epochs later. */
function later(news: ToRunView, n: number): unknown {
  if (news.type !== 'news') throw new Error('no news');
  const patches = news.patches.map(({ fold, from, columns }) => {
    const values = columns.values.slice();
    values[0] += n;
    return { fold, from: from + n, columns: { ...columns, values } };
  });
  return { ...news, patches };
}

/** In the page: hands on a message and waits for the second frame after it; the time that took. */
async function drawn(message: object): Promise<number> {
  const start = performance.now();
  window.dispatchEvent(new MessageEvent('message', { data: message }));
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done));
  return performance.now() - start;
}

/** What the page's own thread worked meanwhile, ms. */
async function workOf(session: CDPSession, act: () => Promise<unknown>): Promise<Work> {
  const read = async (): Promise<(name: string) => number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (name) => metrics.find((metric) => metric.name === name)!.value * 1000;
  };
  const start = await read();
  await act();
  const end = await read();
  const spent = (name: string): number => end(name) - start(name);
  const own = spent('ScriptDuration') + spent('RecalcStyleDuration') + spent('LayoutDuration');
  return { own, all: spent('TaskDuration') };
}

const fail = (error: unknown): never => {
  throw error;
};
