/** One definition of a quantile for data, features and intervals. */

/** Of ascending values, linear between neighbours, as numpy's default (type 7 of Hyndman & Fan 1996); `share` in 0 … 1. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const { position, below, above } = quantileRanks(sorted.length, share);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Where among `length` ascending values a quantile stands, and the two it lies between. */
export function quantileRanks(length: number, share: number): { position: number; below: number; above: number } {
  const position = share * (length - 1);
  const below = Math.floor(position);
  return { position, below, above: Math.min(below + 1, length - 1) };
}
