/** The choice among kernels that give the same bytes: what computes otherwise is not used, and the quicker tile is. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { numericFingerprint } from '../../../src/engine/fingerprint.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { fasterTile } from '../../../src/engine/fused/trial.js';
import { chosenVariant, expectedFingerprints, loadKernelSet } from '../../../src/engine/fused/variants.js';
import { fusedClasses } from './fusedClasses.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(await fusedClasses())('variants, %s', (kernels) => {
  it('give the bytes by which the class is known', async () => {
    expect(await numericFingerprint(await createFusedEngine({ kernels }))).toBe(expectedFingerprints[kernels]);
  });

  it('with wide vectors are left alone where they compute otherwise, from then on', async () => {
    vi.stubEnv('FOLDBOARD_VECTOR_BITS', undefined);
    const wide = (await loadKernelSet(kernels)).revectorised;
    let checked = 0;
    const wrong = (): Promise<boolean> => {
      checked++;
      return Promise.resolve(false);
    };
    const set = await chosenVariant(kernels, false, wrong);
    expect(set).toMatchObject({ kernels, revectorised: false });
    expect(checked).toBe(wide ? 1 : 0);
    expect(process.env.FOLDBOARD_VECTOR_BITS).toBe(wide ? '128' : undefined);
    expect(await chosenVariant(kernels, false, wrong)).toMatchObject({ revectorised: false });
    expect(checked).toBe(wide ? 1 : 0);
  });

  it('take the other tile where that is clearly quicker, and no other for a little', async () => {
    const set = await loadKernelSet(kernels);
    const other = set.tileRows === 2 ? 4 : 2;
    // A clock by which the steps of the two tiles, which take turns, last so long.
    const clock = (own: number, another: number): (() => number) => {
      let calls = 0;
      let time = 0;
      return () => {
        if (calls++ % 2 === 1) time += calls % 4 === 2 ? own : another;
        return time;
      };
    };
    expect(fasterTile(set, clock(1, 0.8))).toBe(other);
    expect(fasterTile(set, clock(1, 0.95))).toBe(set.tileRows);
    expect(fasterTile(set, clock(1, 3))).toBe(set.tileRows);
  });
});
