/** What the charts over epochs show: folds, mean and band of a curve, with the words for every epoch. Pure. */
import { metricWords } from '../../src/metrics/words.js';
import type { CurveName, RunSnapshot } from '../../src/protocol/run.js';
import { align, extent, lossLimits, meanBand, metricLimits, smooth, type Band, type Values } from '../chart/curves.js';
import type { Said } from '../chart/cursor.js';
import type { Line, LineData, LineLook } from '../chart/lineChart.js';
import type { ChartTable } from '../chart/table.js';
import { capital, smallNumber } from '../format.js';
import { metricCurves, type ChartId, type Choices, type MetricCurve } from './choices.js';
import { foldLook, foldName, liveFolds } from './folds.js';

export interface EpochChart {
  readonly title: string;
  readonly data: LineData;
  readonly table: ChartTable;
}

/** One or two curves that share an axis. */
interface Kind {
  readonly curve: CurveName;
  /** Tells the curves of one axis apart; empty where there is one. */
  readonly word: string;
  readonly dashed: boolean;
}

/** A curve of the folds that are shown. */
interface Shown extends Kind {
  readonly raw: readonly Values[];
  readonly smoothed: readonly Values[];
  readonly band: Band | null;
  readonly rawBand: Band | null;
}

const lossKinds: readonly Kind[] = [
  { curve: 'trainLoss', word: 'train', dashed: true },
  { curve: 'selectLoss', word: 'select', dashed: false },
];

/** The metric of the large chart: what was chosen, else the one the run is judged by. */
export function shownMetric(run: RunSnapshot, choices: Choices): MetricCurve {
  return choices.metric ?? metricCurves.find((name) => name === run.head.mainMetric) ?? 'weightedF1';
}

/** The charts below the two large ones: every curve that is not in these. */
export function smallCharts(run: RunSnapshot, choices: Choices): ChartId[] {
  const rest = run.head.selects ? metricCurves.filter((name) => name !== shownMetric(run, choices)) : [];
  return [...rest, 'learningRate', 'seconds'];
}

export function chartTitle(id: ChartId, run: RunSnapshot, choices: Choices): string {
  if (id === 'loss') return run.head.selects ? 'Loss' : 'Training loss';
  if (id === 'learningRate') return 'Learning rate';
  if (id === 'seconds') return 'Seconds an epoch';
  return capital(metricWords[id === 'metric' ? shownMetric(run, choices) : id]);
}

export const isMetric = (id: ChartId): boolean => id === 'metric' || (metricCurves as readonly string[]).includes(id);

export function epochChart(id: ChartId, run: RunSnapshot, choices: Choices): EpochChart {
  const kinds = kindsOf(id, run, choices);
  const tasks = run.columns.map((_, k) => k).filter((k) => !choices.hidden.includes(k));
  const running = run.live.status === 'running';
  const length = lastEpoch(run);
  const width = id === 'learningRate' ? 0 : choices.smoothing;
  // A fold that ended early is no part of the mean: with it the mean would end where it did.
  const counted = tasks.map((k) => run.live.status === 'finished' || run.folds[k].state === 'finished');
  const shown = kinds.map((kind): Shown => {
    const raw = tasks.map((k) => align(run.columns[k].epoch, run.columns[k][kind.curve], length));
    const smoothed = width > 0 ? raw.map((row) => smooth(row, width)) : raw;
    const rawBand = meanBand(raw.filter((_, i) => counted[i]));
    const band = width > 0 ? meanBand(smoothed.filter((_, i) => counted[i])) : rawBand;
    return { ...kind, raw, smoothed, rawBand, band };
  });
  const live = liveFolds(run).filter((k) => tasks.includes(k));
  const range = rangeOf(choices.zoom, axisEnd(run));
  const log = choices.log.includes(id);
  const lines = shown.flatMap((one) => linesOf(one, { id, run, tasks, live, smooths: width > 0, running }));
  const bands = running ? [] : shown.flatMap((one) => (one.band ? [one.band] : []));
  const inRange = shown.flatMap((one) => one.raw.map((row) => row.slice(range[0] - 1, range[1])));
  return {
    title: chartTitle(id, run, choices),
    data: {
      ...{ range, lines, bands, log, logEpochs: choices.logEpochs },
      limits: isMetric(id) ? metricLimits(inRange) : lossLimits(inRange, log),
      now: running && live.length === 1 ? (run.columns[live[0]].epoch.at(-1) ?? null) : null,
      said: (epoch) => saidAt(epoch, shown, tasks, run, id),
    },
    table: tableOf(shown, tasks, run, length, id),
  };
}

function kindsOf(id: ChartId, run: RunSnapshot, choices: Choices): readonly Kind[] {
  if (id === 'loss') return run.head.selects ? lossKinds : [{ curve: 'trainLoss', word: '', dashed: false }];
  return [{ curve: id === 'metric' ? shownMetric(run, choices) : id, word: '', dashed: false }];
}

export const lastEpoch = (run: RunSnapshot): number =>
  run.columns.reduce((last, columns) => Math.max(last, columns.epoch.at(-1) ?? 0), 1);

/** The axis goes a little ahead of what trains, so that it does not move with every epoch. */
export function axisEnd(run: RunSnapshot): number {
  const last = lastEpoch(run);
  if (run.live.status !== 'running') return Math.max(2, last);
  const ahead = Math.ceil((last + 1) / 10) * 10;
  return Math.max(5, Math.min(ahead, Math.max(last, run.head.epochs)));
}

