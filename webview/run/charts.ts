/** Two charts over epochs: a metric of the select part, and the losses. Folds thin, the one that trains in front. */
import type { CurveName, RunSnapshot } from '../../src/protocol/run.js';
import { metricWords } from '../../src/metrics/words.js';
import { align, lossLimits, meanBand, metricLimits, type Values } from '../chart/curves.js';
import { lineChart, type ChartData, type Line } from '../chart/lineChart.js';
import { h } from '../dom.js';
import { capital } from '../format.js';
import { checkbox, dropdown, type Choice } from '../toolkit.js';
import { foldName, liveFolds } from './folds.js';
import type { Section } from './header.js';

export type MetricCurve = Extract<CurveName, 'weightedF1' | 'macroF1' | 'accuracy' | 'balancedAccuracy'>;
const metricCurves: readonly MetricCurve[] = ['weightedF1', 'macroF1', 'accuracy', 'balancedAccuracy'];

/** What the user chose; kept over a reload. */
export interface ChartChoices {
  readonly metric: MetricCurve | null;
  readonly logLoss: boolean;
}

export function charts(choices: ChartChoices, chosen: (choices: ChartChoices) => void): Section {
  let run: RunSnapshot | null = null;
  let current = choices;
  const metricChart = lineChart({ label: 'Metric of the select part by epoch, a line a fold', decimals: 3 });
  const lossChart = lineChart({ label: 'Training and select loss by epoch', decimals: 3 });
  const metricEnd = h('span', { class: 'end quiet small' });
  const lossEnd = h('span', { class: 'end' });
  const metricHead = h('span');
  const metricFigure = h('figure', { class: 'chart', 'data-chart': 'metric' });
  const lossFigure = h('figure', { class: 'chart', 'data-chart': 'loss' });
  const title = h('h2');
  const under = h('span', { class: 'end quiet small' });
  const note = h('p', { class: 'note' });
  const grid = h('div', { class: 'grid2' }, metricFigure, lossFigure);
  const element = h('section', {}, h('div', { class: 'head' }, title, under), grid, note);

  const change = (next: Partial<ChartChoices>): void => {
    current = { ...current, ...next };
    chosen(current);
    draw();
  };
  lossEnd.append(checkbox('log scale', current.logLoss, (logLoss) => change({ logLoss })));
  metricFigure.append(h('figcaption', {}, metricHead, metricEnd), metricChart.element);
  lossFigure.append(h('figcaption', {}, h('b', {}, 'Loss'), lossEnd), lossChart.element);

  function draw(): void {
    if (!run) return;
    const metric = metricOf(current, run);
    const data = metricData(run, metric);
    metricChart.update(data);
    lossChart.update(lossData(run, current.logLoss));
    const points = run.columns.map((columns) => columns[metric].filter((value) => value !== null).length);
    for (const figure of [metricFigure, lossFigure]) {
      figure.dataset['epochs'] = String(Math.max(0, ...run.columns.map((columns) => columns.epoch.length)));
      figure.dataset['points'] = points.join(',');
    }
    metricFigure.dataset['metric'] = metric;
  }

  return {
    element,
    update(next) {
      if (!run) {
        const texts = metricCurves.map((value): Choice<MetricCurve> => ({ value, text: capital(metricWords[value]) }));
        metricHead.append(dropdown('Metric', texts, metricOf(current, next), (metric) => change({ metric })));
      }
      run = next;
      const live = liveFolds(run);
      const running = run.live.status === 'running';
      title.textContent = running ? 'Now' : 'Course of training';
      under.textContent = running
        ? 'what trains in front, finished folds behind it'
        : 'folds thin · mean bold · band ± std';
      metricEnd.textContent = `○ best epoch${live.length > 0 ? ' so far' : ''}`;
      note.textContent = running
        ? ''
        : 'Measured on the select part, by which the best epoch is chosen; the table of folds is the score. The mean ends where the first fold stopped.';
      draw();
    },
  };
}

function metricOf(choices: ChartChoices, run: RunSnapshot): MetricCurve {
  return choices.metric ?? metricCurves.find((name) => name === run.head.mainMetric) ?? 'weightedF1';
}

const lastEpoch = (run: RunSnapshot): number => Math.max(1, ...run.columns.map((columns) => columns.epoch.at(-1) ?? 0));

/** The axis goes a little ahead of what trains, so that it does not move with every epoch. */
function axisEnd(run: RunSnapshot): number {
  const last = lastEpoch(run);
  if (run.live.status !== 'running') return Math.max(2, last);
  const ahead = Math.ceil((last + 1) / 10) * 10;
  return Math.max(5, Math.min(ahead, Math.max(last, run.head.epochs)));
}

function rows(run: RunSnapshot, name: CurveName): Values[] {
  return run.columns.map((columns) => align(columns.epoch, columns[name], lastEpoch(run)));
}

function metricData(run: RunSnapshot, metric: MetricCurve): ChartData {
  const values = rows(run, metric);
  const live = liveFolds(run);
  const band = run.live.status === 'running' ? null : meanBand(values);
  const lines = values.map((row, k): Line => {
    const isLive = live.includes(k);
    const name = foldName(run, k);
    const best = run.folds[k].best?.epoch ?? run.outcome?.bestEpochs[k] ?? null;
    const label = isLive ? name : null;
    return { name, values: row, look: isLive ? 'live' : 'quiet', dashed: false, ring: best, label };
  });
  return {
    epochs: axisEnd(run),
    lines: [...lines, meanLine(band?.mean, 'mean', false)],
    bands: band ? [band] : [],
    limits: metricLimits(values),
    log: false,
    now: live.length === 1 ? lastOf(run, live[0]) : null,
  };
}

function lossData(run: RunSnapshot, log: boolean): ChartData {
  const live = liveFolds(run);
  const running = run.live.status === 'running';
  const front = live.at(-1);
  const kinds = [
    { curve: 'trainLoss', word: 'train', dashed: true },
    { curve: 'selectLoss', word: 'select', dashed: false },
  ] as const;
  const parts = kinds.map(({ curve, word, dashed }) => {
    const values = rows(run, curve);
    const band = running ? null : meanBand(values);
    const lines = values.map((row, k): Line => {
      const name = `${foldName(run, k)} ${word}`;
      const look = live.includes(k) ? 'live' : 'quiet';
      return { name, values: row, look, dashed, ring: null, label: k === front ? word : null };
    });
    return { values, band, lines: [...lines, meanLine(band?.mean, word, dashed)] };
  });
  return {
    epochs: axisEnd(run),
    lines: parts.flatMap((part) => part.lines),
    bands: parts.flatMap((part) => (part.band ? [part.band] : [])),
    limits: lossLimits(
      parts.flatMap((part) => part.values),
      log,
    ),
    log,
    now: live.length === 1 ? lastOf(run, live[0]) : null,
  };
}

function meanLine(values: Values | undefined, word: string, dashed: boolean): Line {
  const name = word === 'mean' ? 'mean' : `mean ${word}`;
  if (!values) return { name, values: [], look: 'hidden', dashed, ring: null, label: null };
  return { name, values, look: 'mean', dashed, ring: null, label: word };
}

function lastOf(run: RunSnapshot, k: number): number | null {
  return run.columns[k].epoch.at(-1) ?? null;
}
