/** Which rows of a long table are on screen, with a few around them. Pure. */

const around = 8;

/** Rows `first` to `end` (exclusive), for a part of `height` pixels that is scrolled by `top`. */
export function windowOf(
  top: number,
  height: number,
  rowHeight: number,
  count: number,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.min(count, Math.floor(top / rowHeight)) - around);
  // Before a first layout nothing has a height: then some rows are made anyway, for these give it one.
  const rows = Math.ceil((height > 0 ? height : 20 * rowHeight) / rowHeight) + 2 * around;
  return { first, end: Math.min(count, first + rows) };
}
