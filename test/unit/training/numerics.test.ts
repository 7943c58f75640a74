import { expect, test } from 'vitest';
import { readPlan } from '../../../src/rundir/plan.js';
import type { RunPlan } from '../../../src/rundir/types.js';
import { engineOf } from '../../../src/training/numerics.js';
import { tinyExperiment, tinyRun } from './tinyRun.js';

const planOf = async (part: Partial<RunPlan>): Promise<RunPlan> => ({
  ...(await readPlan(await tinyRun(await tinyExperiment()))),
  ...part,
});

test.each([
  ['fused', 'portable'],
  ['tensorflow', 'tensorflow-cpu'],
  ['tensorflow', 'tensorflow-wasm'],
  ['reference', 'float64'],
] as const)(
  'a run of engine %s stays in its class %s, also where another is the default',
  async (engine, numericClass) => {
    const found = await engineOf(await planOf({ engine, numericClass }));
    expect([found.name, found.numericClass]).toEqual([engine, numericClass]);
  },
);

test.each([
  ['fused', 'of-tomorrow'],
  ['fused', '../kernels/portable'],
  ['tensorflow', 'tensorflow-abacus'],
] as const)(
  'where engine %s has no class %s, it comes in its own, which its bits then refuse',
  async (engine, numericClass) => {
    const found = await engineOf(await planOf({ engine, numericClass }));
    expect(found.name).toBe(engine);
    expect(['fma', 'portable', 'tensorflow-wasm', 'tensorflow-node']).toContain(found.numericClass);
  },
);
