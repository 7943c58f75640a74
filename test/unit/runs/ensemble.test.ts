import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { combine, greedyWeights, likelihoodWeights, type Pool } from '../../../src/runs/ensemble/combine.js';
import { ensembleDocument, ensembleNotes } from '../../../src/runs/ensemble/document.js';
import { ensembleOf, runEnsemble } from '../../../src/runs/ensemble/ensemble.js';
import type { MemberSet } from '../../../src/runs/ensemble/members.js';
import { joinStoredTest, testMetrics, type JoinedTest } from '../../../src/runs/ensemble/testData.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan, writePlan } from '../../../src/rundir/plan.js';
import { readPredictions, writePredictions, type Predictions } from '../../../src/rundir/predictions.js';
import { fakeFinished, temporary } from './fakeRun.js';

const classes = ['a', 'b', 'c'];

/** Members that see the truth through noise of a given size. */
function drawn(noises: readonly number[], samples = 200, seed = 1): MemberSet {
  const stream = new RandomStream(deriveKey(seed, 'selfTest'));
  const labels = Int32Array.from({ length: samples }, () => stream.integer(3));
  const members = noises.map((noise, m) => {
    const probabilities = new Float64Array(samples * 3);
    labels.forEach((label, i) => {
      const powers = [0, 1, 2].map((c) => Math.exp((c === label ? 1 : 0) + noise * stream.normal()));
      const sum = powers.reduce((a, b) => a + b);
      powers.forEach((value, c) => (probabilities[i * 3 + c] = value / sum));
    });
    return { directory: '', name: `m${m}`, plan: { name: `M${m}` } as never, optimistic: false, probabilities };
  });
  const fold = labels.map((_, i) => i % 5);
  const ids = Array.from(labels, (_, i) => `s${i}`);
  return { classes, samples: ids, labels, unit: 'run', fold, members, otherData: [], groups: null, parting: [] };
}
const poolOf = ({ labels, members }: MemberSet): Pool => ({
  ...{ classes, labels },
  members: members.map(({ probabilities }) => probabilities),
});
const logLoss = ({ labels, members }: Pool, weights: readonly number[]): number =>
  computeMetrics(labels, combine(members, 3, weights, 'weighted'), classes).logLoss;

describe('weights', () => {
  test('of the smallest log loss: no others on a grid are better', () => {
    const pool = poolOf(drawn([1, 1.5, 4]));
    const found = likelihoodWeights(pool);
    expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    for (let a = 0; a <= 10; a++)
      for (let b = 0; a + b <= 10; b++)
        expect(logLoss(pool, found)).toBeLessThanOrEqual(logLoss(pool, [a / 10, b / 10, (10 - a - b) / 10]) + 1e-5);
    expect(found[0]).toBeGreaterThan(found[2]);
  });

  test('of greedy selection: never worse than the best member where they are found, and sums of whole steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 1, maxLength: 4 }),
        fc.nat(1e6),
        (noises, seed) => {
          const pool = poolOf(drawn(noises, 40, seed));
          const { weights, steps } = greedyWeights(pool, 'macroF1');
          const alone = pool.members.map((member) => computeMetrics(pool.labels, member, classes).macroF1);
          expect(steps[0].score).toBeCloseTo(Math.max(...alone), 12);
          expect(steps.at(-1)!.score).toBeGreaterThanOrEqual(steps[0].score);
          expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
          for (const weight of weights) expect(weight * steps.length).toBeCloseTo(Math.round(weight * steps.length), 9);
        },
      ),
      { numRuns: 25, seed: 2 },
    );
  });
});

