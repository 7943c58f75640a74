import { describe, expect, it } from 'vitest';
import type { Engine, Network } from '../../../src/engine/contract.js';
import { numericFingerprint } from '../../../src/engine/fingerprint.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';

/** The reference with something small changed on its way. */
function changed(change: (network: Network) => Partial<Network>): Engine {
  return {
    ...referenceEngine,
    create: async (options) => {
      const network = await referenceEngine.create(options);
      return { ...network, ...change(network) };
    },
  };
}

describe('numericFingerprint', () => {
  it('is 16 hex digits, and the same every time', async () => {
    const fingerprint = await numericFingerprint(referenceEngine);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(await numericFingerprint(referenceEngine)).toBe(fingerprint);
  });

  it('notices one float32 digit in one weight, and other dropout', async () => {
    const fingerprint = await numericFingerprint(referenceEngine);
    const digit = changed((network) => ({
      getParameters: () => network.getParameters().map((value, i) => (i === 77 ? value * (1 + 2 ** -23) : value)),
    }));
    const dropout = changed((network) => ({
      trainStep: (batch, step) => network.trainStep(batch, { ...step, dropout: null }),
    }));
    expect(await numericFingerprint(digit)).not.toBe(fingerprint);
    expect(await numericFingerprint(dropout)).not.toBe(fingerprint);
  });
});
