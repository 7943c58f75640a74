/** Guards about splits, and about data that were worked on before they came here: each finds its leak, and is silent without. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { guardFindings, refuseFindings, type GuardFinding } from '../../../src/data/guards.js';
import { overlappingPairs, overlappingTest } from '../../../src/data/guards/overlap.js';
import { splitGuards } from '../../../src/data/guards/splits.js';
import { windowsAsSamples } from '../../../src/data/scoredWindows.js';
import type { Dataset } from '../../../src/data/types.js';
import { bareDataset, experimentIn } from './files.js';

const experiment = (settings: object = {}) => experimentIn('.', { data: { train: 'x.csv' }, ...settings }).experiment;
const find = (findings: readonly GuardFinding[], kind: string) => findings.filter((each) => each.kind === kind);
const normals = (count: number, seed = 1): Float32Array => {
  const stream = new RandomStream(deriveKey(seed, 'selfTest'));
  return Float32Array.from({ length: count }, () => stream.normal());
};

function recordings(count: number, steps: number): Dataset {
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const bare = bareDataset(
    labels.map(() => steps),
    labels,
  );
  return {
    ...bare,
    continuous: [{ name: 'x', values: normals(count * steps) }],
    sampleHashes: labels.map((_, i) => `${i}`),
  };
}

/** As somebody would have cut them before: windows with ids and contents of their own. */
function preCut(groups: boolean): Dataset {
  const whole = recordings(30, 60);
  const cut = windowsAsSamples(whole, { length: 24, stride: 12 }, false);
  const recording = Int32Array.from(cut.sampleIds, (id) => whole.sampleIds.indexOf(id.split('@')[0]));
  return { ...cut, sampleHashes: cut.sampleIds, groups: groups ? recording : null };
}

describe('overlapping windows', () => {
  it('are refused where folds part them, with the cure', () => {
    const found = find(guardFindings(preCut(false), null, experiment()), 'overlap');
    expect(found).toMatchObject([{ severity: 'error', cure: expect.stringContaining('data.group') }]);
    expect(() => refuseFindings(found)).toThrow(UserError);
  });
  it('are fine where a group keeps them together, and where the split leaks on purpose', () => {
    expect(find(guardFindings(preCut(true), null, experiment()), 'overlap')).toEqual([]);
    const leaky = guardFindings(preCut(false), null, experiment({ validation: { leaky: true } }));
    expect(find(leaky, 'overlap')).toEqual([]);
    expect(find(leaky, 'leaky')).toMatchObject([{ severity: 'warning' }]);
    expect(() => refuseFindings(leaky)).not.toThrow();
  });
  it('are all found: each with its neighbour', () => {
    // Starts at 0, 12, 24, 36: each shares 12 steps with the next.
    expect(overlappingPairs(preCut(false))).toHaveLength(30 * 3);
  });
  it('are not seen in signals of a few levels, in zeros before a signal, or in separate recordings', () => {
    const whole = recordings(40, 60);
    const [{ values }] = whole.continuous;
    expect(overlappingPairs(whole)).toEqual([]);
    const levels = values.map((v) => Math.round(v));
    expect(overlappingPairs({ ...whole, continuous: [{ name: 'x', values: levels }] })).toEqual([]);
    const late = values.map((v, r) => (r % 60 < 25 ? 0 : v));
    expect(overlappingPairs({ ...whole, continuous: [{ name: 'x', values: late }] })).toEqual([]);
  });
});