/** A zoom that no longer fits (another run's, or epochs taken back) shows everything. */
function rangeOf(zoom: Choices['zoom'], end: number): [number, number] {
  if (!zoom || zoom[0] >= end || zoom[1] <= zoom[0]) return [1, end];
  return [Math.max(1, zoom[0]), Math.min(end, zoom[1])];
}

interface LineContext {
  readonly id: ChartId;
  readonly run: RunSnapshot;
  readonly tasks: readonly number[];
  readonly live: readonly number[];
  readonly smooths: boolean;
  readonly running: boolean;
}

/** Raw lines first, so that smoothed ones lie above them; then folds, what trains, and the mean last. */
function linesOf(shown: Shown, context: LineContext): Line[] {
  const { tasks, live, smooths, running, run } = context;
  const { dashed } = shown;
  const length = lastEpoch(run);
  const plain = { dashed, ring: null, label: null };
  const rawLook = (k: number): LineLook => (live.includes(k) ? 'rawLive' : 'raw');
  const raw = smooths ? tasks.map((k, i): Line => ({ ...plain, look: rawLook(k), values: shown.raw[i] })) : [];
  const order = tasks
    .map((_, i) => i)
    .sort((a, b) => Number(live.includes(tasks[a])) - Number(live.includes(tasks[b])));
  const folds = order.map((i) => foldLine(shown, i, context));
  const mean = running || !shown.band ? null : shown.band.mean;
  const rawMean = smooths && mean && shown.rawBand ? shown.rawBand.mean : null;
  const label = shown.word ? { word: shown.word, rest: '', at: length } : null;
  const means: Line[] = mean ? [{ ...plain, look: 'mean', values: mean, label }] : [];
  return [...raw, ...folds, ...(rawMean ? [{ ...plain, look: 'rawMean' as const, values: rawMean }] : []), ...means];
}

function foldLine(shown: Shown, i: number, context: LineContext): Line {
  const { id, run, tasks, live, running } = context;
  const k = tasks[i];
  const isLive = live.includes(k);
  // A single fold has no mean: it is what is seen.
  const alone = !running && tasks.length === 1;
  const best = run.folds[k].best?.epoch ?? run.outcome?.bestEpochs[k] ?? null;
  const last = shown.raw[i].findLast((value) => value !== null);
  const value = typeof last === 'number' ? formatCurve(id, last) : '';
  const name = foldName(run, k);
  let label: Line['label'] = null;
  const ended = !running && run.live.status !== 'finished' && id === 'metric' ? foldLook(run, run.folds[k]) : null;
  if (isLive && live.length <= 4) {
    if (shown.word === '') label = { word: name, rest: value };
    else if (k === live.at(-1)) label = { word: shown.word, rest: value };
  } else if (ended === 'stopped' || ended === 'failed') label = { word: '', rest: `${name}, ${ended}` };
  else if (alone && shown.word) label = { word: shown.word, rest: '' };
  else if (running && id === 'metric' && tasks.length <= 6 && run.folds[k].state === 'finished' && best !== null)
    label = { word: '', rest: `${name}, best ${best}` };
  return {
    look: isLive ? 'live' : alone ? 'mean' : 'fold',
    values: shown.smoothed[i],
    dashed: shown.dashed,
    ring: isMetric(id) ? best : null,
    label,
  };
}

/** A value as it is written beside its curve. */
export function formatCurve(id: ChartId, value: number): string {
  if (id === 'learningRate') return smallNumber(value);
  if (id === 'seconds') return `${value.toFixed(2)} s`;
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

function saidAt(epoch: number, shown: readonly Shown[], tasks: readonly number[], run: RunSnapshot, id: ChartId): Said {
  const at = (row: Values | undefined): number | null => row?.[epoch - 1] ?? null;
  const text = (value: number | null): string => (value === null ? '–' : formatCurve(id, value));
  const means = shown.flatMap((one) => {
    const mean = at(one.rawBand?.mean);
    const std = at(one.rawBand?.std);
    if (mean === null || std === null) return [];
    return [{ name: `mean ${one.word}`.trim(), value: `${text(mean)} ± ${text(std)}`, strong: true }];
  });
  const folds = tasks.flatMap((k, i) => {
    const values = shown.map((one) => at(one.raw[i]));
    return values.every((value) => value === null)
      ? []
      : [{ name: foldName(run, k), value: values.map(text).join(' / ') }];
  });
  const kinds = shown.length > 1 ? ` · ${shown.map((one) => one.word).join(' / ')}` : '';
  return { head: `epoch ${epoch}${kinds}`, rows: [...means, ...folds] };
}

function tableOf(
  shown: readonly Shown[],
  tasks: readonly number[],
  run: RunSnapshot,
  length: number,
  id: ChartId,
): ChartTable {
  const decimals = id === 'learningRate' ? 6 : id === 'loss' ? 4 : 3;
  const columns = [{ name: 'epoch', values: Array.from({ length }, (_, i) => i + 1) as Values, decimals: 0 }];
  const add = (name: string, values: Values): unknown => columns.push({ name: name.trim(), values, decimals });
  for (const one of shown) tasks.forEach((k, i) => add(`${foldName(run, k)} ${one.word}`, one.raw[i]));
  for (const { rawBand, word } of shown) {
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

/** Whether a chart has anything to show. */
export function hasCurve(id: ChartId, run: RunSnapshot, choices: Choices): boolean {
  return kindsOf(id, run, choices).some((kind) => extent(run.columns.map((columns) => columns[kind.curve])) !== null);
}
