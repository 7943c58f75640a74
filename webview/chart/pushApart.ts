/** Places for labels that must not lie on one another. Pure. */

/** Vertical places near the wished ones, at least `gap` apart, within limits as far as they allow. In the order given. */
export function pushApart(wished: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wished.map((_, i) => i).sort((a, b) => wished[a] - wished[b]);
  const placed = [...wished];
  let above = low - gap;
  for (const i of order) above = placed[i] = Math.max(placed[i], above + gap);
  let below = high + gap;
  for (const i of order.reverse()) below = placed[i] = Math.min(placed[i], below - gap);
  return placed;
}
