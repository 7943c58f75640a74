/** Content hashes: of a dataset, for resuming and caches, and of each sample, to recognise one that a model has seen. */
import { createHash } from 'node:crypto';
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
  const fingerprints = categorical.map(({ levels }) => Int32Array.from(levels, levelFingerprint));
  const total = createHash('sha256');
  total.update(
    JSON.stringify([
      'foldboard dataset 1',
      continuous.map(({ name }) => name),
      categorical.map(({ name }) => name),
      input.groups !== null,
    ]),
  );
  const width = continuous.length + categorical.length;
  let buffer = new ArrayBuffer(0);
  const sampleHashes = input.sampleIds.map((id, sample) => {
    const start = input.rowStart[sample];
    const steps = input.rowStart[sample + 1] - start;
    if (buffer.byteLength < 4 * steps * width) buffer = new ArrayBuffer(8 * steps * width);
    const floats = new Float32Array(buffer, 0, steps * width);
    const words = new Int32Array(buffer, 0, steps * width);
    continuous.forEach(({ values }, i) => floats.set(values.subarray(start, start + steps), i * steps));
    categorical.forEach(({ codes }, i) => {
      const fingerprint = fingerprints[i];
      const base = (continuous.length + i) * steps;
      for (let t = 0; t < steps; t++) words[base + t] = fingerprint[codes[start + t]];
    });
    const digest = createHash('sha256').update(words).digest('hex');
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
