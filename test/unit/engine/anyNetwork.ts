/** Random networks, losses and batches of every odd shape, for holding one engine against another. */
import fc from 'fast-check';
import type { LossSpec, NetworkSpec } from '../../../src/model/types.js';

export interface AnyCase {
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  readonly seed: number;
  readonly lengths: readonly number[];
  /** Whether the step drops anything. */
  readonly dropout: boolean;
  /** Longer and larger than the batch needs, as the last batch of an epoch is. */
  readonly spareBatch: number;
  readonly spareSteps: number;
}

const sizes = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 40 }) },
  // Full registers and tiles, and one more or less.
  { weight: 1, arbitrary: fc.constantFrom(15, 16, 17, 31, 32, 33, 48, 63, 64, 65) },
);

const tables = fc.array(fc.record({ rows: fc.integer({ min: 1, max: 6 }), size: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 4,
});

const inputs = fc
  .record({
    continuous: fc.oneof(fc.constant(0), sizes),
    tables,
    time: fc.option(
      fc.record({
        rows: fc.integer({ min: 1, max: 12 }),
        size: fc.integer({ min: 1, max: 6 }),
        combine: fc.constantFrom('concat' as const, 'add' as const),
        after: fc.array(fc.nat(3), { maxLength: 3 }),
      }),
    ),
  })
  .map(({ continuous, tables: drawn, time }) => {
    const after = time ? [...new Set(time.after)].filter((i) => i < drawn.length).sort((a, b) => a - b) : [];
    const add = time?.combine === 'add' && after.length > 0;
    const embeddings = drawn.map((table, i) => ({
      column: `c${i}`,
      rows: table.rows,
      size: add && after.includes(i) ? time.size : table.size,
    }));
    return {
      // There must be something to read.
      continuous: continuous === 0 && embeddings.length === 0 && !time ? 1 : continuous,
      embeddings,
      time: time && { rows: time.rows, size: time.size, combine: add ? ('add' as const) : ('concat' as const), after },
    };
  });

const networks: fc.Arbitrary<NetworkSpec> = fc
  .record({
    inputs,
    cell: fc.constantFrom('gru' as const, 'lstm' as const, 'rnn' as const),
    hidden: sizes,
    layers: fc.integer({ min: 1, max: 3 }),
    bidirectional: fc.boolean(),
    stem: fc.option(
      fc.record({ filters: sizes, kernel: fc.constantFrom(1, 3, 5, 9), stride: fc.integer({ min: 1, max: 4 }) }),
    ),
    layerNorm: fc.boolean(),
    attention: fc.boolean(),
    dropout: fc.constantFrom(0, 0.1, 0.5),
    headUnits: fc.option(sizes),
    classes: fc.oneof(
      fc.integer({ min: 2, max: 5 }),
      sizes.filter((size) => size > 1),
    ),
  })
  .map(({ inputs: input, ...rest }) => ({ ...input, ...rest }))
  // Over two or three values a layer norm cancels nearly all of the gradient: what remains is rounding in float32.
  .map((spec) => ({ ...spec, layerNorm: spec.layerNorm && spec.hidden >= 4 }));

const losses = (classes: number): fc.Arbitrary<LossSpec> =>
  fc.record({
    name: fc.constantFrom('crossEntropy' as const, 'focal' as const),
    gamma: fc.constantFrom(0, 0.5, 2),
    classWeights: fc.option(
      fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: classes, maxLength: classes }),
    ),
    labelSmoothing: fc.constantFrom(0, 0.1),
  });

const casesOf = (specs: fc.Arbitrary<NetworkSpec>, lengths: fc.Arbitrary<readonly number[]>): fc.Arbitrary<AnyCase> =>
  specs.chain((spec) =>
    fc.record({
      spec: fc.constant(spec),
      loss: losses(spec.classes),
      seed: fc.nat(1e6),
      lengths,
      dropout: fc.boolean(),
      spareBatch: fc.nat(3),
      spareSteps: fc.nat(5),
    }),
  );

export const anyCase = casesOf(
  networks,
  fc.oneof(
    fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 11 }),
    // All of one length: no row ever leaves the batch.
    fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 19 }))
      .map(([steps, size]) => new Array<number>(size).fill(steps)),
  ),
);

/** Small networks with so many rows that an engine has to take them in several portions. */
export const manyRows = casesOf(
  networks.map((spec) => ({ ...spec, hidden: 1 + (spec.hidden % 5), layerNorm: false })),
  fc.oneof(
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 200 }),
    fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 257, maxLength: 300, size: 'max' }),
    fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 3, maxLength: 9 }),
  ),
);
