/** Figures and words of a row, as every table of differences has them. */
import type { PairedDifference, Verdict } from '../../src/metrics/paired.js';
import { formatSigned, verdictSigns } from '../../src/metrics/words.js';
import { h } from '../dom.js';

/** Mean semibold, spread quiet, count of folds small; a dash where there is none. */
export function scoreCell(mean: number | null, std: number | null, folds: number): (Node | string)[] {
  if (mean === null || std === null) return ['–'];
  const value = h('b', {}, mean.toFixed(3));
  if (folds < 2) return [value];
  return [value, h('span', { class: 'pm' }, ` ± ${std.toFixed(3)}`), h('span', { class: 'k' }, ` (${folds})`)];
}

/** `+0.022 [+0.009, +0.034]`, the interval quiet; in narrow places it goes, and the difference stays. */
export function differenceCell(given: Pick<PairedDifference, 'difference' | 'low' | 'high'> | null): (Node | string)[] {
  if (!given) return [];
  const { difference, low, high } = given;
  const interval = low === null || high === null ? '' : ` [${formatSigned(low)}, ${formatSigned(high)}]`;
  return [formatSigned(difference), h('span', { class: 'ci quiet' }, interval)];
}

/** The head over such cells. */
export function intervalHead(): HTMLElement {
  return h('th', { scope: 'col', class: 'num w-diff' }, h('span', { class: 'ci' }, 'with 95 % interval'));
}

export function verdictWord(verdict: Verdict): HTMLElement {
  return h('span', { class: `word ${verdict}` }, h('i', { 'aria-hidden': 'true' }, verdictSigns[verdict]), verdict);
}

/** `129 k`, `1.2 M`. */
export function countText(count: number): string {
  return count < 1000 ? String(count) : count < 1e6 ? `${Math.round(count / 1000)} k` : `${(count / 1e6).toFixed(1)} M`;
}
