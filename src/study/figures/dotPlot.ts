/** A suite's table as one figure: names, scores, differences with intervals on one axis, words. Pure. */
import { dotScale, position, type DotScale } from '../../metrics/dotScale.js';
import { headingsAbove } from '../../metrics/tableSections.js';
import { formatSigned, metricWords } from '../../metrics/words.js';
import { intervalText, rowWord } from '../export.js';
import type { Ablation, AblationRow } from '../table.js';
import { drawing, node, paper, words } from './svg.js';

export interface Figure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const line = 26;
/** Of a heading: some air above it. */
const headingLine = 36;
const top = 74;
const at = { name: 20, score: 440, plot: 464, plotEnd: 744, interval: 920, word: 940, end: 1080 } as const;

/** Tabular figures: numbers stand below each other. */
const figures = { 'font-variant-numeric': 'tabular-nums' } as const;

export function dotPlot(table: Ablation): Figure {
  const { rows, metric, margin } = table;
  const scale = dotScale(
    rows.flatMap(({ difference, verdict }) => (difference && verdict ? [difference] : [])),
    margin,
  );
  const headings = headingsAbove(rows);
  /** Lines of headings above a row, its own with them. */
  const headed = (i: number): number => headings.filter(({ above }) => above <= i).length;
  const lineOf = (i: number): number => top + i * line + headed(i) * headingLine + 17;
  const bottom = top + rows.length * line + headings.length * headingLine;
  const height = bottom + 46;
  const x = (value: number): number => at.plot + position(scale, value) * (at.plotEnd - at.plot);
  const quiet = { fill: paper.quiet, 'font-size': 12 };
  const svg = drawing(
    at.end,
    height,
    `${table.suite}: ${metricWords[metric]} of each row, and its difference to ${table.baseline}`,
    words(at.name, 30, table.suite, { 'font-size': 17, 'font-weight': 600 }),
    words(at.name, 58, 'row', quiet),
    words(at.score, 58, metricWords[metric], { ...quiet, 'text-anchor': 'end' }),
    words(at.plot, 58, 'difference, paired by fold', quiet),
    words(at.interval, 58, 'with 95 % interval', { ...quiet, 'text-anchor': 'end' }),
    node('line', { x1: at.name, x2: at.end - 20, y1: 66, y2: 66, stroke: paper.rule }),
    node('rect', { x: x(-margin), width: x(margin) - x(-margin), y: 67, height: bottom - 62, fill: paper.wash }),
    node('line', { x1: x(0), x2: x(0), y1: 67, y2: bottom + 5, stroke: paper.mark }),
    ...headings.map(({ above, text }) => words(at.name, lineOf(above) - line, shortened(text, 60), quiet)),
    ...rows.map((row, i) => rowOf(row, table, lineOf(i), x, scale)),
    node('line', { x1: at.name, x2: at.end - 20, y1: bottom + 5, y2: bottom + 5, stroke: paper.rule }),
    ...scale.ticks.map((tick) =>
      words(x(tick), bottom + 22, tick === 0 ? '0' : formatSigned(tick), { ...quiet, 'text-anchor': 'middle' }),
    ),
    words(at.end - 20, bottom + 22, `shaded: ±${margin.toFixed(3)}, equivalent`, { ...quiet, 'text-anchor': 'end' }),
  );
  return { svg, width: at.end, height };
}

function rowOf(
  row: AblationRow,
  { metric }: Ablation,
  y: number,
  x: (value: number) => number,
  scale: DotScale,
): string {
  const ink = row.optimistic && !row.baseline ? paper.quiet : paper.ink;
  const { difference, mean, std } = row;
  const score = mean && std ? `${mean[metric].toFixed(3)}${row.folds > 1 ? ` ± ${std[metric].toFixed(3)}` : ''}` : '–';
  const numbers = difference
    ? [formatSigned(difference.difference), intervalText(difference.low, difference.high)]
        .filter((part) => part !== '')
        .join(' ')
    : '';
  return [
    words(at.name, y, shortened(row.name, 42), { fill: ink }),
    words(at.score, y, score, { ...figures, 'text-anchor': 'end', fill: ink }),
    row.baseline ? node('path', { d: diamond(x(0), y - 4.5), fill: paper.ink }) : '',
    difference ? marks(row, y - 4.5, x, scale) : '',
    words(at.interval, y, numbers, { ...figures, 'text-anchor': 'end', fill: ink }),
    words(at.word, y, rowWord(row), {
      fill: ink,
      'font-weight': row.verdict === 'better' || row.verdict === 'worse' ? 600 : 400,
    }),
  ].join('');
}

/** Filled where it is shown to differ, hollow where not; beyond the axis an arrow. */
function marks({ difference, verdict }: AblationRow, y: number, x: (value: number) => number, scale: DotScale): string {
  const { difference: value, low, high } = difference!;
  const color = verdict === 'better' ? paper.better : verdict === 'worse' ? paper.worse : paper.mark;
  if (value < scale.low || value > scale.high) {
    const [edge, way] = value < scale.low ? [at.plot, 1] : [at.plotEnd, -1];
    return node('path', { d: `M${edge},${y}l${9 * way},-5v10z`, fill: color });
  }
  const clamp = (end: number): number => Math.min(at.plotEnd, Math.max(at.plot, x(end)));
  const shown = verdict === 'better' || verdict === 'worse';
  return [
    low !== null && high !== null
      ? node('line', { x1: clamp(low), x2: clamp(high), y1: y, y2: y, stroke: color, 'stroke-width': 2 })
      : '',
    node('circle', {
      ...{ cx: x(value), cy: y, r: 4.5, fill: shown ? color : paper.background },
      ...{ stroke: shown ? paper.background : paper.ink, 'stroke-width': shown ? 1 : 1.8 },
    }),
  ].join('');
}

const diamond = (x: number, y: number): string => `M${x},${y - 6}l6,6l-6,6l-6,-6z`;
const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