describe('test data that overlap the training data', () => {
  const cut = preCut(true);
  /** Some of the windows, as a dataset of their own; the codes of its category are others. */
  const part = (keep: (i: number) => boolean): Dataset => {
    const kept = cut.sampleIds.flatMap((_, i) => (keep(i) ? [i] : []));
    const rows = kept.flatMap((i) => Array.from({ length: 24 }, (_, t) => cut.rowStart[i] + t));
    const levels = keep(1) ? ['p', 'q'] : ['q', 'p'];
    return {
      ...cut,
      sampleIds: kept.map((i) => cut.sampleIds[i]),
      sampleHashes: kept.map((i) => cut.sampleHashes[i]),
      rowStart: Uint32Array.from({ length: kept.length + 1 }, (_, n) => 24 * n),
      labels: Int32Array.from(kept, (i) => cut.labels[i]),
      groups: Int32Array.from(kept, (i) => cut.groups![i]),
      continuous: cut.continuous.map(({ name, values }) => ({
        name,
        values: Float32Array.from(rows, (r) => values[r]),
      })),
      categorical: [{ name: 'k', levels, codes: Uint16Array.from(rows, () => levels.indexOf('q')) }],
    };
  };
  it('are warned of, all of them', () => {
    const [train, test] = [part((i) => i % 4 !== 1), part((i) => i % 4 === 1)];
    expect(overlappingTest(train, test)).toHaveLength(30);
    expect(find(guardFindings(train, test, experiment()), 'testOverlap')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('30 of 30 test samples share rows') },
    ]);
    const other = { ...test, categorical: [{ ...test.categorical[0], levels: ['p', 'z'] }] };
    expect(overlappingTest(train, other)).toEqual([]);
  });
  it('are not seen in recordings of their own', () => {
    expect(
      overlappingTest(
        part((i) => i < 60),
        part((i) => i >= 60),
      ),
    ).toEqual([]);
  });
});

describe('copies', () => {
  /** Of `count` samples of `steps` steps the first `copies`, again at the end. */
  const withCopies = (count: number, steps: number, copies: number): Dataset => {
    const whole = recordings(count + copies, steps);
    const again = (i: number): number => (i < count ? i : i - count);
    const [{ values }] = whole.continuous;
    return {
      ...whole,
      labels: whole.labels.map((_, i) => again(i) % 2),
      sampleHashes: whole.sampleIds.map((_, i) => `${again(i)}`),
      continuous: [
        { name: 'x', values: values.map((_, r) => values[again(Math.floor(r / steps)) * steps + (r % steps)]) },
      ],
    };
  };
  const said = (train: Dataset, settings: object = {}) =>
    find(guardFindings(train, null, experiment(settings)), 'duplicates');

  it('over a split are refused as overlapping windows are, with the same ways out', () => {
    const found = said(withCopies(40, 12, 10));
    expect(found).toMatchObject([
      {
        severity: 'error',
        message: expect.stringContaining('10 samples are copies'),
        cure: expect.stringContaining('"leaky": true'),
      },
    ]);
    expect(() => refuseFindings(found)).toThrow(UserError);
    expect(said(withCopies(40, 12, 10), { validation: { leaky: true } })).toEqual([]);
  });
  it('are a warning where they are few, never part, or are so short that it may be chance', () => {
    expect(said(withCopies(300, 12, 2))).toMatchObject([{ severity: 'warning' }]);
    expect(said(withCopies(40, 12, 10), { validation: { scheme: 'none' } })).toMatchObject([{ severity: 'warning' }]);
    expect(said(withCopies(40, 4, 10))).toMatchObject([{ severity: 'warning' }]);
    const together = withCopies(40, 12, 10);
    expect(said({ ...together, groups: Int32Array.from(together.sampleHashes, Number) })).toEqual([]);
  });
});

describe('both sides of a split', () => {
  const whole = recordings(10, 12);
  const of = (...list: number[]): Int32Array => Int32Array.from(list);
  it('a sample, or a group, is an error', () => {
    const twice = { repeat: 0, fold: 1, fit: of(0, 1, 2), select: of(3), score: of(2, 4) };
    expect(find(splitGuards(whole, [twice], experiment()), 'split')).toMatchObject([{ severity: 'error' }]);
    const apart = { ...twice, score: of(4, 5) };
    expect(find(splitGuards(whole, [apart], experiment()), 'split')).toEqual([]);
    const groups = of(0, 0, 1, 1, 1, 2, 3, 3, 4, 4);
    const found = find(splitGuards({ ...whole, groups }, [apart], experiment()), 'split');
    expect(found).toMatchObject([{ severity: 'error', message: expect.stringContaining('one group') }]);
  });
  it('the select part may be the scored part', () => {
    const fold = { repeat: 0, fold: 0, fit: of(0, 1, 2), select: of(4, 5), score: of(4, 5) };
    const settings = experiment({ validation: { selection: 'scoredFold' } });
    expect(find(splitGuards({ ...whole, groups: whole.labels.map((_, i) => i) }, [fold], settings), 'split')).toEqual(
      [],
    );
  });
});

