import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossAndGradient, softmaxRows } from '../../../src/model/losses.js';
import type { LossSpec } from '../../../src/model/types.js';
import { decodeFloats, readFixture } from '../engine/fixtures.js';

interface LossCase {
  readonly loss: LossSpec;
  readonly labels: number[];
  readonly logits: string;
  readonly value: number;
  readonly gradient: string;
}
const cases = readFixture<LossCase[]>('losses').map((one) => ({
  ...one,
  title: `${one.loss.name}, gamma ${one.loss.gamma}, smoothing ${one.loss.labelSmoothing}, weights ${String(one.loss.classWeights)}`,
}));

const anyLoss: fc.Arbitrary<LossSpec> = fc.record({
  name: fc.constantFrom('crossEntropy' as const, 'focal' as const),
  gamma: fc.constantFrom(0, 0.5, 1, 2, 3.3),
  classWeights: fc.option(fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 })),
  labelSmoothing: fc.constantFrom(0, 0.1, 0.5),
});
const anyBatch = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.record({
    logits: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 3 * size, maxLength: 3 * size }),
    labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: size, maxLength: size }),
  }),
);

describe('lossAndGradient', () => {
  it.each(cases)('is PyTorch’s: $title', ({ loss, labels, logits, value, gradient }) => {
    const dlogits = new Float64Array(24);
    const found = lossAndGradient(loss, decodeFloats(logits), Int32Array.from(labels), 6, 4, dlogits);
    expect(Math.abs(found - value)).toBeLessThan(1e-12 * Math.max(1, value));
    decodeFloats(gradient).forEach((expected, i) => {
      expect(Math.abs(dlogits[i] - expected)).toBeLessThan(1e-12);
    });
  });

  it('has the gradient of central differences', () => {
    fc.assert(
      fc.property(anyLoss, anyBatch, (loss, { logits, labels }) => {
        const size = labels.length;
        const at = (values: number[]): number =>
          lossAndGradient(
            loss,
            Float64Array.from(values),
            Int32Array.from(labels),
            size,
            3,
            new Float64Array(3 * size),
          );
        const gradient = new Float64Array(3 * size);
        lossAndGradient(loss, Float64Array.from(logits), Int32Array.from(labels), size, 3, gradient);
        logits.forEach((logit, i) => {
          const numeric = (at(logits.with(i, logit + 1e-5)) - at(logits.with(i, logit - 1e-5))) / 2e-5;
          expect(Math.abs(numeric - gradient[i])).toBeLessThan(1e-7);
        });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('has a gradient that sums to zero over the classes', () => {
    fc.assert(
      fc.property(anyLoss, anyBatch, (loss, { logits, labels }) => {
        const gradient = new Float64Array(logits.length);
        lossAndGradient(loss, Float64Array.from(logits), Int32Array.from(labels), labels.length, 3, gradient);
        for (let i = 0; i < labels.length; i++) {
          expect(Math.abs(gradient[3 * i] + gradient[3 * i + 1] + gradient[3 * i + 2])).toBeLessThan(1e-14);
        }
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('makes focal with gamma 0 the same as cross entropy, to the last bit but rounding', () => {
    fc.assert(
      fc.property(anyLoss, anyBatch, (loss, { logits, labels }) => {
        const run = (name: LossSpec['name']): [number, Float64Array] => {
          const gradient = new Float64Array(logits.length);
          const spec = { ...loss, name, gamma: 0, labelSmoothing: 0 };
          const value = lossAndGradient(
            spec,
            Float64Array.from(logits),
            Int32Array.from(labels),
            labels.length,
            3,
            gradient,
          );
          return [value, gradient];
        };
        const [focal, focalGradient] = run('focal');
        const [plain, plainGradient] = run('crossEntropy');
        expect(Math.abs(focal - plain)).toBeLessThan(1e-14);
        focalGradient.forEach((value, i) => {
          expect(Math.abs(value - plainGradient[i])).toBeLessThan(1e-15);
        });
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it.each(['crossEntropy', 'focal'] as const)('stays finite for logits of any size: %s', (name) => {
    for (const gamma of [0, 0.3, 2]) {
      for (const scale of [1e-30, 50, 1e4, 3e38]) {
        const logits = Float32Array.from([scale, -scale, 0, -scale, scale, 0]);
        const gradient = new Float32Array(6);
        const loss = { name, gamma, classWeights: null, labelSmoothing: 0 };
        const value = lossAndGradient(loss, logits, Int32Array.from([0, 0]), 2, 3, gradient);
        expect(Number.isFinite(value)).toBe(true);
        expect(gradient.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('takes only the rows it is told to', () => {
    const logits = Float64Array.from([1, 2, NaN, NaN]);
    const gradient = new Float64Array(4).fill(9);
    const loss: LossSpec = { name: 'crossEntropy', gamma: 0, classWeights: [3, 1], labelSmoothing: 0 };
    const value = lossAndGradient(loss, logits, Int32Array.from([1, 7]), 1, 2, gradient);
    expect(value).toBeCloseTo(Math.log(1 + Math.exp(-1)), 12);
    expect(Array.from(gradient.subarray(2))).toEqual([9, 9]);
  });
});

describe('lossAndGradient without labels', () => {
  it.each([-1, 2])('refuses label %i of two classes: it would read a neighbour’s logits', (label) => {
    const loss: LossSpec = { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 };
    const run = (): number =>
      lossAndGradient(loss, new Float64Array(4), Int32Array.of(0, label), 2, 2, new Float64Array(4));
    expect(run).toThrow(`Item 1 has no label: ${label}.`);
  });
});

describe('softmaxRows', () => {
  it('gives probabilities, in place as well', () => {
    const logits = Float64Array.from([0, Math.log(3), 1000, 0]);
    softmaxRows(logits, 2, 2, logits);
    expect(logits[0]).toBeCloseTo(0.25, 12);
    expect(logits[1]).toBeCloseTo(0.75, 12);
    expect(Array.from(logits.subarray(2))).toEqual([1, 0]);
  });
});