describe('an ensemble', () => {
  test('mean: probabilities averaged; gains add up; a run agrees with its twin', () => {
    const set = drawn([2, 2, 2]);
    const twin = { ...set, members: [...set.members, { ...set.members[0], name: 'twin' }] };
    const { probabilities, rows, metrics, weights, crossFitted } = ensembleOf(twin, 'mean', 'accuracy');
    const [a, b, c] = set.members.map((member) => member.probabilities);
    probabilities.forEach((p, i) => {
      expect(p).toBeCloseTo((2 * a[i] + b[i] + c[i]) / 4, 8);
    });
    expect([weights, crossFitted]).toEqual([[0.25, 0.25, 0.25, 0.25], false]);
    expect(rows[0].gain).toBeNull();
    const gained = rows.slice(1).reduce((sum, { gain }) => sum + gain!, rows[0].together);
    expect(gained).toBeCloseTo(metrics.accuracy, 12);
    expect(rows[0].score).toBe(rows[3].score);
    const two = ensembleOf({ ...set, members: [set.members[0], set.members[0]] }, 'majority', 'accuracy');
    expect(two.rows.map(({ agreement, weight }) => [agreement, weight])).toEqual([
      [1, null],
      [1, null],
    ]);
    expect(two.pairAgreement).toBe(1);
  });

  test.each(['weighted', 'greedy'] as const)(
    '%s: the labels of a fold have no say in its own predictions',
    (method) => {
      const set = drawn([2, 2, 3], 60);
      const before = ensembleOf(set, method, 'accuracy');
      expect(before.crossFitted).toBe(true);
      const labels = set.labels.map((label, i) => (set.fold[i] === 2 ? (label + 1) % 3 : label));
      const after = ensembleOf({ ...set, labels }, method, 'accuracy');
      set.fold.forEach((fold, i) => {
        if (fold !== 2) return;
        expect(after.probabilities.slice(i * 3, i * 3 + 3)).toEqual(before.probabilities.slice(i * 3, i * 3 + 3));
      });
      // While those of all others do.
      expect(after.probabilities).not.toEqual(before.probabilities);
    },
  );

  test('of a holdout: the labels of a group have no say in its own predictions', () => {
    const set = { ...drawn([2, 2, 3], 60), fold: new Int32Array(60) };
    const groups = new Map(set.samples.map((sample, i) => [sample, i % 3 === 0 ? 'anna' : 'bert']));
    const of = (labels: Int32Array) => ensembleOf({ ...set, labels, groups }, 'weighted', 'accuracy').probabilities;
    const [before, after] = [of(set.labels), of(set.labels.map((label, i) => (i % 3 === 0 ? (label + 1) % 3 : label)))];
    const rowsOf = (values: Float64Array, annas: boolean) =>
      values.filter((_, at) => (Math.floor(at / 3) % 3 === 0) === annas);
    expect(rowsOf(after, true)).toEqual(rowsOf(before, true));
    expect(rowsOf(after, false)).not.toEqual(rowsOf(before, false));
    // Of one group, and of groups that are not all known, single samples are dealt.
    for (const known of [set.samples, set.samples.slice(1)]) {
      const one = new Map(known.map((sample) => [sample, 'anna']));
      expect(ensembleOf({ ...set, groups: one }, 'weighted', 'accuracy').metrics.accuracy).toBeGreaterThan(0.4);
    }
  });

  test('of pure noise, choosing gains nothing that lasts', () => {
    // Where the choice is scored on what it was made on, the best of ten random members looks good.
    let flattered = 0;
    let honest = 0;
    for (let seed = 0; seed < 6; seed++) {
      const set = drawn(new Array<number>(10).fill(60), 90, seed);
      const { metrics } = ensembleOf(set, 'greedy', 'accuracy');
      honest += metrics.accuracy / 6;
      flattered += greedyWeights(poolOf(set), 'accuracy').steps.at(-1)!.score / 6;
    }
    expect(flattered).toBeGreaterThan(0.42);
    expect(honest).toBeLessThan(0.4);
  });
});

