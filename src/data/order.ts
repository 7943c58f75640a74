/** The one order in which ids, levels and classes stand: numeric where all of them are numbers, else by code unit; no locale. */

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** By UTF-16 code unit: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Positions of `texts` in canonical order: `texts[order[0]]` comes first. Equal numbers ("7", "07") are ordered as text. */
export function canonicalOrder(texts: readonly string[]): Int32Array {
  const order = Int32Array.from(texts, (_, i) => i);
  if (!texts.every((text) => plainNumber.test(text))) return order.sort((a, b) => compareText(texts[a], texts[b]));
  const numbers = Float64Array.from(texts, Number);
  return order.sort((a, b) => numbers[a] - numbers[b] || compareText(texts[a], texts[b]));
}
