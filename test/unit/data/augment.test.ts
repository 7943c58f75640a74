import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { changes } from '../../../src/data/augment/changes.js';
import type { AugmentedItem } from '../../../src/data/augment/item.js';
import { betaShare, resample } from '../../../src/data/augment/mixup.js';

const names = Object.keys(changes);
const stream = (seed: number): RandomStream => new RandomStream(deriveKey(seed, 'augment'));

/** Channel c runs from 100 c upwards; code columns hold the step, so that it can be seen where a row came from. */
function item(steps: number, channels = 2, codeColumns = 1, firstStep = 0): AugmentedItem {
  const continuous = Float32Array.from({ length: steps * channels }, (_, at) => {
    const t = Math.floor(at / channels);
    return 100 * (at % channels) + t * t + 1;
  });
  const codes = Uint16Array.from({ length: steps * codeColumns }, (_, at) => Math.floor(at / codeColumns));
  return { continuous, codes, steps, channels, codeColumns, firstStep };
}

const anyCase = fc.record({
  name: fc.constantFrom(...names),
  steps: fc.integer({ min: 1, max: 30 }),
  channels: fc.nat(4),
  codeColumns: fc.nat(3),
  strength: fc.double({ min: 0.01, max: 2, noNaN: true }),
  seed: fc.nat(1e6),
});

