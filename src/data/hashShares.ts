/** Digests of samples, a share of them at a time: by one thread, or by two that begin at either end. */
import { createHash } from 'node:crypto';
import { presentPartner, type Partner } from './partner/partner.js';
import { createShares, takeShare, type Shares } from './partner/shares.js';

/** What is hashed of samples: their rows of each column, in this order. */
export interface HashedColumns {
  readonly rowStart: Uint32Array;
  readonly continuous: readonly Float32Array[];
  readonly categorical: readonly {
    readonly codes: Uint16Array;
    /** For each code, what stands for its level. */
    readonly fingerprints: Int32Array;
  }[];
}

/** The partner's part of it; all arrays in shared memory but the fingerprints. */
export interface HashJob extends HashedColumns {
  readonly digests: Uint8Array;
  readonly shares: Shares;
  readonly shareCount: number;
}

/** Bytes of a SHA-256. */
export const digestBytes = 32;
/** Data of fewer bytes are hashed before two threads have agreed. */
const leastBytes = 1 << 22;
const shareCount = 64;

/** SHA-256 of each sample's values, one behind the other. */
export function sampleDigests(
  columns: HashedColumns,
  helper: Partner | null = isWorthIt(columns) ? presentPartner() : null,
): Uint8Array {
  const samples = columns.rowStart.length - 1;
  const digests = new Uint8Array(new SharedArrayBuffer(digestBytes * samples));
  const job: HashJob = { ...columns, digests, shares: createShares(shareCount), shareCount };
  const pending = helper?.begin('hash', job) ?? null;
  const hash = hasher(job);
  let own = 0;
  while (takeShare(job.shares)) hash(own++);
  // What the partner has taken, it has done; or else it is done here.
  if (own < shareCount && !pending?.result()) while (own < shareCount) hash(own++);
  return digests;
}

/** The partner's part: shares from the last one on. */
export function hashFromBehind(job: HashJob): true {
  const hash = hasher(job);
  for (let share = job.shareCount - 1; takeShare(job.shares); share--) hash(share);
  return true;
}

function isWorthIt({ rowStart, continuous, categorical }: HashedColumns): boolean {
  return 4 * rowStart[rowStart.length - 1] * (continuous.length + categorical.length) >= leastBytes;
}

/** Hashes the samples of a share. */
function hasher({ rowStart, continuous, categorical, digests, shareCount: shares }: HashJob): (share: number) => void {
  const samples = rowStart.length - 1;
  const width = continuous.length + categorical.length;
  let buffer = new ArrayBuffer(0);
  const hashSample = (sample: number): void => {
    const start = rowStart[sample];
    const steps = rowStart[sample + 1] - start;
    if (buffer.byteLength < 4 * steps * width) buffer = new ArrayBuffer(8 * steps * width);
    const floats = new Float32Array(buffer, 0, steps * width);
    const words = new Int32Array(buffer, 0, steps * width);
    continuous.forEach((values, i) => floats.set(values.subarray(start, start + steps), i * steps));
    categorical.forEach(({ codes, fingerprints }, i) => {
      const base = (continuous.length + i) * steps;
      for (let t = 0; t < steps; t++) words[base + t] = fingerprints[codes[start + t]];
    });
    digests.set(createHash('sha256').update(words).digest(), digestBytes * sample);
  };
  const firstOf = (share: number): number => Math.floor((share * samples) / shares);
  return (share) => {
    for (let sample = firstOf(share); sample < firstOf(share + 1); sample++) hashSample(sample);
  };
}
