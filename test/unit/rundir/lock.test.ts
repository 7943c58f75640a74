import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import { lockRun } from '../../../src/rundir/lock.js';
import { describeOwner, isAlive, readOwner } from '../../../src/rundir/owner.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { writePlan } from '../../../src/rundir/plan.js';
import { exists, processFacts, psStart, remembering } from '../../../src/rundir/process.js';
import { appendEvent } from '../../../src/rundir/events.js';
import { readStatus, readRunState } from '../../../src/rundir/status.js';
import type { Owner } from '../../../src/rundir/types.js';
import { mkdir } from 'node:fs/promises';
import { scratch } from '../scratch.js';
import { samplePlan } from './plan.js';

/** The owner that a process was which has ended since. */
async function deadOwner(): Promise<Owner> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const facts = await processFacts(child.pid!);
  const owner = {
    ...(await describeOwner(1)),
    pid: child.pid!,
    processStart: facts!.started,
    identity: facts!.identity,
  };
  child.kill('SIGKILL');
  await once(child, 'exit');
  return owner;
}

describe('a process is known by id and start', () => {
  test('this one', async () => {
    const facts = await processFacts(process.pid);
    const begun = Date.now() - process.uptime() * 1000;
    expect(Math.abs(Date.parse(facts!.started) - begun)).toBeLessThan(3000);
    expect(await processFacts(process.pid)).toEqual(facts);
    expect(exists(process.pid)).toBe(true);
  });

  test('one that does not exist', async () => {
    expect(await processFacts(2 ** 22 + 12345)).toBeNull();
    expect(await processFacts(-1)).toBeNull();
  });
});

describe('an owner is alive', () => {
  test.skipIf(process.platform === 'win32')('ps, which other Unixes are asked by, says the same', async () => {
    const facts = await processFacts(process.pid);
    const started = await psStart(process.pid);
    expect(Math.abs(Date.parse(started!) - Date.parse(facts!.started))).toBeLessThan(3000);
    expect(await psStart(2 ** 22 + 12345)).toBeNull();
  });

  test('an answer holds for a while, and for that process only', async () => {
    const asked: number[] = [];
    const ask = (pid: number): Promise<number> => Promise.resolve(asked.push(pid));
    const remembered = remembering(ask);
    expect([await remembered(1), await remembered(1), await remembered(2)]).toEqual([1, 1, 2]);
    const forgetful = remembering(ask, 0);
    expect([await forgetful(1), await forgetful(1)]).toEqual([3, 4]);
  });

  test('on this machine while its process is, whatever its heartbeat', async () => {
    const me = await describeOwner(1);
    expect(await isAlive({ ...me, heartbeat: '2020-01-01T00:00:00.000Z' })).toBe(true);
    expect(await isAlive(await deadOwner())).toBe(false);
  });

  test('but not when another process got its id', async () => {
    const me = await describeOwner(1);
    const reused = { ...me, processStart: '2020-01-01T00:00:00.000Z', identity: me.identity && `${me.identity}9` };
    expect(await isAlive(reused)).toBe(false);
  });

  test('on another machine, or of another boot, while its heartbeat is young', async () => {
    const me = await describeOwner(1);
    const now = Date.now();
    for (const other of [
      { ...me, host: 'elsewhere' },
      { ...me, identity: me.identity && `linux:another-boot:pid=[1]:77` },
    ]) {
      if (other.identity === null && other.host === hostname()) continue;
      expect(await isAlive({ ...other, heartbeat: new Date(now - 59_000).toISOString() }, now)).toBe(true);
      expect(await isAlive({ ...other, heartbeat: new Date(now - 61_000).toISOString() }, now)).toBe(false);
      expect(await isAlive({ ...other, heartbeat: 'nonsense' }, now)).toBe(false);
    }
  });
});

describe('the lock of a run', () => {
  test('is had by one; the second is told by whom, and gets it after release', async () => {
    const run = await scratch();
    const lock = await lockRun(run, 2);
    expect(await readOwner(run)).toMatchObject({ pid: process.pid, host: hostname(), workers: 2 });
    await expect(lockRun(run, 1)).rejects.toThrow(`being computed by process ${process.pid} on ${hostname()}`);
    await lock.release();
    expect(await readdir(run)).toEqual([]);
    await (await lockRun(run, 1)).release();
  });

  test('of a dead process is taken over by exactly one of many', async () => {
    const run = await scratch();
    await writeFile(runPaths(run).owner, `${JSON.stringify(await deadOwner(), null, 2)}\n`);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(run, 1)));
    const won = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await readOwner(run)).toMatchObject({ pid: process.pid });
    await won[0]!.release();
    expect(await readdir(run)).toEqual([]);
  });

  test('is taken over although one that tried before died in between', async () => {
    const run = await scratch();
    const text = `${JSON.stringify(await deadOwner(), null, 2)}\n`;
    await writeFile(runPaths(run).owner, text);
    const { createHash } = await import('node:crypto');
    const claim = `${runPaths(run).owner}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.claim`;
    await writeFile(claim, `${JSON.stringify(await deadOwner(), null, 2)}\n`);
    await (await lockRun(run, 1)).release();
    expect(await readdir(run)).toEqual([]);
  });

  test('half an owner.json that is young is respected', async () => {
    const run = await scratch();
    await writeFile(runPaths(run).owner, '{"host": "x');
    await expect(lockRun(run, 1)).rejects.toThrow(/just being started/);
  });

  test('shows a heartbeat, and notices when another takes the run over', async () => {
    const run = await scratch();
    const lock = await lockRun(run, 1, 10);
    const since = lock.owner.heartbeat;
    await vi.waitFor(async () => {
      expect((await readOwner(run))!.heartbeat > since).toBe(true);
    });
    expect(lock.lost.aborted).toBe(false);
    const other = JSON.stringify({ ...lock.owner, host: 'elsewhere' });
    // A heartbeat that is just being written may still win once; not twice.
    await vi.waitFor(async () => {
      await writeFile(runPaths(run).owner, other);
      expect(lock.lost.aborted).toBe(true);
    });
    await lock.release();
    expect(await readFile(runPaths(run).owner, 'utf8')).toBe(other);
  });

  test('another owner is not removed by our release', async () => {
    const run = await scratch();
    const lock = await lockRun(run, 1);
    const other = JSON.stringify({ ...lock.owner, host: 'elsewhere' });
    await writeFile(runPaths(run).owner, other);
    await lock.release();
    expect(await readFile(runPaths(run).owner, 'utf8')).toBe(other);
  });
});

describe('the status of a run', () => {
  test('follows from its files', async () => {
    const run = await scratch();
    expect(await readStatus(run)).toBe('unreadable');
    await writePlan(run, samplePlan());
    expect(await readStatus(run)).toBe('stopped');
    const lock = await lockRun(run, 1);
    expect(await readStatus(run)).toBe('running');
    await lock.release();
    await mkdir(runPaths(run).fold(1).directory, { recursive: true });
    appendEvent(runPaths(run).fold(1).events, { type: 'failed', fold: 1, message: 'because' });
    expect(await readRunState(run)).toMatchObject({
      status: 'failed',
      owner: null,
      folds: [{ state: 'waiting' }, { state: 'failed', message: 'because' }],
    });
    await writeFile(runPaths(run).result, '{}');
    expect(await readStatus(run)).toBe('finished');
    await writePlan(run, samplePlan({ formatVersion: 99 }));
    expect(await readRunState(run)).toMatchObject({
      status: 'unreadable',
      reason: expect.stringMatching(/newer/) as string,
    });
  });
});