describe('every change of a sample', () => {
  test('gives a whole sample of steps it had, and the same for the same key', () => {
    fc.assert(
      fc.property(anyCase, ({ name, steps, channels, codeColumns, strength, seed }) => {
        const run = (): AugmentedItem => changes[name](item(steps, channels, codeColumns, 3), strength, stream(seed));
        const changed = run();
        expect(changed).toEqual(run());
        expect(changed.steps).toBeGreaterThanOrEqual(1);
        expect(changed.steps).toBeLessThanOrEqual(steps);
        expect(changed.continuous).toHaveLength(changed.steps * channels);
        expect(changed.codes).toHaveLength(changed.steps * codeColumns);
        expect(changed.continuous.every(Number.isFinite)).toBe(true);
        // Codes are never made up, and never run backwards.
        for (let at = 0; at < changed.codes.length; at++) {
          expect(changed.codes[at]).toBeLessThan(steps);
          if (at >= codeColumns && name !== 'timeMask')
            expect(changed.codes[at]).toBeGreaterThanOrEqual(changed.codes[at - codeColumns]);
        }
        if (name !== 'windowSlice') expect(changed.firstStep).toBe(3);
        else if (codeColumns > 0) expect(changed.firstStep).toBe(3 + changed.codes[0]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test.each(names)('%s does nothing to what it was not given', (name) => {
    const original = item(12);
    const given = { ...original, continuous: original.continuous.slice(), codes: original.codes.slice() };
    changes[name](given, 0.5, stream(1));
    const source = item(12);
    expect(original).toEqual(source);
  });
});

describe('a change does what it says', () => {
  test('jitter: normal noise of the given deviation, no drift', () => {
    const steps = 4000;
    const zero = { ...item(steps, 1), continuous: new Float32Array(steps) };
    const { continuous } = changes['jitter'](zero, 0.3, stream(2));
    const mean = continuous.reduce((sum, value) => sum + value, 0) / steps;
    const variance = continuous.reduce((sum, value) => sum + (value - mean) ** 2, 0) / steps;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.sqrt(variance)).toBeCloseTo(0.3, 1);
  });

  test('scaling: one factor a channel', () => {
    const before = item(10, 3);
    const after = changes['scaling'](item(10, 3), 0.2, stream(3)).continuous;
    const factor = (t: number, c: number): number => after[t * 3 + c] / before.continuous[t * 3 + c];
    for (let c = 0; c < 3; c++) for (let t = 1; t < 10; t++) expect(factor(t, c)).toBeCloseTo(factor(0, c), 5);
    expect(new Set([0, 1, 2].map((c) => factor(0, c).toFixed(6))).size).toBe(3);
  });

  test('time warp: ends stay, the order stays, values lie on the curve', () => {
    const straight = { ...item(40, 1), continuous: Float32Array.from({ length: 40 }, (_, t) => t) };
    const { continuous, codes } = changes['timeWarp'](straight, 0.5, stream(5));
    expect([continuous[0], continuous[39]]).toEqual([0, 39]);
    expect(continuous).not.toEqual(straight.continuous);
    for (let t = 1; t < 40; t++) expect(continuous[t]).toBeGreaterThan(continuous[t - 1]);
    // The nearest step.
    codes.forEach((code, t) => {
      expect(Math.abs(code - continuous[t])).toBeLessThanOrEqual(0.5 + 1e-5);
    });
  });

  test('window slice: a piece as it was, at its place in time, at most the share cut off', () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const whole = item(20);
      const slice = changes['windowSlice'](item(20), 0.25, stream(seed));
      lengths.add(slice.steps);
      expect(slice.codes).toEqual(whole.codes.slice(slice.firstStep, slice.firstStep + slice.steps));
      expect(slice.continuous).toEqual(
        whole.continuous.slice(2 * slice.firstStep, 2 * (slice.firstStep + slice.steps)),
      );
    }
    expect([...lengths].sort((a, b) => a - b)).toEqual([15, 16, 17, 18, 19, 20]);
  });

  test('time mask: one stretch shows means and the codes beside it, all else is untouched', () => {
    for (let seed = 0; seed < 40; seed++) {
      const whole = item(20, 1);
      const masked = changes['timeMask'](item(20, 1), 0.3, stream(seed));
      const mean = Math.fround(whole.continuous.reduce((sum, value) => sum + value, 0) / 20);
      const hidden = [...masked.continuous.keys()].filter((t) => masked.continuous[t] !== whole.continuous[t]);
      expect(hidden.length).toBeGreaterThanOrEqual(1);
      expect(hidden.length).toBeLessThanOrEqual(6);
      expect(hidden.at(-1)! - hidden[0]).toBe(hidden.length - 1);
      for (const t of hidden) {
        expect(masked.continuous[t]).toBeCloseTo(mean, 3);
        expect([hidden[0] - 1, hidden.at(-1)! + 1]).toContain(masked.codes[t]);
      }
    }
  });

  test('channel dropout: whole channels, never all', () => {
    let hiddenChannels = 0;
    for (let seed = 0; seed < 200; seed++) {
      const whole = item(6, 4);
      const { continuous } = changes['channelDropout'](item(6, 4), 0.5, stream(seed));
      const flat = [0, 1, 2, 3].filter(
        (c) => continuous[c] === continuous[4 + c] && continuous[c] === continuous[20 + c],
      );
      hiddenChannels += flat.length;
      expect(flat.length).toBeLessThan(4);
      for (const c of [0, 1, 2, 3].filter((one) => !flat.includes(one)))
        for (let t = 0; t < 6; t++) expect(continuous[t * 4 + c]).toBe(whole.continuous[t * 4 + c]);
    }
    expect(hiddenChannels / 800).toBeGreaterThan(0.4);
    expect(hiddenChannels / 800).toBeLessThan(0.5);
  });
});

test('the shares of mixup follow the Beta distribution: mean 1/2, variance 1 / (4 (2 alpha + 1))', () => {
  for (const alpha of [0.001, 0.2, 1, 2]) {
    const source = stream(Math.round(alpha * 1000));
    const shares = Array.from({ length: 4000 }, () => betaShare(alpha, source));
    const mean = shares.reduce((sum, share) => sum + share, 0) / 4000;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 4000;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.01);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  }
});

test('resampling keeps first and last step, and takes categories from the nearest', () => {
  const short = resample(item(9), 5);
  expect([...short.codes]).toEqual([0, 2, 4, 6, 8]);
  const long = resample(item(3, 1), 5);
  expect([...long.continuous]).toEqual([1, 1.5, 2, 3.5, 5]);
  expect(resample(item(4), 1).steps).toBe(1);
  expect(resample(item(1), 4).codes).toEqual(new Uint16Array(4));
});
