import { describe, expect, it } from 'vitest';
import { randomUint32 } from '../../../src/base/random.js';
import { instantiate } from '../../../src/engine/fused/kernelSet.js';
import { loadKernelSet } from '../../../src/engine/fused/variants.js';
import { floatBits, writeRecord } from '../../../src/engine/fused/records.js';
import { dropThreshold, maskKey } from '../../../src/model/dropout.js';
import { fusedClasses } from './fusedClasses.js';

/** Addresses in a memory of two pages: the kernels' own data lies in the first. */
const at = { plan: 65536, mask: 65600, lists: 65664, x: 66048, y: 98304 };

/** Rows of a batch of three items with lengths 3, 2, 1 in time order, padded to 4 rows a step, through one mask. */
async function droppedRows(kernels: 'fma' | 'portable', units: number, paddedUnits: number, p: number, step: object) {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { dropRows } = instantiate((await loadKernelSet(kernels)).module, memory);
  const words = new Int32Array(memory.buffer);
  const lists = [3, 2, 1, 0, 4, 8, 12, 2, 0, 1];
  words.set(lists, at.lists / 4);
  const places = { active: at.lists, offset: at.lists + 12, item: at.lists + 28 };
  writeRecord(words, 'Plan', at.plan, { steps: 3, items: 3, ...places });
  const { k0, k1 } = maskKey(step as { k0: number; k1: number }, 1);
  const shape = { units, directions: 2, paddedUnits, steps: 3 };
  const strength = { threshold: dropThreshold(p) | 0, scale: floatBits(1 / (1 - p)) };
  writeRecord(words, 'Mask', at.mask, { k0, k1, ...strength, ...shape });
  const columns = 2 * paddedUnits;
  const x = new Float32Array(memory.buffer, at.x, 12 * columns);
  for (let i = 0; i < x.length; i++) x[i] = i % paddedUnits < units ? 1 + i : 0;
  const y = new Float32Array(memory.buffer, at.y, 12 * columns).fill(NaN);
  dropRows(at.mask, at.plan, at.x, columns * 4, at.y, columns * 4);
  return { x, y, columns };
}

describe.each(await fusedClasses())('dropout masks of the fused engine, %s', (kernels) => {
  it.each([
    [16, 16, 0.5],
    [19, 32, 0.3],
    [1, 16, 0.1],
    [33, 48, 0.9],
  ])('are those of randomUint32: %i units padded to %i, p %d', async (units, paddedUnits, p) => {
    const step = { k0: -5, k1: 123456789 };
    const { x, y, columns } = await droppedRows(kernels, units, paddedUnits, p, step);
    const key = maskKey(step, 1);
    const items = [2, 0, 1];
    const lengths = [3, 2, 1];
    const expected = new Float32Array(y.length);
    for (let t = 0; t < 3; t++) {
      for (let place = 0; place < 3; place++) {
        if (t >= lengths[place]) continue;
        for (let j = 0; j < 2 * units; j++) {
          const counter = (items[place] * 3 + t) * 2 * units + j;
          const column = Math.floor(j / units) * paddedUnits + (j % units);
          const index = (t * 4 + place) * columns + column;
          if (randomUint32(key, counter) >= dropThreshold(p)) {
            expected[index] = Math.fround(x[index] * Math.fround(1 / (1 - p)));
          }
        }
      }
    }
    expect(y).toEqual(expected);
    const kept = y.filter((value) => value > 0).length / (6 * 2 * units);
    if (units > 10) expect(Math.abs(kept - (1 - p))).toBeLessThan(0.12);
  });
});
