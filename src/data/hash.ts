/** Content hashes: of a dataset, for resuming and caches, and of each sample, to recognise one that a model has seen. */
import { createHash } from 'node:crypto';
import { digestBytes, sampleDigests } from './hashShares.js';
import { compareText } from './order.js';
import type { CategoricalColumn, ContinuousColumn } from './types.js';

export interface HashInput {
  readonly sampleIds: readonly string[];
  readonly rowStart: Uint32Array;
  readonly continuous: readonly ContinuousColumn[];
  readonly categorical: readonly CategoricalColumn[];
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly groups: Int32Array | null;
}

/**
 * SHA-256 of the whole, as a hash over the samples' hashes: columns by name, categories by their text, samples by id, so
 * that neither the order of columns nor of rows in a file shows, nor the order of classes.
 */
export function hashDataset(input: HashInput): { hash: string; sampleHashes: string[] } {
  const continuous = [...input.continuous].sort((a, b) => compareText(a.name, b.name));
  const categorical = [...input.categorical].sort((a, b) => compareText(a.name, b.name));
  const digests = sampleDigests({
    rowStart: input.rowStart,
    continuous: continuous.map(({ values }) => values),
    categorical: categorical.map(({ codes, levels }) => ({
      codes,
      fingerprints: Int32Array.from(levels, levelFingerprint),
    })),
  });
  const total = createHash('sha256');
  total.update(
    JSON.stringify([
      'foldboard dataset 1',
      continuous.map(({ name }) => name),
      categorical.map(({ name }) => name),
      input.groups !== null,
    ]),
  );
  const sampleHashes = input.sampleIds.map((id, sample) => {
    const steps = input.rowStart[sample + 1] - input.rowStart[sample];
    const digest = Buffer.from(digests.buffer, digestBytes * sample, digestBytes).toString('hex');
    const label = input.labels[sample] < 0 ? null : input.classes[input.labels[sample]];
    total.update(JSON.stringify([id, steps, label, input.groups ? input.groups[sample] : null, digest]));
    return digest.slice(0, 16);
  });
  return { hash: total.digest('hex'), sampleHashes };
}

/** 32 bits that stand for a level's text, the same in every file. */
function levelFingerprint(level: string): number {
  return createHash('sha256').update(level).digest().readInt32LE(0);
}
