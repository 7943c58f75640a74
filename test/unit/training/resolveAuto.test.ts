import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { resolveAuto } from '../../../src/training/resolveAuto.js';

const resolve = (items: number, settings: object = {}) =>
  resolveAuto(parseExperiment(JSON.stringify({ data: { train: 'x.ts' }, ...settings }), 'x.json').experiment, {
    items,
  });

describe('"auto"', () => {
  test('gives at least about 1,000 updates, in 20 to 400 epochs', () => {
    for (const items of [5, 27, 184, 450, 5000]) {
      const { epochs, batchSize } = resolve(items);
      const updates = epochs * Math.ceil(items / batchSize);
      if (epochs < 400) expect(updates).toBeGreaterThanOrEqual(1000);
      if (epochs > 20) expect(updates).toBeLessThan(1000 + Math.ceil(items / batchSize));
      expect(Math.log2(batchSize) % 1).toBe(0);
    }
    expect(resolve(450)).toEqual({ epochs: 67, batchSize: 32, patience: 13 });
    expect(resolve(5)).toEqual({ epochs: 400, batchSize: 4, patience: 80 });
    expect(resolve(100_000)).toEqual({ epochs: 20, batchSize: 32, patience: 10 });
  });

  test('leaves what is given', () => {
    const training = { epochs: 7, batchSize: 9, earlyStopping: { patience: 3 } };
    expect(resolve(450, { training })).toEqual({ epochs: 7, batchSize: 9, patience: 3 });
  });

  test('has no patience where nothing stops early', () => {
    expect(resolve(450, { training: { earlyStopping: null } }).patience).toBeNull();
    const none = { training: { earlyStopping: null }, validation: { selection: 'none' } };
    expect(resolve(450, none).patience).toBeNull();
  });
});
