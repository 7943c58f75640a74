/** Work in equal shares for two threads: one takes them from the front, the other from behind, until they meet. */

/** Shared memory; [0]: shares that nobody has taken yet, 0 or less where there is none. */
export type Shares = Int32Array;

export function createShares(count: number): Shares {
  const shares = new Int32Array(new SharedArrayBuffer(4));
  shares[0] = count;
  return shares;
}

/** @returns whether there was one left to be taken */
export function takeShare(shares: Shares): boolean {
  return Atomics.sub(shares, 0, 1) > 0;
}

/** Takes all that are left. @returns how many they were */
export function takeAllShares(shares: Shares): number {
  return Math.max(0, Atomics.exchange(shares, 0, 0));
}
