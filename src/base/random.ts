/**
 * Counter-based randomness: every random number is a pure function of (key, counter), so nothing about a generator
 * is ever stored in a checkpoint, and results do not depend on the order in which tasks run.
 *
 * The mixing function is Chris Wellons' `triple32` (https://nullprogram.com/blog/2018/07/31/), a bijection of 32 bits
 * with near-ideal avalanche, keyed before and between its rounds so that streams of different keys do not overlap.
 * The fused kernels compute the same function with SIMD for dropout masks.
 */

/** Two words that name a stream of random numbers. */
export interface RandomKey {
  readonly k0: number;
  readonly k1: number;
}

/** What a stream is for; part of its key, so that two uses never share numbers. */
export type RandomPurpose =
  | 'split'
  | 'select'
  | 'init'
  | 'shuffle'
  | 'sampler'
  | 'dropout'
  | 'augment'
  | 'member'
  | 'generate'
  | 'selfTest'
  | 'bootstrap'
  | 'search'
  | 'rocket';

/** The keyed mixing function: uniform over 32 bits, as an unsigned integer. */
export function randomUint32(key: RandomKey, counter: number): number {
  let x = (counter ^ key.k0) | 0;
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = (x ^ (x >>> 11)) + key.k1;
  x = Math.imul(x, 0xac4c1b51);
  x = Math.imul(x ^ (x >>> 15), 0x31848bab);
  return (x ^ (x >>> 14)) >>> 0;
}

/** A key from the experiment's seed, a purpose and any further whole numbers (repeat, fold, epoch, step, layer). */
export function deriveKey(seed: number, purpose: RandomPurpose, ...words: readonly number[]): RandomKey {
  let k0 = 0x9e3779b9 ^ (seed | 0);
  let k1 = 0x7f4a7c15 ^ Math.floor(seed / 4294967296);
  const absorb = (word: number): void => {
    const next = randomUint32({ k0, k1 }, word | 0);
    k1 = randomUint32({ k0: k1, k1: k0 }, (word | 0) ^ 0x5bf03635);
    k0 = next;
  };
  for (let i = 0; i < purpose.length; i++) absorb(purpose.charCodeAt(i));
  absorb(purpose.length);
  for (const word of words) absorb(word);
  absorb(words.length);
  return { k0: k0 | 0, k1: k1 | 0 };
}

/** Numbers drawn one after the other from a key; the state is a counter. */
export class RandomStream {
  #counter = 0;
  #spare: number | undefined;

  constructor(readonly key: RandomKey) {}

  /** Uniform over 0 … 2^32 - 1. */
  uint32(): number {
    return randomUint32(this.key, this.#counter++);
  }

  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number in 0 … bound - 1, without bias (rejection). */
  integer(bound: number): number {
    const limit = 4294967296 - (4294967296 % bound);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % bound;
  }

  /**
   * Standard normal by Marsaglia's polar method: only `log` and `sqrt`, which give the same bits in every version of V8
   * (`sin` and `cos` do not).
   */
  normal(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.#spare = v * scale;
      return u * scale;
    }
  }

  /** Fisher-Yates, in place; returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }
}
