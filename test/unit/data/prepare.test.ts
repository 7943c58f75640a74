/** Scaling and category tables; the figures are those of scikit-learn's scalers and numpy's percentile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPreprocessing, fitPreprocessing } from '../../../src/data/prepare.js';
import type { Dataset, Preprocessing } from '../../../src/data/types.js';
import { bareDataset, experimentIn } from './files.js';

const experimentOf = (scaling: string) =>
  experimentIn('.', { data: { train: 'x.csv' }, preprocessing: { scaling } }).experiment;

/** Two samples of four and two steps. */
function dataset(values: number[], codes: number[] = [], levels: string[] = []): Dataset {
  const bare = bareDataset([4, 2], [0, 1]);
  return {
    ...bare,
    continuous: [{ name: 'x', values: Float32Array.from(values) }],
    categorical: codes.length > 0 ? [{ name: 'k', codes: Uint16Array.from(codes), levels }] : [],
  };
}
const roles = (transform: 'none' | 'asinh' = 'none') => ({
  categorical: [{ name: 'k', size: 3 }],
  transform: { x: transform },
});
const both = Int32Array.of(0, 1);

const fitted = (values: number[], scaling: string, transform: 'none' | 'asinh' = 'none', samples = both) =>
  fitPreprocessing(dataset(values), samples, experimentOf(scaling), roles(transform)).continuous[0];

describe('fitPreprocessing', () => {
  const values = [1, 2, 4, 8, 16, 32];
  test('standard: mean and population deviation', () => {
    expect(fitted(values, 'standard')).toMatchObject({ center: 10.5, scale: Math.sqrt(117.25) });
  });
  test('robust: median and interquartile range', () => {
    // numpy.percentile([1, 2, 4, 8, 16, 32], [25, 50, 75]) = [2.5, 6, 14]
    expect(fitted(values, 'robust')).toMatchObject({ center: 6, scale: 11.5 });
  });
  test('minmax, none', () => {
    expect(fitted(values, 'minmax')).toMatchObject({ center: 1, scale: 31 });
    expect(fitted(values, 'none')).toMatchObject({ center: 0, scale: 1 });
  });
  test('only the samples given count', () => {
    expect(fitted(values, 'minmax', 'none', Int32Array.of(0))).toMatchObject({ center: 1, scale: 7 });
  });
  test('a constant column gets scale 1', () => {
    for (const scaling of ['standard', 'robust', 'minmax']) {
      expect(fitted([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], scaling)).toMatchObject({ scale: 1 });
      expect(fitted([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], scaling).center).toBeCloseTo(Math.fround(0.1), 12);
    }
  });
  test('robust: a column that mostly rests is scaled by its deviation', () => {
    const { scale } = fitted([5, 5, 5, 5, 5, 11], 'robust');
    expect(scale).toBeCloseTo(Math.sqrt(5), 12);
  });
  test('asinh: of the value over the interquartile range, or the deviation where that is 0', () => {
    expect(fitted(values, 'none', 'asinh')).toMatchObject({ transform: 'asinh', transformScale: 11.5 });
    expect(fitted([5, 5, 5, 5, 5, 11], 'none', 'asinh').transformScale).toBeCloseTo(Math.sqrt(5), 12);
    expect(fitted([5, 5, 5, 5, 5, 5], 'none', 'asinh').transformScale).toBe(1);
    const { center } = fitted(values, 'standard', 'asinh');
    const mean = values.reduce((sum, v) => sum + Math.asinh(v / 11.5), 0) / 6;
    expect(center).toBeCloseTo(mean, 12);
  });
  test('the time embedding knows the steps of the longest sample fitted on', () => {
    const fit = (samples: Int32Array) => fitPreprocessing(dataset(values), samples, experimentOf('none'), roles());
    expect(fit(both).timeSteps).toBe(4);
    expect(fit(Int32Array.of(1)).timeSteps).toBe(2);
  });
});

describe('applyPreprocessing', () => {
  test('gives zero mean and unit deviation on what it was fitted on', () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) });
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 6 }), (values) => {
        const data = dataset(values);
        const prepared = applyPreprocessing(data, fitPreprocessing(data, both, experimentOf('standard'), roles()));
        const out = [...prepared.continuous];
        const mean = out.reduce((a, b) => a + b, 0) / 6;
        const deviation = Math.sqrt(out.reduce((a, b) => a + (b - mean) ** 2, 0) / 6);
        expect(mean).toBeCloseTo(0, 4);
        if (new Set(values.map((v) => v + 0)).size > 1) expect(deviation).toBeCloseTo(1, 4);
      }),
    );
  });

  test('rows by column, any number of rows, columns by name', () => {
    const rows = 1000;
    const bare = bareDataset([rows], [0]);
    const column = (name: string, factor: number) => ({
      name,
      values: Float32Array.from({ length: rows }, (_, i) => factor * i),
    });
    const codes = Uint16Array.from({ length: rows }, (_, i) => i % 2);
    const data: Dataset = {
      ...bare,
      continuous: [column('b', 2), column('unused', 9), column('a', 1)],
      categorical: [{ name: 'k', codes, levels: ['p', 'q'] }],
    };
    const identity = { transform: 'none', transformScale: 1, center: 0, scale: 1 } as const;
    const preprocessing: Preprocessing = {
      continuous: [
        { name: 'a', ...identity },
        { name: 'b', ...identity, center: 1, scale: 0.5 },
      ],
      categorical: [{ name: 'k', levels: ['q', 'p'], size: 1 }],
      timeSteps: rows,
    };
    const prepared = applyPreprocessing(data, preprocessing);
    expect([prepared.channels, prepared.codeColumns]).toEqual([2, 1]);
    for (let i = 0; i < rows; i++) {
      expect([prepared.continuous[2 * i], prepared.continuous[2 * i + 1]]).toEqual([i, (2 * i - 1) * 2]);
      expect(prepared.codes[i]).toBe(i % 2 === 0 ? 2 : 1);
    }
    expect(() => applyPreprocessing({ ...data, continuous: [] }, preprocessing)).toThrow('the data has no column "a"');
  });

  test('categories that the fit part never showed become code 0, as do those of another file', () => {
    const data = dataset([1, 2, 3, 4, 5, 6], [2, 0, 2, 0, 1, 1], ['low', 'mid', 'top']);
    const preprocessing = fitPreprocessing(data, Int32Array.of(0), experimentOf('none'), roles());
    expect(preprocessing.categorical[0]).toEqual({
      name: 'k',
      levels: ['low', 'top'],
      size: 3,
    });
    expect([...applyPreprocessing(data, preprocessing).codes]).toEqual([2, 1, 2, 1, 0, 0]);
    const other = dataset([1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 0, 0], ['alien', 'top', 'low', 'mid']);
    expect([...applyPreprocessing(other, preprocessing).codes]).toEqual([0, 2, 1, 0, 0, 0]);
  });

  test('a category of another sample does not decide how those of the fit part are ordered', () => {
    // With the text among them all are ordered as texts, "10" before "9".
    const data = dataset([1, 2, 3, 4, 5, 6], [0, 1, 0, 1, 2, 2], ['10', '9', 'none']);
    const { categorical } = fitPreprocessing(data, Int32Array.of(0), experimentOf('none'), roles());
    expect(categorical[0].levels).toEqual(['9', '10']);
  });
});
