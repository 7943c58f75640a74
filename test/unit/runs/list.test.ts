import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusText } from '../../../src/cli/format/runLine.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { readFoldTail } from '../../../src/runs/eventTail.js';
import { listRuns, sortRuns } from '../../../src/runs/list.js';
import { mapBounded } from '../../../src/runs/pool.js';
import { describeOwner } from '../../../src/rundir/owner.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readStatus } from '../../../src/rundir/status.js';
import { epochEvent, fakeEvents, fakeFinished, fakePlan, temporary } from './fakeRun.js';

let foldboard: string;
beforeAll(async () => {
  foldboard = await temporary();
});
afterAll(async () => {
  await rm(foldboard, { recursive: true, force: true });
});

describe('listRuns', () => {
  beforeAll(async () => {
    const started = { type: 'started', time: '', epochs: 20, fit: 1, select: 1, score: 1 } as const;
    await fakeFinished(foldboard, '01-finished', (i) => i % 5 !== 0, { created: '2025-01-01T00:00:00Z' });
    await fakeFinished(foldboard, '02-better', () => true, { created: '2025-01-02T00:00:00Z' });
    await fakePlan(foldboard, '03-planned', { created: '2025-01-03T00:00:00Z' });
    await fakePlan(foldboard, '04-stopped', { created: '2025-01-04T00:00:00Z' });
    fakeEvents(foldboard, '04-stopped', 0, [
      { ...started, fold: 0 },
      epochEvent(0, 1),
      { type: 'finished', fold: 0, epochs: 1, bestEpoch: 1, metrics: null, seconds: 1 },
    ]);
    fakeEvents(foldboard, '04-stopped', 1, [
      { ...started, fold: 1 },
      epochEvent(1, 1),
      epochEvent(1, 2),
      { type: 'stopped', fold: 1, epoch: 2 },
    ]);
    await fakePlan(foldboard, '05-failed', { created: '2025-01-05T00:00:00Z' });
    fakeEvents(foldboard, '05-failed', 2, [
      { ...started, fold: 2 },
      epochEvent(2, 1),
      { type: 'failed', fold: 2, message: 'the loss is not a number' },
    ]);
    await fakePlan(foldboard, '06-running', { created: '2025-01-06T00:00:00Z' });
    await writeFile(runPaths(join(foldboard, 'runs/06-running')).owner, JSON.stringify(await describeOwner(1)));
    fakeEvents(foldboard, '06-running', 0, [{ ...started, fold: 0 }]);
    await fakePlan(foldboard, '07-newer');
    await writeFile(runPaths(join(foldboard, 'runs/07-newer')).plan, '{"formatVersion": 99}');
    await fakePlan(foldboard, '08-damaged');
    await writeFile(runPaths(join(foldboard, 'runs/08-damaged')).plan, '{"formatVersion": 1, "name"');
    await mkdir(join(foldboard, 'runs/no-run'));
  });

  it('tells what each run is', async () => {
    const runs = await listRuns(foldboard);
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      ['01-finished', 'finished'],
      ['02-better', 'finished'],
      ['03-planned', 'stopped'],
      ['04-stopped', 'stopped'],
      ['05-failed', 'failed'],
      ['06-running', 'running'],
      ['07-newer', 'unreadable'],
      ['08-damaged', 'unreadable'],
    ]);
    const [finished, , , stopped, failed, running, newer] = runs;
    expect(finished.mean?.accuracy).toBeCloseTo(0.8, 12);
    expect(finished).toMatchObject({
      scored: 5,
      optimistic: false,
      leaky: false,
      mainMetric: 'weightedF1',
      seed: 42,
      folds: { total: 5, finished: 5 },
    });
    expect(stopped.folds).toEqual({ total: 5, finished: 1, begun: [{ fold: 1, epoch: 2 }] });
    expect(failed.reason).toBe('the loss is not a number');
    expect(running.folds.begun).toEqual([{ fold: 0, epoch: 0 }]);
    expect(newer.reason).toContain('newer Foldboard');
  });

  it('tells the network that a fold with several is at', async () => {
    const own = await temporary();
    await fakePlan(own, 'several', { settings: { ensemble: { seeds: 5 } } });
    const network = { index: 2, of: 5, epoch: 14 };
    fakeEvents(own, 'several', 0, [{ ...epochEvent(0, 94), network } as FoldEvent]);
    const [run] = await listRuns(own);
    expect(run.folds.begun).toEqual([{ fold: 0, epoch: 94, network }]);
    expect(statusText(run)).toBe('stopped: 0 of 5 folds finished, fold 1 at network 3/5, epoch 14');
  });

  it('agrees with the status of the run directory', async () => {
    for (const run of await listRuns(foldboard)) expect(await readStatus(run.directory), run.name).toBe(run.status);
  });

  it('sorts newest or best first', async () => {
    const runs = await listRuns(foldboard);
    expect(
      sortRuns(runs, 'created')
        .slice(0, 2)
        .map((run) => run.name),
    ).toEqual(['06-running', '05-failed']);
    expect(
      sortRuns(runs, 'accuracy')
        .slice(0, 3)
        .map((run) => run.name),
    ).toEqual(['02-better', '01-finished', '06-running']);
    expect(sortRuns(runs, 'logLoss')[0].name).toBe('02-better');
  });

  it('knows of none where there is no folder', async () => {
    expect(await listRuns(join(foldboard, 'nowhere'))).toEqual([]);
  });
});

describe('readFoldTail', () => {
  it('reads the end of a long log and of one long line', async () => {
    const file = join(foldboard, 'long.jsonl');
    const lines = Array.from({ length: 2000 }, (_, i) => JSON.stringify(epochEvent(0, i + 1)));
    await writeFile(file, `${lines.join('\n')}\n{"type":"fail`);
    expect(readFoldTail(file)).toMatchObject({ last: 'epoch', epoch: 2000, message: null, event: { epoch: 2000 } });
    await writeFile(file, `${lines[0]}\n${JSON.stringify({ type: 'failed', fold: 0, message: 'x'.repeat(40_000) })}\n`);
    expect(readFoldTail(file)).toMatchObject({ last: 'failed', message: 'x'.repeat(40_000) });
    await writeFile(file, '');
    expect(readFoldTail(file)).toEqual({ last: null, epoch: 0, message: null, event: null });
  });
});

it('mapBounded keeps order and its bound', async () => {
  let busy = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 4, 2, 3], 2, async (value) => {
    most = Math.max(most, ++busy);
    await new Promise((done) => setTimeout(done, value));
    busy--;
    return value * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});
