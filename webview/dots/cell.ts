/** A row's strip of the dot plot: the band of equivalence, zero, its interval and its mark. */
import { position, type DotScale } from '../../src/metrics/dotScale.js';
import type { PairedDifference, Verdict } from '../../src/metrics/paired.js';
import { h } from '../dom.js';

/** What a strip needs of its row. */
export interface DotRow {
  readonly baseline: boolean;
  readonly difference: Pick<PairedDifference, 'difference' | 'low' | 'high'> | null;
  /** Null where the difference has no word: it is drawn faintly. */
  readonly verdict: Verdict | null;
}

export function dotCell(row: DotRow | null, scale: DotScale, margin: number): HTMLTableCellElement {
  const cell = h('td', { class: 'dp' });
  const mark = (name: string, from: number, to?: number): HTMLElement => {
    const element = h('i', { class: name });
    element.style.left = `${100 * from}%`;
    if (to !== undefined) element.style.width = `${100 * (to - from)}%`;
    cell.append(element);
    return element;
  };
  mark('eq', position(scale, -margin), position(scale, margin));
  mark('zero', position(scale, 0));
  if (row?.baseline) mark('pt base', position(scale, 0));
  if (!row?.difference || row.baseline) return cell;
  const { difference, low, high } = row.difference;
  const look = row.verdict ?? 'undecided';
  cell.classList.toggle('faint', row.verdict === null);
  const at = position(scale, difference);
  if (at < 0 || at > 1) {
    const word = row.verdict === null ? '' : ` ${row.verdict}`;
    cell.append(h('span', { class: `off${at > 1 ? ' r' : ''}${word}`, 'aria-hidden': 'true' }, at > 1 ? '▶' : '◀'));
    return cell;
  }
  if (low !== null && high !== null)
    mark(`iv ${look}`, Math.max(0, position(scale, low)), Math.min(1, position(scale, high)));
  mark(`pt ${look}`, at);
  return cell;
}

/** The axis below the rows. */
export function axisCell(scale: DotScale): HTMLTableCellElement {
  const cell = h('td', { class: 'dp axis' });
  for (const tick of scale.ticks) {
    const text = tick === 0 ? '0' : `${tick < 0 ? '−' : '+'}${String(Math.abs(tick))}`;
    const element = h('span', { class: tick === 0 ? 'z' : null }, text);
    element.style.left = `${100 * position(scale, tick)}%`;
    cell.append(element);
  }
  return cell;
}