describe('runs', () => {
  let foldboard: string;
  const run = (name: string, options = {}, right = (i: number): boolean => i % 7 !== 0) =>
    fakeFinished(foldboard, name, right, options);
  beforeAll(async () => {
    foldboard = await temporary();
    mkdirSync(join(foldboard, 'runs'), { recursive: true });
  });

  test('are joined by sample, whatever their folds and repeats', async () => {
    const [a, b] = [await run('a'), await run('b', { shift: 2, repeats: 3 }, (i) => i % 5 !== 0)];
    const { samples, metrics, rows } = await runEnsemble([a, b], 'mean', 'accuracy');
    expect(samples).toHaveLength(50);
    expect(rows.map(({ run: name }) => name)).toEqual(['a', 'b']);
    expect(metrics.accuracy).toBeGreaterThan(0);
  });

  test('that do not fit are refused, by name', async () => {
    const a = await run('c');
    await expect(runEnsemble([a, a], 'mean')).rejects.toThrow('c is named twice');
    await expect(runEnsemble([a, await run('d', { samples: 40 })], 'mean')).rejects.toThrow(
      'd was scored on other samples than c',
    );
  });

  test('that are optimistic mark the ensemble', async () => {
    const settings = { validation: { folds: 5, selection: 'scoredFold' } };
    const { optimistic, rows } = await runEnsemble([await run('e'), await run('f', { settings })], 'mean');
    expect([optimistic, ...rows.map((row) => row.optimistic)]).toEqual([true, false, true]);
  });

  test('say with an interval whether the choice of samples explains the gain', async () => {
    const { difference, metrics, bestRun } = await runEnsemble([await run('g'), await run('h')], 'mean', 'accuracy');
    expect(difference!.difference).toBeCloseTo(metrics.accuracy - bestRun.accuracy, 12);
    expect(difference!.low).toBeLessThanOrEqual(difference!.difference);
    expect(difference!.units).toBe(50);
  });

  test('that were trained on other data say so', async () => {
    const [k, l, other] = [await run('k'), await run('l'), await run('m')];
    const plan = await readPlan(other);
    await writePlan(other, { ...plan, data: { ...plan.data, hash: '0'.repeat(64) } });
    const notes = async (runs: string[]) => ensembleNotes(ensembleDocument(await runEnsemble(runs, 'mean'), null));
    expect(await notes([k, l])).toMatch(/^Nothing was fitted/);
    expect(await notes([k, other, l])).toMatch(/^Trained on other data than the first run: m; /);
  });

  test('of which one does not keep groups together say so, in either order', async () => {
    const settings = { data: { train: 'data.csv', group: 'subject' } };
    const [grouped, free] = [await run('n', { settings }), await run('o', { shift: 1 })];
    // Samples 0, 5, 10, … are scored in one fold of the first run, and in others of the second.
    const { samples, fold } = await readPredictions(runPaths(grouped).predictions);
    const lines = samples.map((id, i) => `${id},a,10,${'0'.repeat(16)},${fold![i]}\n`);
    await writeFile(runPaths(grouped).samples, `sample,label,steps,hash,group\n${lines.join('')}`);
    const shifted = await readPredictions(runPaths(free).predictions);
    const mixed = { ...shifted, fold: shifted.fold!.map((_, i) => i % 5) };
    await writePredictions(runPaths(free).predictions, mixed);
    const [one, two] = [await runEnsemble([grouped, free], 'greedy'), await runEnsemble([free, grouped], 'greedy')];
    expect([one.parting, two.parting]).toEqual([['o'], ['o']]);
    expect(one.difference!.units).toBe(5);
    expect(two.difference!.units).toBe(5);
    expect(ensembleNotes(ensembleDocument(one, null))).toContain('Not kept together in the splits of o: groups');
  });

  test('that went away in the meantime are refused', async () => {
    const [a, b] = [await run('i'), await run('j')];
    await rm(b, { recursive: true });
    await expect(runEnsemble([a, b], 'mean')).rejects.toThrow(UserError);
  });
});

describe('test data', () => {
  const own = ['b', 'a'];
  let folder: string;
  beforeAll(async () => {
    folder = await temporary();
  });
  async function part(name: string, testHash: string | null, predictions: Predictions | null) {
    const directory = join(folder, name);
    mkdirSync(directory, { recursive: true });
    if (predictions) await writePredictions(runPaths(directory).testPredictions, predictions);
    return { directory, testHash };
  }
  const predictions = (over: Partial<Predictions> = {}): Predictions => ({
    ...{ classes: ['a', 'b'], samples: ['1', '2'], labels: Int32Array.of(0, 1), repeat: null, fold: null },
    probabilities: Float64Array.of(0.9, 0.1, 0.4, 0.6),
    ...over,
  });
  const by = { classes: ['a', 'b'], weights: [0.5, 0.5], method: 'mean' } as const;

  test('is joined by name, whatever the order of samples and classes, and scored where it is labelled', async () => {
    const first = await part('p', 'x', predictions());
    const turned = predictions({
      ...{ classes: own, samples: ['2', '1'], labels: Int32Array.of(0, 1) },
      probabilities: Float64Array.of(0.2, 0.8, 0.3, 0.7),
    });
    const joined = (await joinStoredTest([first, await part('q', 'x', turned)], by)) as JoinedTest;
    expect([...joined.probabilities]).toEqual([0.8, 0.2, 0.6, 0.4]);
    expect(testMetrics(joined)!.accuracy).toBe(0.5);
    const unknown = predictions({ labels: Int32Array.of(0, -1) });
    const parts = [await part('r', 'x', unknown), first];
    expect(testMetrics((await joinStoredTest(parts, by)) as JoinedTest)).toBeNull();
  });

  test('is not joined where runs predicted other data, or their predictions are gone', async () => {
    const [first, none] = [await part('s', 'x', predictions()), await part('t', null, null)];
    expect(await joinStoredTest([none, none], by)).toBeNull();
    const reasons = [
      await joinStoredTest([first, await part('u', 'y', predictions())], by),
      await joinStoredTest([first, none], by),
      await joinStoredTest([first, await part('v', 'x', null)], by),
      await joinStoredTest([first, await part('w', 'x', predictions({ samples: ['1', '3'] }))], by),
    ].map((one) => (one && 'reason' in one ? one.reason : one));
    expect(reasons).toEqual([
      'the runs have not all predicted the same test data',
      'the runs have not all predicted the same test data',
      'the predictions of a run for its test data are gone',
      'the runs name the samples of their test data differently',
    ]);
  });
});