it('a fold without a class is named', () => {
  const whole = recordings(20, 12);
  const labels = Int32Array.from(whole.labels, (_, i) => (i < 2 ? 1 : 0));
  const found = find(
    guardFindings({ ...whole, labels }, null, experiment({ validation: { stratified: false } })),
    'foldClasses',
  );
  expect(found.map(({ message }) => message).join(' ')).toContain('no sample to score of');
  expect(found[0].cure).toContain('stratified');
  expect(found[0].cure).toContain('validation.folds to at most 2');
  const single = { ...whole, labels: labels.map((_, i) => (i < 1 ? 1 : 0)) };
  const alone = guardFindings(single, null, experiment({ validation: { stratified: false } }));
  expect(find(alone, 'foldClasses')[0].cure).toBe('Bring more samples of that class.');
  expect(find(guardFindings(whole, null, experiment()), 'foldClasses')).toEqual([]);
});

it('folds of a repeated holdout are counted on', () => {
  const whole = recordings(20, 12);
  const labels = Int32Array.from(whole.labels, (_, i) => (i === 0 ? 1 : 0));
  const settings = experiment({ validation: { scheme: 'holdout', repeats: 4, stratified: false } });
  const found = find(guardFindings({ ...whole, labels }, null, settings), 'foldClasses');
  const named = [
    ...found
      .map(({ message }) => message)
      .join(' ')
      .matchAll(/in fold (\d+)/g),
  ].map(([, k]) => Number(k));
  expect(named).toContain(2);
  expect(Math.max(...named)).toBeLessThanOrEqual(4);
});

describe('scaling that was done before', () => {
  const standard = (values: Float32Array): Float32Array => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    return values.map((v) => (v - mean) / deviation);
  };
  const raw = normals(1200, 4).map((v, i) => 3 + v * 2 + (i % 7));
  const of = (values: Float32Array): Dataset => ({ ...recordings(20, 60), continuous: [{ name: 'x', values }] });

  it('over everything, and together with test data', () => {
    expect(find(guardFindings(of(raw), null, experiment()), 'scaled')).toEqual([]);
    expect(find(guardFindings(of(standard(raw)), null, experiment()), 'scaled')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('over all samples') },
    ]);
    const both = standard(Float32Array.from([...raw, ...normals(1200, 9).map((v) => v + 8)]));
    const found = find(guardFindings(of(both.slice(0, 1200)), of(both.slice(1200)), experiment()), 'scaled');
    expect(found).toMatchObject([{ message: expect.stringContaining('training and test data together') }]);
  });
  it('sample by sample leaks nothing', () => {
    const each = Array.from({ length: 20 }).flatMap((_, i) => [...standard(raw.slice(60 * i, 60 * i + 60))]);
    expect(find(guardFindings(of(Float32Array.from(each)), null, experiment()), 'scaled')).toEqual([]);
  });
});

it('a column that is the label with a little noise is suspected, a good one is not', () => {
  const whole = recordings(200, 12);
  const noise = normals(2400, 8);
  const at = (strength: number) =>
    Float32Array.from(noise, (v, r) => v * 0.5 + strength * whole.labels[Math.floor(r / 12)] * (r === 600 ? 0 : 1));
  const tells = (values: Float32Array) =>
    find(guardFindings({ ...whole, continuous: [{ name: 'x', values }] }, null, experiment()), 'tellsClass');
  expect(tells(at(0.45))).toEqual([]);
  expect(tells(at(0.95))).toMatchObject([{ severity: 'warning' }]);
});
