import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runRow } from '../../../src/extension/model/describe.js';
import { runName } from '../../../src/extension/model/record.js';
import { cancelQueued, enqueue } from '../../../src/rundir/queue.js';
import { emptyColumns } from '../../../src/extension/model/columns.js';
import { createRunSession } from '../../../src/extension/runView/session.js';
import { createRunStore, type RunStore } from '../../../src/extension/runs/store.js';
import type { FoldColumns, ToRunView } from '../../../src/protocol/run.js';
import { lockRun, type RunLock } from '../../../src/rundir/lock.js';
import { openEventWriter } from '../../../src/rundir/events.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { writeNotes } from '../../../src/rundir/notes.js';
import { epochEvent, fakeEvents, fakeFinished, fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';
import { reduce, unpackColumns, type ViewState } from '../../../webview/run/state.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function storeOf(foldboard: string, pace = { fastMs: 10, slowMs: 20 }): RunStore & { changes: () => number } {
  let changes = 0;
  const store = createRunStore({
    foldboards: () => [foldboard],
    onChange: () => changes++,
    onError: (error) => {
      throw error;
    },
    ...pace,
  });
  ends.push(() => store.dispose());
  return Object.assign(store, { changes: () => changes });
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await new Promise((done) => setTimeout(done, 5)))
    if (Date.now() > end) throw new Error('waited in vain');
}

async function running(foldboard: string, name: string): Promise<{ directory: string; lock: RunLock }> {
  await fakePlan(foldboard, name, { folds: 2 });
  const directory = join(foldboard, 'runs', name);
  const lock = await lockRun(directory, 1);
  ends.push(() => lock.release());
  fakeEvents(foldboard, name, 0, [{ type: 'started', fold: 0, time: '', epochs: 20, fit: 8, select: 2, score: 5 }]);
  return { directory, lock };
}

describe('store of runs', () => {
  it('sees a run go into the queue and out of it, watched or not', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const directory = join(foldboard, 'runs', 'one');
    await fakePlan(foldboard, 'one');
    const store = storeOf(foldboard);
    const status = (): string | undefined => store.get(directory)?.status;
    await until(() => status() === 'stopped');
    await enqueue(foldboard, { runDirectory: directory });
    await until(() => status() === 'queued');
    await cancelQueued(foldboard, 'one');
    await until(() => status() === 'stopped');
    const watch = await store.watch(directory, () => {});
    ends.push(() => watch!.dispose());
    await enqueue(foldboard, { runDirectory: directory });
    store.hint();
    await until(() => (store.hint(), status() === 'queued'));
  });

  it('knows after a refresh what was there when it was asked for, also of runs that it follows', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory } = await running(foldboard, 'one');
    // It does not look by itself.
    const store = storeOf(foldboard, { fastMs: 60_000, slowMs: 60_000 });
    await store.refresh();
    expect(store.get(directory)?.status).toBe('running');
    const under = store.refresh();
    await fakeFinished(foldboard, 'two', () => true);
    await fakeFinished(foldboard, 'one', () => true, { folds: 2 });
    await store.refresh();
    const two = store.get(join(foldboard, 'runs', 'two'));
    expect([store.get(directory)?.status, two?.status]).toEqual(['finished', 'finished']);
    await under;
  });

  it('says why a trainer died, and tells those who look at a run its new name', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory, lock } = await running(foldboard, 'one');
    const store = storeOf(foldboard);
    await until(() => store.get(directory)?.status === 'running');
    let news = 0;
    const watch = await store.watch(directory, () => news++);
    ends.push(() => watch!.dispose());
    await until(() => news > 0);
    await writeNotes(directory, { ...store.get(directory)!.notes, name: 'another name' });
    await until(() => runName(store.get(directory)!) === 'another name');
    await lock.release();
    await appendFile(
      runPaths(directory).log,
      '2025-11-21T09:53:01.004Z the trainer, process 1, was ended by SIGKILL\n',
    );
    await until(() => (store.hint(), store.get(directory)?.reason?.includes('SIGKILL') === true));
    expect(store.get(directory)?.status).toBe('stopped');
    expect(runRow(store.get(directory)!, { named: false })).toMatchObject({ look: { word: 'Crashed', icon: 'error' } });
  });

  it('finds runs that come and go, newest first', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const store = storeOf(foldboard);
    await store.refresh();
    expect(store.runs()).toEqual([]);
    await fakeFinished(foldboard, 'old', () => true, { created: '2025-01-01T00:00:00.000Z' });
    await fakeFinished(foldboard, 'new', () => true, { created: '2025-02-01T00:00:00.000Z' });
    await until(() => store.runs().length === 2);
    expect(store.runs().map((record) => record.id)).toEqual(['new', 'old']);
    await rm(join(foldboard, 'runs/new'), { recursive: true });
    await until(() => store.runs().length === 1);
  });

  it('does not say that anything changed where nothing did', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    await fakeFinished(foldboard, 'done', () => true);
    const store = storeOf(foldboard);
    await store.refresh();
    await store.refresh();
    await store.refresh();
    expect(store.changes()).toBe(1);
  });

  it('follows a running run, its end included', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory, lock } = await running(foldboard, 'live');
    const store = storeOf(foldboard);
    await store.refresh();
    expect(store.get(directory)?.status).toBe('running');
    await until(() => store.get(directory)?.folds[0].state === 'started');
    const writer = openEventWriter(runPaths(directory).fold(0).events, 0);
    for (const epoch of [1, 2, 3]) writer.append(epochEvent(0, epoch));
    writer.close();
    await until(() => store.get(directory)?.folds[0].epoch === 3);
    await lock.release();
    await until(() => store.get(directory)?.status === 'stopped');
  });

  it('shows a damaged run as unreadable, with the reason', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    await fakePlan(foldboard, 'torn');
    await appendFile(join(foldboard, 'runs/torn/run.json'), 'x');
    const store = storeOf(foldboard);
    await store.refresh();
    expect(store.runs()[0]).toMatchObject({ status: 'unreadable', plan: null });
    expect(store.runs()[0].reason).toMatch(/damaged/);
  });
});

