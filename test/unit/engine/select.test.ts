import { describe, expect, it } from 'vitest';
import { numericFingerprint } from '../../../src/engine/fingerprint.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { selectEngine } from '../../../src/engine/select.js';
import { fusedClasses } from './fusedClasses.js';

describe('selectEngine', () => {
  it.each([
    ['auto', 'fused'],
    ['fused', 'fused'],
    ['reference', 'reference'],
    ['tensorflow', 'tensorflow'],
  ] as const)('%s is %s', async (name, expected) => {
    expect((await selectEngine(name)).name).toBe(expected);
  });
});

describe('the numeric class of the fused engine', async () => {
  const classes = await fusedClasses();

  it('shows in the fingerprint, and in nothing else', async () => {
    const fingerprints = new Set<string>();
    for (const kernels of classes) {
      const engine = await createFusedEngine({ kernels });
      expect(engine.numericClass).toBe(kernels);
      const fingerprint = await numericFingerprint(engine);
      expect(await numericFingerprint(await createFusedEngine({ kernels }))).toBe(fingerprint);
      fingerprints.add(fingerprint);
    }
    expect(fingerprints.size).toBe(classes.length);
  });
});
