import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { appendEvent } from '../../../src/rundir/events.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { lockFile, withLock } from '../../../src/rundir/lockFile.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { cancelQueued, dequeueRun, enqueue, listQueue, moveInQueue } from '../../../src/rundir/queue.js';
import { claimNext, releaseClaim } from '../../../src/rundir/queueClaim.js';
import {
  foldboardOf,
  isQueued,
  parseRequest,
  queueId,
  queuePaths,
  readRequest,
  sweepQueue,
} from '../../../src/rundir/queueFiles.js';
import { inOrder, moved } from '../../../src/rundir/queueOrder.js';
import { readStatus } from '../../../src/rundir/status.js';
import { UserError } from '../../../src/base/errors.js';
import { scratch } from '../scratch.js';
import { deadOwner, plannedRun } from './queueRuns.js';

let foldboard: string;
beforeEach(async () => {
  foldboard = join(await scratch(), '.foldboard');
});

async function queued(...names: string[]): Promise<void> {
  for (const name of names) await enqueue(foldboard, { runDirectory: await plannedRun(foldboard, name) });
}
const names = async (state?: string): Promise<string[]> =>
  (await listQueue(foldboard)).entries.filter((entry) => !state || entry.state === state).map(({ id }) => id);

/** What a killed claimer leaves: its claim, with its name in it. */
async function abandon(id: string, work = (): void => undefined): Promise<void> {
  const claim = await claimNext(foldboard);
  expect(claim?.id).toBe(id);
  work();
  await claim!.lock.release();
  await writeFile(queuePaths(foldboard).claim(id), JSON.stringify(await deadOwner()));
}