const firstFold = (state: ViewState): FoldColumns => (state.kind === 'run' ? state.run.columns[0] : emptyColumns());

describe('session of a run view', () => {
  function session(directory: string, store: RunStore) {
    const messages: ToRunView[] = [];
    let state: ViewState = { kind: 'waiting' };
    const view = createRunSession({
      ...{ directory, store, mayTrain: () => true, offers: [], save: async () => {} },
      post(message) {
        // Over the border nothing is shared.
        messages.push(structuredClone(message));
        state = reduce(state, structuredClone(message));
      },
      act: async (action) => {
        if (action === 'resume') throw new Error('No.\nmore');
      },
      onError: (error) => {
        throw error;
      },
    });
    ends.push(() => view.pause());
    return { view, messages, state: () => state };
  }

  it('sends the whole state once and then only what is new', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory } = await running(foldboard, 'live');
    const writer = openEventWriter(runPaths(directory).fold(0).events, 0);
    ends.push(() => writer.close());
    for (const epoch of [1, 2]) writer.append(epochEvent(0, epoch));
    const store = storeOf(foldboard);
    await store.refresh();
    const { view, messages, state } = session(directory, store);
    await view.receive({ type: 'ready' });
    expect(messages.map((message) => message.type)).toEqual(['run']);
    for (let epoch = 3; epoch <= 30; epoch++) {
      writer.append(epochEvent(0, epoch));
      if (epoch % 7 === 0) await new Promise((done) => setTimeout(done, 15));
    }
    await until(() => state().kind === 'run' && firstFold(state()).epoch.length === 30);
    const sent = messages.flatMap((message) => (message.type === 'news' ? message.patches : []));
    expect(sent.flatMap((patch) => unpackColumns(patch.columns).epoch)).toEqual(
      Array.from({ length: 28 }, (_, i) => i + 3),
    );
    expect(messages.filter((message) => message.type === 'run')).toHaveLength(1);
  });

  it('takes back what a resume cut off', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory } = await running(foldboard, 'live');
    const events = runPaths(directory).fold(0).events;
    const first = openEventWriter(events, 0);
    first.append({ type: 'started', fold: 0, time: 'a', epochs: 20, fit: 8, select: 2, score: 5 });
    first.append(epochEvent(0, 1, 1));
    const checkpoint = first.offset();
    for (const epoch of [2, 3]) first.append(epochEvent(0, epoch, 1));
    first.close();
    const store = storeOf(foldboard);
    await store.refresh();
    const { view, state } = session(directory, store);
    await view.receive({ type: 'ready' });
    const second = openEventWriter(events, checkpoint);
    for (const epoch of [2, 3, 4]) second.append(epochEvent(0, epoch, 2));
    second.close();
    const columns = () => firstFold(state());
    await until(() => columns().epoch.length === 4);
    expect(columns().epoch).toEqual([1, 2, 3, 4]);
    expect(columns().seconds).toEqual([1, 2, 2, 2]);
  });

  it('answers every request, a refused one with the reason', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const directory = await fakeFinished(foldboard, 'done', () => true);
    const { view, messages } = session(directory, storeOf(foldboard));
    await view.receive({ type: 'request', id: 1, action: 'stop' });
    await view.receive({ type: 'request', id: 2, action: 'resume' });
    expect(messages).toEqual([
      { type: 'answer', id: 1, error: null },
      { type: 'answer', id: 2, error: 'No.' },
    ]);
  });

  it('sends nothing while it is hidden, and everything when it is shown again', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { directory } = await running(foldboard, 'live');
    const store = storeOf(foldboard);
    await store.refresh();
    const { view, messages, state } = session(directory, store);
    await view.receive({ type: 'ready' });
    view.pause();
    const count = messages.length;
    const writer = openEventWriter(runPaths(directory).fold(0).events, 0);
    for (const epoch of [1, 2, 3]) writer.append(epochEvent(0, epoch));
    writer.close();
    await until(() => store.get(directory)?.folds[0].epoch === 3);
    expect(messages).toHaveLength(count);
    await view.receive({ type: 'ready' });
    expect(firstFold(state()).epoch).toEqual([1, 2, 3]);
  });

  it('says so where a run cannot be shown', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const { view, messages } = session(join(foldboard, 'runs/none'), storeOf(foldboard));
    await view.receive({ type: 'ready' });
    expect(messages).toMatchObject([{ type: 'unreadable', reason: 'The run is gone.' }]);
  });
});
