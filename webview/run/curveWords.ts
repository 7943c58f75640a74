/** The curves of a chart over epochs in words and figures: what the crosshair says of an epoch, the table behind. Pure. */
import type { CurveName, RunSnapshot } from '../../src/protocol/run.js';
import type { Band, Values } from '../chart/curves.js';
import type { Said } from '../chart/cursor.js';
import type { ChartTable } from '../chart/table.js';
import { smallNumber } from '../format.js';
import type { ChartId } from './choices.js';
import { foldName } from './folds.js';
import type { Series } from './series.js';

/** One or two curves that share an axis. */
export interface Kind {
  readonly curve: CurveName;
  /** Tells the curves of one axis apart; empty where there is one. */
  readonly word: string;
  readonly dashed: boolean;
}

/** A curve of the folds that are shown; with stages, of the networks of one of them. */
export interface Shown extends Kind {
  readonly stage: string;
  readonly series: readonly Series[];
  readonly raw: readonly Values[];
  readonly smoothed: readonly Values[];
  readonly band: Band | null;
  readonly rawBand: Band | null;
}

/** What tells a curve from the others of its chart. */
export const wordOf = ({ stage, word }: Shown): string => [stage, word].filter((part) => part !== '').join(' ');

/** A value as it is written beside its curve. */
export function formatCurve(id: ChartId, value: number): string {
  if (id === 'learningRate') return smallNumber(value);
  if (id === 'seconds') return `${value.toFixed(2)} s`;
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

/** What the crosshair says of an epoch: means, then a row a line. */
export function saidAt(epoch: number, shown: readonly Shown[], run: RunSnapshot, id: ChartId): Said {
  const at = (row: Values | undefined): number | null => row?.[epoch - 1] ?? null;
  const text = (value: number | null): string => (value === null ? '–' : formatCurve(id, value));
  const means = shown.flatMap((one) => {
    const mean = at(one.rawBand?.mean);
    const std = at(one.rawBand?.std);
    if (mean === null || std === null) return [];
    return [{ name: `mean ${wordOf(one)}`.trim(), value: `${text(mean)} ± ${text(std)}`, strong: true }];
  });
  const kinds = [...new Set(shown.map(({ word }) => word))];
  const rows = shown
    .filter(({ word }) => word === kinds[0])
    .flatMap(({ series, stage }) => {
      const together = shown.filter((one) => one.stage === stage);
      return series.map((one, i) => ({ series: one, values: together.map(({ raw }) => at(raw[i])) }));
    })
    .filter(({ values }) => values.some((value) => value !== null))
    .sort((a, b) => a.series.task - b.series.task);
  const said =
    rows.length > mostRows
      ? rangesOf(rows, run, text)
      : rows.map(({ series, values }) => ({ name: series.name, value: values.map(text).join(' / ') }));
  const head = kinds.length > 1 ? ` · ${kinds.join(' / ')}` : '';
  return { head: `epoch ${epoch}${head}`, rows: [...means, ...said] };
}

/** More rows than this do not fit beside a chart. */
const mostRows = 12;

/** A row a fold (and stage) with the least and the largest value of its networks; of one network its value. */
function rangesOf(
  rows: readonly { readonly series: Series; readonly values: readonly (number | null)[] }[],
  run: RunSnapshot,
  text: (value: number | null) => string,
): Said['rows'] {
  const by = new Map<string, typeof rows>();
  for (const row of rows) {
    const name = [foldName(run, row.series.task), row.series.stage].filter((part) => part !== '').join(', ');
    by.set(name, [...(by.get(name) ?? []), row]);
  }
  return [...by].map(([name, own]) => {
    const range = (kind: number): string => {
      const known = own.flatMap(({ values }) => values[kind] ?? []);
      const [low, high] = known.length === 0 ? ['–', '–'] : [text(Math.min(...known)), text(Math.max(...known))];
      return low === high ? low : `${low} to ${high}`;
    };
    return { name, value: own[0].values.map((_, kind) => range(kind)).join(' / ') };
  });
}

/** The values behind a chart, a column a line. */
export function tableOf(shown: readonly Shown[], length: number, id: ChartId): ChartTable {
  const decimals = id === 'learningRate' ? 6 : id === 'loss' ? 4 : 3;
  const columns = [{ name: 'epoch', values: Array.from({ length }, (_, i) => i + 1) as Values, decimals: 0 }];
  const add = (name: string, values: Values): unknown => columns.push({ name: name.trim(), values, decimals });
  for (const one of shown) one.series.forEach(({ name }, i) => add(`${name} ${one.word}`, one.raw[i]));
  for (const one of shown) {
    const { rawBand } = one;
    const word = wordOf(one);
    if (!rawBand) continue;
    add(`mean ${word}`, rawBand.mean);
    add(`std ${word}`, rawBand.std);
  }
  return {
    names: columns.map((column) => column.name),
    columns: columns.map((column) => column.values),
    decimals: columns.map((column) => column.decimals),
  };
}