describe('a run in the queue', () => {
  test('waits, in the order in which runs were queued, with what it shall be trained with', async () => {
    expect(await listQueue(foldboard)).toEqual({ entries: [], problems: [], drainer: null });
    await queued('one', 'two');
    const runDirectory = await plannedRun(foldboard, 'three');
    expect(await enqueue(foldboard, { runDirectory, workers: 3, nice: 5 })).toBe('three');
    const { entries, problems } = await listQueue(foldboard);
    expect(entries.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
    expect(problems).toEqual([]);
    expect(entries[2]).toMatchObject({
      ...{ runDirectory, name: 'three', workers: 3, nice: 5, state: 'waiting', owner: null, deaths: 0 },
    });
    expect(entries[0]).toMatchObject({ workers: null, nice: null });
    expect(await readFile(join(foldboard, '.gitignore'), 'utf8')).toContain('queue/');
  });

  test('has the status queued, until it runs, and stopped once it has left', async () => {
    await queued('one');
    const run = join(foldboard, 'runs/one');
    expect(await readStatus(run)).toBe('queued');
    const lock = await lockRun(run, 1);
    expect(await readStatus(run)).toBe('running');
    await lock.release();
    expect(await readStatus(run)).toBe('queued');
    expect(await cancelQueued(foldboard, 'one')).toBe(true);
    expect(await readStatus(run)).toBe('stopped');
    expect(await cancelQueued(foldboard, 'one')).toBe(false);
  });

  test('may stand outside of .foldboard, and is found through a link', async () => {
    const workspace = dirname(foldboard);
    const run = await plannedRun(join(workspace, 'elsewhere'), 'apart');
    const plan = JSON.parse(await readFile(runPaths(run).plan, 'utf8')) as object;
    await writeFile(runPaths(run).plan, JSON.stringify({ ...plan, root: '../../..' }));
    const id = await enqueue(foldboard, { runDirectory: run });
    expect(id).toMatch(/^apart-[0-9a-f]{8}$/);
    expect(foldboardOf(run, '../../..')).toBe(foldboard);
    expect(await isQueued(run, '../../..')).toBe(true);
    expect((await claimNext(foldboard))?.runDirectory).toBe(run);

    await symlink(workspace, join(workspace, 'link'));
    await queued('one');
    expect(queueId(join(workspace, 'link/.foldboard'), join(foldboard, 'runs/one'))).toBe('one');
    expect(queueId(foldboard, join(workspace, 'link/.foldboard/runs/one'))).toBe('one');
  });

  test('is refused twice, finished, running, or where it is none', async () => {
    await queued('one');
    const again = (name: string): Promise<string> =>
      enqueue(foldboard, { runDirectory: join(foldboard, 'runs', name) });
    await expect(again('one')).rejects.toThrow('one is in the queue already.');
    await expect(again('nowhere')).rejects.toThrow(UserError);
    const running = await lockRun(await plannedRun(foldboard, 'running'), 1);
    await expect(again('running')).rejects.toThrow(/^running is being computed by process/);
    await running.release();
    await writeFile(runPaths(await plannedRun(foldboard, 'finished')).result, '{}');
    await expect(again('finished')).rejects.toThrow('finished is finished.');
    expect(await names()).toEqual(['one']);
  });

  test('leaves it before it is deleted or computed at once', async () => {
    await queued('one', 'two');
    expect(await dequeueRun(join(foldboard, 'runs/one'), '../../..')).toBe(true);
    expect(await dequeueRun(join(foldboard, 'runs/one'), '../../..')).toBe(false);
    const claim = await claimNext(foldboard);
    await expect(dequeueRun(join(foldboard, 'runs/two'), '../../..')).rejects.toThrow(/^two waits no longer/);
    await releaseClaim(claim!, 'done');
    expect(await names()).toEqual([]);
  });
});

describe('the order', () => {
  test('is changed by hand; what is queued later comes after', async () => {
    await queued('a', 'b', 'c', 'd');
    await moveInQueue(foldboard, 'd', 'first');
    await moveInQueue(foldboard, 'a', 'down');
    await moveInQueue(foldboard, 'c', 'up');
    await queued('e');
    expect(await names()).toEqual(['d', 'b', 'c', 'a', 'e']);
    await moveInQueue(foldboard, 'd', 'last');
    await moveInQueue(foldboard, 'd', 'down');
    await moveInQueue(foldboard, 'gone', 'first');
    expect(await names()).toEqual(['b', 'c', 'a', 'e', 'd']);
    expect((await claimNext(foldboard))?.id).toBe('b');
    await moveInQueue(foldboard, 'c', 'up');
    await moveInQueue(foldboard, 'a', 'first');
    expect(await names()).toEqual(['b', 'a', 'c', 'e', 'd']);
  });

  test('is kept when several change it at the same time', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'];
    await queued(...all);
    // Each goes to the end: whatever comes first, nobody's move is lost.
    await Promise.all(all.map((id) => moveInQueue(foldboard, id, 'last')));
    expect((await names()).sort()).toEqual(all);
    const order = JSON.parse(await readFile(queuePaths(foldboard).order, 'utf8')) as string[];
    expect([...order].sort()).toEqual(all);
  });

  test('does not depend on its file being whole', async () => {
    await queued('a', 'b');
    await moveInQueue(foldboard, 'b', 'first');
    for (const damage of ['{"a', '7', '[3, null, "b", "b"]']) {
      await writeFile(queuePaths(foldboard).order, damage);
      expect((await names()).sort()).toEqual(['a', 'b']);
    }
    expect((await listQueue(foldboard)).problems).toEqual([]);
  });

  test('moves keep all and only what is there (property)', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const move = fc.constantFrom('up', 'down', 'first', 'last');
    fc.assert(
      fc.property(ids, fc.nat(), move, (list, at, how) => {
        const id = list[at % list.length];
        const from = at % list.length;
        const after = moved(list, id, how);
        expect([...after].sort()).toEqual([...list].sort());
        const last = list.length - 1;
        const to = { up: Math.max(0, from - 1), down: Math.min(last, from + 1), first: 0, last }[how];
        expect(after[to]).toBe(id);
        expect(after.filter((one) => one !== id)).toEqual(list.filter((one) => one !== id));
      }),
    );
    const request = fc.record({ id: fc.string(), enqueued: fc.constantFrom('2026-01-01', '2026-01-02', '') });
    const requests = fc.uniqueArray(request, { selector: ({ id }) => id });
    fc.assert(
      fc.property(requests, fc.array(fc.string()), (list, order) => {
        const sorted = inOrder(list, order);
        expect(new Set(sorted)).toEqual(new Set(list));
        expect(inOrder([...list].reverse(), order)).toEqual(sorted);
      }),
    );
  });
});

