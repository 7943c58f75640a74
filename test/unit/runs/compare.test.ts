import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { correctedTTest } from '../../../src/metrics/paired.js';
import { compareRuns } from '../../../src/runs/compare.js';
import { differingSettings } from '../../../src/runs/settings.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan, writePlan } from '../../../src/rundir/plan.js';
import { readPredictions, writePredictions } from '../../../src/rundir/predictions.js';
import { readResult, writeResult } from '../../../src/rundir/result.js';
import { fakeFinished, fakePlan, temporary } from './fakeRun.js';

let foldboard: string;
beforeAll(async () => {
  foldboard = await temporary();
});
afterAll(async () => {
  await rm(foldboard, { recursive: true, force: true });
});

const wrong =
  (...samples: number[]) =>
  (sample: number): boolean =>
    !samples.includes(sample);

describe('compareRuns', () => {
  it('pairs folds, names samples that changed sides and settings that differ', async () => {
    const baseline = await fakeFinished(foldboard, 'base', wrong(0, 1, 2, 3, 4, 5, 7, 10), { settings: { seed: 1 } });
    const better = await fakeFinished(foldboard, 'better', wrong(0, 7), {
      settings: { seed: 1, model: { layers: 3 } },
    });
    const same = await fakeFinished(foldboard, 'same', wrong(0, 1, 2, 3, 4, 5, 7, 10), { settings: { seed: 2 } });
    const comparison = await compareRuns([baseline, better, same], 'accuracy');
    const [first, second, third] = comparison.runs;
    expect(first).toMatchObject({ name: 'base', baseline: true, difference: null, verdict: null });
    // Sample i is scored in fold i % 5, ten a fold: the baseline misses 3, 1, 2, 1, 1 of them, `better` 1, 0, 1, 0, 0.
    const expected = correctedTTest([0.2, 0.1, 0.1, 0.1, 0.1], 0.25);
    expect(second.difference?.difference).toBeCloseTo(expected.difference, 12);
    expect(second.difference?.low).toBeCloseTo(expected.low!, 12);
    expect(second).toMatchObject({ verdict: 'better', changed: { fixed: 6, broken: 0, bothWrong: 2 }, setAside: null });
    expect(second.adjustedP).toBeCloseTo(2 * expected.p!, 12);
    expect(third).toMatchObject({ verdict: 'equivalent', difference: { difference: 0, p: 1 } });
    expect(comparison.settings).toEqual([
      { path: 'seed', values: [1, 1, 2] },
      { path: 'model.layers', values: [2, 3, 2] },
    ]);
    expect(comparison.finding).toBe('experiment better is better by 0.120. experiment same is equivalent.');
    expect(comparison.caveats[0]).toContain('With these 5 folds a difference must exceed');
  });

  it('sets aside what cannot be paired, and says why', async () => {
    const names = ['a', 'shifted', 'fewer', 'four', 'flattered'];
    const options = [
      {},
      { shift: 1 },
      { samples: 40 },
      { folds: 4 },
      { settings: { validation: { selection: 'scoredFold' } } },
    ];
    const runs = await Promise.all(names.map((name, i) => fakeFinished(foldboard, name, wrong(1), options[i])));
    const comparison = await compareRuns(runs);
    expect(comparison.runs.map((run) => run.setAside)).toEqual([
      null,
      'its folds are drawn differently',
      'it was scored on other samples',
      'it has 4 folds, the baseline 5',
      'its score is optimistic',
    ]);
    expect(comparison.finding).toBeNull();
    expect(comparison.metric).toBe('weightedF1');
  });

  it('gives no word to scores that leak, nor where a class is known to one run only', async () => {
    const settings = { validation: { selection: 'scoredFold' } };
    const runs = await Promise.all(
      ['flat1', 'flat2', 'more'].map((name, i) => fakeFinished(foldboard, name, wrong(i), i < 2 ? { settings } : {})),
    );
    const optimistic = await compareRuns(runs.slice(0, 2));
    expect(optimistic.runs[1]).toMatchObject({ setAside: null, verdict: expect.any(String) });
    expect(optimistic.caveats.at(-1)).toBe('All scores are optimistic: the scored samples chose the weights.');
    for (const run of runs.slice(0, 2)) {
      const result = (await readResult(run))!;
      await writeResult(run, { ...result, selection: { ...result.selection, leaky: true } });
    }
    const { runs: rows, caveats } = await compareRuns(runs.slice(0, 2));
    expect(rows[1]).toMatchObject({ verdict: null, difference: null, setAside: 'both leak, on purpose' });
    expect(caveats).toEqual([]);

    const { predictions } = runPaths(runs[2]);
    const own = await readPredictions(predictions);
    const wider = own.samples.flatMap((_, i) => [...own.probabilities.subarray(2 * i, 2 * i + 2), 0]);
    await writePredictions(predictions, {
      ...own,
      classes: [...own.classes, 'd'],
      probabilities: Float64Array.from(wider),
    });
    const other = await compareRuns([await fakeFinished(foldboard, 'two', wrong()), runs[2]]);
    expect(other.runs[1].setAside).toBe('its classes are not the same: only one of the two knows d');
  });

  it('sets aside a run whose data have changed since, and says so where the data are of another file', async () => {
    const names = ['then', 'now', 'elsewhere'];
    const runs = await Promise.all(
      names.map((name, i) =>
        fakeFinished(foldboard, name, wrong(i), i === 2 ? { settings: { data: { train: 'copy/data.csv' } } } : {}),
      ),
    );
    for (const run of runs.slice(1)) {
      const plan = await readPlan(run);
      await writePlan(run, { ...plan, data: { ...plan.data, hash: '0'.repeat(64) } });
    }
    const { runs: rows, caveats } = await compareRuns(runs);
    expect(rows.map(({ setAside }) => setAside)).toEqual([null, 'its data have changed: other values', null]);
    expect(rows[2].difference).not.toBeNull();
    expect(caveats.at(-1)).toBe(
      'Other data than those of the baseline, from another file: elsewhere. A difference may be one of the data.',
    );
    // Two runs of the same data, wherever that stood.
    expect((await compareRuns(runs.slice(1))).caveats.join()).not.toContain('Other data');
  });

  it('calls runs that score alike in every fold equivalent only where they predict the same', async () => {
    // Sample i is scored in fold i % 5: each misses one in every fold, but others.
    const names = ['these', 'again', 'those'];
    const misses = [wrong(0, 1, 2, 3, 4), wrong(0, 1, 2, 3, 4), wrong(5, 6, 7, 8, 9)];
    const runs = await Promise.all(names.map((name, i) => fakeFinished(foldboard, name, misses[i])));
    const { runs: rows, caveats } = await compareRuns(runs, 'accuracy');
    expect(rows[1]).toMatchObject({ verdict: 'equivalent', difference: { difference: 0, low: 0, high: 0 } });
    expect(rows[2]).toMatchObject({ verdict: 'undecided', changed: { fixed: 5, broken: 5 } });
    expect(rows[2].difference).toMatchObject({ difference: 0, low: null, high: null });
    // Of identical runs there is no smallest difference that can be told.
    expect(caveats.join()).not.toContain('must exceed');
  });

  it('refuses what has no score', async () => {
    const one = await fakeFinished(foldboard, 'one', wrong());
    await fakePlan(foldboard, 'open');
    await expect(compareRuns([one, `${foldboard}/runs/open`])).rejects.toThrow('open is not finished');
    await expect(compareRuns([one, one])).rejects.toThrow('one is named twice');
  });
});

it('differingSettings shows a value for every run, and what is missing in one', () => {
  const of = (data: object, rest: object = {}) =>
    parseExperiment(JSON.stringify({ data: { train: 'x.csv', ...data }, ...rest }), 'x').experiment;
  const found = differingSettings([
    of({ categorical: { a: { embedding: 2 } }, continuous: ['x', 'y'] }, { name: 'one' }),
    of({ categorical: { b: { embedding: 2 } }, continuous: ['y'] }, { name: 'two' }),
    of({ categorical: { a: { embedding: 2 } }, continuous: ['x', 'y'] }, { seed: 7, model: { layers: 1 } }),
  ]);
  expect(found).toEqual([
    { path: 'seed', values: [42, 42, 7] },
    { path: 'data.continuous', values: [['x', 'y'], ['y'], ['x', 'y']] },
    { path: 'data.categorical.a', values: [{ embedding: 2 }, undefined, { embedding: 2 }] },
    { path: 'data.categorical.b', values: [undefined, { embedding: 2 }, undefined] },
    { path: 'model.layers', values: [2, 2, 1] },
  ]);
});
