/** Quiet tables: one hairline under the head, one above the summary, two spaces between columns, figures right-aligned. */
import type { HeadingAbove } from '../../metrics/tableSections.js';
import { cutApart, widthApart } from './apart.js';
import { none } from './number.js';
import type { Style } from './style.js';
import { cut, displayWidth, pad, type Align } from './width.js';

export interface Column {
  readonly head: string;
  /** `spread`: values as `0.931 ± 0.012` or `0.931`, lined up at the first number; the head stands left. */
  readonly align?: Align | 'spread';
  /** May be cut where the terminal is too narrow: names, never numbers. `apart`: so that those that differ still do. */
  readonly shrink?: 'middle' | 'end' | 'apart';
  /** A name is cut to no less than this, default 12, unless nothing else is left to give way. */
  readonly least?: number;
  /** Left out where the terminal is too narrow; the highest goes first. */
  readonly drop?: number;
}

export interface TableOptions {
  readonly columns: readonly Column[];
  /** Cells may carry colour; those of columns that shrink must not. */
  readonly rows: readonly (readonly string[])[];
  readonly headings?: readonly HeadingAbove[];
  /** Rows below the second hairline. */
  readonly summary?: readonly (readonly string[])[];
  readonly width: number;
  readonly style: Style;
  /** Spaces before each line. */
  readonly indent?: number;
}

const gap = '  ';
const narrowest = 12;
/** What is left of a name where the table would be wider than the terminal otherwise. */
const scrap = 4;

/** Lines of a table, joined by newlines, without one at the end. */
export function table(options: TableOptions): string {
  const indent = options.indent ?? 0;
  const room = options.width - indent;
  const all = [...options.rows, ...(options.summary ?? [])];
  let kept = options.columns.map((_, c) => c);
  const least = options.columns.map(({ shrink, least: own = narrowest }, c) =>
    shrink === 'apart' && Number.isFinite(room) ? widthApart(cellsOf(all, c), own) : own,
  );
  for (;;) {
    const fitted = fit(kept, options.columns, all, room, least);
    const next = nextToDrop(kept, options.columns);
    if (fitted.total <= room) return draw(kept, fitted, options, ' '.repeat(indent));
    if (next === null) {
      const tight = options.columns.map(() => scrap);
      return draw(kept, fit(kept, options.columns, all, room, tight), options, ' '.repeat(indent));
    }
    kept = kept.filter((c) => c !== next);
  }
}

function nextToDrop(kept: readonly number[], columns: readonly Column[]): number | null {
  const candidates = kept.filter((c) => columns[c].drop !== undefined);
  if (candidates.length === 0) return null;
  return candidates.reduce((a, b) => (columns[b].drop! > columns[a].drop! ? b : a));
}

interface Fitted {
  readonly widths: number[];
  /** Widest first number of each `spread` column. */
  readonly leads: number[];
  readonly total: number;
}

const cellsOf = (rows: TableOptions['rows'], c: number): string[] => rows.map((row) => row[c] ?? '');
const lead = (cell: string): string => cell.split(' ± ')[0];

function fit(
  kept: readonly number[],
  columns: readonly Column[],
  rows: TableOptions['rows'],
  room: number,
  least: readonly number[],
): Fitted {
  const leads = kept.map((c) => Math.max(0, ...rows.map((row) => displayWidth(lead(row[c] ?? '')))));
  const widths = kept.map((c, i) => {
    const cells = rows.map((row) => {
      const cell = row[c] ?? '';
      return columns[c].align === 'spread'
        ? displayWidth(cell) + leads[i] - displayWidth(lead(cell))
        : displayWidth(cell);
    });
    return Math.max(displayWidth(columns[c].head), ...cells);
  });
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
  // The widest name gives way first, so that short ones stay whole.
  for (;;) {
    const over = total() - room;
    const shrinkable = widths.flatMap((width, i) => (columns[kept[i]].shrink && width > least[kept[i]] ? [i] : []));
    if (over <= 0 || shrinkable.length === 0) break;
    const widest = shrinkable.reduce((a, b) => (widths[b] > widths[a] ? b : a));
    widths[widest] -= 1;
  }
  return { widths, leads, total: total() };
}

function draw(kept: readonly number[], fitted: Fitted, options: TableOptions, indent: string): string {
  const { columns, style } = options;
  const all = [...options.rows, ...(options.summary ?? [])];
  const short = kept.map((c, i) => {
    if (columns[c].shrink !== 'apart') return null;
    const cells = cellsOf(all, c);
    const names = cutApart(cells, fitted.widths[i]);
    return new Map(cells.map((text, r) => [text, names[r]]));
  });
  const cell = (text: string, c: number, i: number): string => {
    const { align, shrink } = columns[c];
    const width = fitted.widths[i];
    if (align === 'spread') {
      const before = text === none ? 0 : fitted.leads[i] - displayWidth(lead(text));
      return pad(' '.repeat(before) + text, width);
    }
    if (shrink === 'apart') return pad(short[i]!.get(text)!, width, align);
    return pad(shrink ? cut(text, width, shrink) : text, width, align);
  };
  const line = (row: readonly string[]): string =>
    (indent + kept.map((c, i) => cell(row[c] ?? '', c, i)).join(gap)).trimEnd();
  const head = kept
    .map((c, i) =>
      pad(
        cut(columns[c].head, fitted.widths[i], 'end'),
        fitted.widths[i],
        columns[c].align === 'spread' ? 'left' : columns[c].align,
      ),
    )
    .join(gap)
    .trimEnd();
  const rule = indent + style.quiet('─'.repeat(Math.min(fitted.total, Math.max(0, options.width - indent.length))));
  const summary = options.summary ?? [];
  return [
    indent + style.quiet(head),
    rule,
    ...options.rows.flatMap((row, i) => {
      const heading = options.headings?.find(({ above }) => above === i);
      const room = Math.max(0, options.width - indent.length);
      return [
        ...(heading ? [...(i > 0 ? [''] : []), indent + style.quiet(cut(heading.text, room, 'end'))] : []),
        line(row),
      ];
    }),
    ...(summary.length > 0 ? [rule, ...summary.map(line)] : []),
  ].join('\n');
}