describe('a claim', () => {
  test('is had once; done removes the request, again leaves it', async () => {
    await queued('one', 'two');
    const claims = await Promise.all([claimNext(foldboard), claimNext(foldboard), claimNext(foldboard)]);
    const ids = claims.flatMap((claim) => claim?.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const more = await claimNext(foldboard);
    const all = [...claims, more].flatMap((claim) => claim ?? []);
    expect(all.map(({ id }) => id).sort()).toEqual(['one', 'two']);
    expect(await names('running')).toHaveLength(2);
    expect((await listQueue(foldboard)).entries[0]!.owner).toMatchObject({ pid: process.pid });
    for (const claim of all) await releaseClaim(claim, claim.id === 'one' ? 'done' : 'again');
    expect(await names('waiting')).toEqual(['two']);
    expect((await readdir(queuePaths(foldboard).directory)).filter((name) => name.includes('claim'))).toEqual([]);
  });

  test('cannot be cancelled while its claimer lives', async () => {
    await queued('one');
    const claim = await claimNext(foldboard);
    await expect(cancelQueued(foldboard, 'one')).rejects.toThrow(`one waits no longer: process ${process.pid} on `);
    await releaseClaim(claim!, 'again');
    expect(await cancelQueued(foldboard, 'one')).toBe(true);
  });

  test('of a dead process is void: the request waits again, and is cancelled like any other', async () => {
    await queued('one', 'two');
    await abandon('one');
    expect(await names('waiting')).toEqual(['one', 'two']);
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ deaths: 1 });
    expect(await cancelQueued(foldboard, 'one')).toBe(true);
    expect(await names()).toEqual(['two']);
  });

  test('that died twice without getting further is set aside, and gets another try when it is queued again', async () => {
    await queued('one', 'two');
    const run = join(foldboard, 'runs/one');
    await abandon('one');
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ id: 'one', state: 'waiting', deaths: 1 });
    // The next one gets further, and dies: the count begins anew.
    await abandon('one', () => {
      appendEvent(runPaths(run).fold(0).events, { type: 'warning', fold: 0, message: 'further' });
    });
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ id: 'one', state: 'waiting', deaths: 0 });
    await abandon('one');
    await abandon('one');
    expect((await listQueue(foldboard)).entries).toMatchObject([
      { id: 'two', state: 'waiting' },
      { id: 'one', state: 'crashed', deaths: 2 },
    ]);
    expect(await readStatus(run)).toBe('stopped');
    const claim = await claimNext(foldboard);
    expect(claim?.id).toBe('two');
    expect(await claimNext(foldboard)).toBeNull();
    expect(await enqueue(foldboard, { runDirectory: run })).toBe('one');
    expect(await names('waiting')).toEqual(['one']);
    expect(await readStatus(run)).toBe('queued');
    expect((await claimNext(foldboard))?.id).toBe('one');
  });

  test('given back in order is no death; released as died it is one', async () => {
    await queued('one');
    for (let i = 0; i < 3; i++) await releaseClaim((await claimNext(foldboard))!, 'again');
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ deaths: 0, state: 'waiting' });
    await releaseClaim((await claimNext(foldboard))!, 'died');
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ deaths: 1, state: 'waiting' });
    await releaseClaim((await claimNext(foldboard))!, 'died');
    expect(await claimNext(foldboard)).toBeNull();
    expect(await names('crashed')).toEqual(['one']);
  });

  test('is not given for a run that somebody computes', async () => {
    await queued('one', 'two');
    const lock = await lockRun(join(foldboard, 'runs/one'), 1);
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ id: 'one', state: 'running' });
    expect((await claimNext(foldboard))?.id).toBe('two');
    expect(await claimNext(foldboard)).toBeNull();
    await expect(cancelQueued(foldboard, 'one')).rejects.toThrow(/one waits no longer/);
    await lock.release();
    expect((await claimNext(foldboard))?.id).toBe('one');
  });

  test('comes last where it is asked to', async () => {
    await queued('one', 'two');
    expect((await claimNext(foldboard, new Set(['one'])))?.id).toBe('two');
    expect((await claimNext(foldboard, new Set(['one'])))?.id).toBe('one');
  });

  test('taken over by another machine is not released by us', async () => {
    await queued('one');
    const claim = await claimNext(foldboard);
    const other = JSON.stringify({ ...claim!.lock.owner, host: 'elsewhere', heartbeat: new Date().toISOString() });
    await writeFile(queuePaths(foldboard).claim('one'), other);
    await releaseClaim(claim!, 'done');
    expect(await names('running')).toEqual(['one']);
    expect(await readFile(queuePaths(foldboard).claim('one'), 'utf8')).toBe(other);
  });
});

