/** What the charts over epochs show: folds, mean and band of a curve, with the words for every epoch. Pure. */
import { metricWords } from '../../src/metrics/words.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { extent, lossLimits, meanBand, metricLimits, smooth } from '../chart/curves.js';
import type { Line, LineData, LineLook } from '../chart/lineChart.js';
import type { ChartTable } from '../chart/table.js';
import { capital } from '../format.js';
import { metricCurves, type ChartId, type Choices, type MetricCurve } from './choices.js';
import { foldLook } from './folds.js';
import { formatCurve, saidAt, tableOf, wordOf, type Kind, type Shown } from './curveWords.js';
import { curveOf, seriesOf, type Series } from './series.js';

export interface EpochChart {
  readonly title: string;
  readonly data: LineData;
  readonly table: ChartTable;
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
  const series = seriesOf(run).filter(({ task }) => !choices.hidden.includes(task));
  const running = run.live.status === 'running';
  const length = lastEpoch(run);
  const width = id === 'learningRate' ? 0 : choices.smoothing;
  const stages = [...new Set(series.map(({ stage }) => stage))];
  const each = stages.flatMap((stage) => kinds.map((kind) => ({ ...kind, stage })));
  const shown = each.map((kind): Shown => {
    const own = series.filter(({ stage }) => stage === kind.stage);
    const raw = own.map((one) => curveOf(run, one, kind.curve, length));
    // What ended early is no part of the mean: with it the mean would end where it did.
    const counted = own.map((one) => one.isDone);
    const smoothed = width > 0 ? raw.map((row) => smooth(row, width)) : raw;
    const rawBand = meanBand(raw.filter((_, i) => counted[i]));
    const band = width > 0 ? meanBand(smoothed.filter((_, i) => counted[i])) : rawBand;
    return { ...kind, series: own, raw, smoothed, rawBand, band };
  });
  const live = series.filter((one) => one.isLive);
  const range = rangeOf(choices.zoom, axisEnd(run));
  const log = choices.log.includes(id);
  const lines = shown.flatMap((one) => linesOf(one, { id, run, live, smooths: width > 0, running }));
  const bands = running ? [] : shown.flatMap((one) => (one.band ? [one.band] : []));
  const inRange = shown.flatMap((one) => one.raw.map((row) => row.slice(range[0] - 1, range[1])));
  return {
    title: chartTitle(id, run, choices),
    data: {
      ...{ range, lines, bands, log, logEpochs: choices.logEpochs },
      limits: isMetric(id) ? metricLimits(inRange) : lossLimits(inRange, log),
      now: running && live.length === 1 ? live[0].last : null,
      said: (epoch) => saidAt(epoch, shown, run, id),
    },
    table: tableOf(shown, length, id),
  };
}

function kindsOf(id: ChartId, run: RunSnapshot, choices: Choices): readonly Kind[] {
  if (id === 'loss') return run.head.selects ? lossKinds : [{ curve: 'trainLoss', word: '', dashed: false }];
  return [{ curve: id === 'metric' ? shownMetric(run, choices) : id, word: '', dashed: false }];
}

export const lastEpoch = (run: RunSnapshot): number =>
  seriesOf(run).reduce((most, { last }) => Math.max(most, last), 1);

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
  readonly live: readonly Series[];
  readonly smooths: boolean;
  readonly running: boolean;
}

/** Raw lines first, so that smoothed ones lie above them; then folds, what trains, and the mean last. */
function linesOf(shown: Shown, context: LineContext): Line[] {
  const { smooths, running, run } = context;
  const { dashed, series } = shown;
  const length = lastEpoch(run);
  const plain = { dashed, ring: null, label: null };
  const rawLook = ({ isLive }: Series): LineLook => (isLive ? 'rawLive' : 'raw');
  const raw = smooths ? series.map((one, i): Line => ({ ...plain, look: rawLook(one), values: shown.raw[i] })) : [];
  const order = series.map((_, i) => i).sort((a, b) => Number(series[a].isLive) - Number(series[b].isLive));
  const folds = order.map((i) => foldLine(shown, i, context));
  const mean = running || !shown.band ? null : shown.band.mean;
  const rawMean = smooths && mean && shown.rawBand ? shown.rawBand.mean : null;
  const word = wordOf(shown);
  const label = word ? { word, rest: '', at: length } : null;
  const means: Line[] = mean ? [{ ...plain, look: 'mean', values: mean, label }] : [];
  return [...raw, ...folds, ...(rawMean ? [{ ...plain, look: 'rawMean' as const, values: rawMean }] : []), ...means];
}

function foldLine(shown: Shown, i: number, context: LineContext): Line {
  const { id, run, live, running } = context;
  const { series } = shown;
  const own = series[i];
  const { isLive, best, name } = own;
  const fold = run.folds[own.task];
  // A single fold has no mean: it is what is seen.
  const alone = !running && series.length === 1;
  const last = shown.raw[i].findLast((value) => value !== null);
  const value = typeof last === 'number' ? formatCurve(id, last) : '';
  let label: Line['label'] = null;
  const ended =
    !running && run.live.status !== 'finished' && id === 'metric' && own.isLatest ? foldLook(run, fold) : null;
  if (isLive && live.length <= 4) {
    if (shown.word === '') label = { word: name, rest: value };
    else if (own === live.at(-1)) label = { word: shown.word, rest: value };
  } else if (ended === 'stopped' || ended === 'failed') label = { word: '', rest: `${name}, ${ended}` };
  else if (alone && wordOf(shown)) label = { word: wordOf(shown), rest: '' };
  else if (running && id === 'metric' && series.length <= 6 && fold.state === 'finished' && best !== null)
    label = { word: '', rest: `${name}, best ${best}` };
  return {
    look: isLive ? 'live' : alone ? 'mean' : 'fold',
    values: shown.smoothed[i],
    dashed: shown.dashed,
    ring: isMetric(id) ? best : null,
    label,
  };
}

/** Whether a chart has anything to show. */
export function hasCurve(id: ChartId, run: RunSnapshot, choices: Choices): boolean {
  return kindsOf(id, run, choices).some((kind) => extent(run.columns.map((columns) => columns[kind.curve])) !== null);
}