describe('files that are no requests', () => {
  test('are told, and passed over', async () => {
    await queued('good', 'torn', 'newer', 'gone', 'strange');
    const { directory, request } = queuePaths(foldboard);
    const whole = await readFile(request('torn'), 'utf8');
    await writeFile(request('torn'), whole.slice(0, whole.length / 2));
    await writeFile(request('newer'), whole.replace('"formatVersion": 1', '"formatVersion": 2'));
    await writeFile(request('strange'), '[]');
    await rm(join(foldboard, 'runs/gone'), { recursive: true });
    await writeFile(join(directory, 'notes.txt'), '');
    await writeFile(join(directory, 'order.json.123456'), 'what a killed writer leaves');
    const { entries, problems } = await listQueue(foldboard);
    expect(entries.map(({ id }) => id)).toEqual(['good']);
    expect(problems).toEqual([
      { file: 'gone.request.json', reason: 'its run runs/gone is gone' },
      { file: 'newer.request.json', reason: 'it was written by a newer Foldboard (format 2)' },
      { file: 'notes.txt', reason: 'it does not belong to the queue' },
      { file: 'strange.request.json', reason: 'it is not a request' },
      { file: 'torn.request.json', reason: 'it is not whole JSON' },
    ]);
    expect((await claimNext(foldboard))?.id).toBe('good');
    expect(await claimNext(foldboard)).toBeNull();
    expect(await readStatus(join(foldboard, 'runs/torn'))).toBe('stopped');
    for (const id of ['torn', 'gone']) expect(await cancelQueued(foldboard, id)).toBe(true);
    expect((await listQueue(foldboard)).problems.map(({ file }) => file)).not.toContain('torn.request.json');
  });

  test('never make reading fail (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = parseRequest(text);
        expect(read.request !== null || read.reason.length > 0).toBe(true);
      }),
    );
  });

  test('left by killed processes are swept when they are old', async () => {
    await queued('one');
    const { directory, claim, request } = queuePaths(foldboard);
    const litter = ['order.json.99', 'x.request.json.0a0b0c0d0e0f.tmp', 'gone.claim.json', 'one.claim.json.12ab.claim'];
    for (const name of litter) await writeFile(join(directory, name), '{}');
    await writeFile(claim('one'), JSON.stringify(await deadOwner()));
    await sweepQueue(foldboard);
    expect(await readdir(directory)).toHaveLength(6);
    for (const name of await readdir(directory)) await utimes(join(directory, name), 1, 1);
    await sweepQueue(foldboard);
    expect((await readdir(directory)).sort()).toEqual([basename(claim('one')), basename(request('one'))]);
    await expect(sweepQueue(join(foldboard, 'nowhere'))).resolves.toBeUndefined();
  });

  test('in place of the folder of the queue are an error that names it', async () => {
    await mkdir(foldboard, { recursive: true });
    await writeFile(join(foldboard, 'queue'), '');
    expect((await listQueue(foldboard)).entries).toEqual([]);
    await expect(queued('one')).rejects.toThrow(/EEXIST.*queue/);
  });
});

describe('a lock for a moment', () => {
  test('lets one after the other in, and the next one after a failure', async () => {
    const file = join(await scratch(), 'a.lock.json');
    const refusal = (): UserError => new UserError('taken', { kind: 'state' });
    let inside = 0;
    const act = async (): Promise<number> => {
      expect(++inside).toBe(1);
      await readdir(dirname(file));
      return --inside;
    };
    await Promise.all(Array.from({ length: 6 }, () => withLock(file, refusal, act)));
    await expect(withLock(file, refusal, () => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
    await withLock(file, refusal, act);
    const held = await lockFile(file, refusal);
    await expect(lockFile(file, refusal)).rejects.toThrow('taken');
    await held.release();
    await writeFile(file, JSON.stringify(await deadOwner()));
    await withLock(file, refusal, act);
    expect(await readdir(dirname(file))).toEqual([]);
  });
});

test('a request that vanishes between listing and reading is none', async () => {
  expect(await readRequest(foldboard, 'never')).toBeNull();
});
