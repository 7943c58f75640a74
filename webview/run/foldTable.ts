/** The table of folds: state, scores, wrong samples, course and time of each; mean ± std and pooled values below. */
import type { Metrics, ScalarMetric } from '../../src/metrics/types.js';
import { formatMetric, metricWords, scoreOf, type Score } from '../../src/metrics/words.js';
import type { CurveName, RunSnapshot } from '../../src/protocol/run.js';
import { sparkline, sparklines } from '../chart/sparkline.js';
import { h, icon, refill } from '../dom.js';
import { clock } from '../format.js';
import { sum } from '../matrix.js';
import { foldLook, liveFolds, lookWords, optimisticTag, placeOf, scoreSoFar } from './folds.js';
import { curveOf as seriesCurve, seriesOf, type Series } from './series.js';
import { changeOf, type Section } from './view.js';

const num = { class: 'num' };
const wide = { class: 'num hide-s' };

/** A column of the table, with what stands in its head, a row, and the two rows below. */
interface Column {
  readonly head: HTMLElement;
  readonly cell: (k: number) => HTMLElement;
  readonly mean: HTMLElement;
  readonly pooled: HTMLElement;
}

export function foldTable(): Section {
  const under = h('span', { class: 'end quiet small' });
  const table = h('table', { class: 't folds' });
  const scroll = h('div', { class: 'scroll' }, table);
  const title = h('h2', {}, 'Folds');
  const element = h('section', { id: 'folds' }, h('div', { class: 'head' }, title, under), scroll);
  const changed = changeOf();
  return {
    element,
    update({ run }) {
      if (!changed(run.folds, run.live.status, run.outcome, ...run.columns.map((columns) => columns.epoch.length)))
        return;
      title.textContent = run.head.scheme === 'none' ? 'Training' : 'Folds';
      refill(under, underText(run), ' ', optimisticTag(run));
      const columns = columnsOf(run);
      const head = h('tr', {}, ...columns.map((column) => column.head));
      refill(table, h('thead', {}, head), h('tbody', {}, ...bodyRows(run, columns)), footOf(run, columns));
    },
  };
}

function underText(run: RunSnapshot): string {
  if (run.head.scheme === 'none') return 'trained on everything: nothing is left to score it on';
  if (run.head.leaky)
    return 'windows of one sample stand on both sides of the splits, on purpose: these scores flatter';
  if (run.head.optimistic) return 'weights were chosen on the scored part: these scores flatter';
  if (run.live.status !== 'finished') return 'a score appears when its fold is finished: it is read once';
  return run.head.tasks === 1
    ? 'scored once, on samples its model never saw'
    : 'each scored once, on samples its model never saw';
}

/** With repeats, a quiet line before the folds of each, with its own mean. */
function bodyRows(run: RunSnapshot, columns: readonly Column[]): HTMLElement[] {
  const { folds, repeats, mainMetric } = run.head;
  return run.folds.flatMap((fold, k) => {
    const look = foldLook(run, fold);
    const attributes = { 'data-fold': k, 'data-state': look, 'data-epoch': run.columns[k].epoch.length };
    const row = h('tr', attributes, ...columns.map((column) => column.cell(k)));
    if (repeats < 2 || k % folds !== 0) return [row];
    const scored = run.folds.slice(k, k + folds).flatMap((one) => (one.metrics ? [one.metrics[mainMetric]] : []));
    const score = scoreOf(scored);
    const words = score
      ? ` · ${metricWords[mainMetric]} ${formatMetric(score.mean)} ± ${formatMetric(score.std)} (${score.count})`
      : '';
    const head = h('th', { colspan: columns.length, scope: 'rowgroup' }, `repeat ${Math.floor(k / folds) + 1}${words}`);
    return [h('tr', { class: 'group' }, head), row];
  });
}

function columnsOf(run: RunSnapshot): Column[] {
  const unfinished = run.live.status !== 'finished';
  const scored = run.head.scheme !== 'none';
  return [
    nameColumn(run),
    ...(unfinished ? [stateColumn(run)] : []),
    ...(scored ? shownMetrics(run).map((name, i) => metricColumn(run, name, i)) : []),
    ...(scored && !unfinished ? [wrongColumn(run)] : []),
    ...(run.head.baseline ? [] : [sparkColumn(run), bestColumn(run), timeColumn(run)]),
  ];
}

function shownMetrics(run: RunSnapshot): ScalarMetric[] {
  const usual: ScalarMetric[] = ['weightedF1', 'macroF1', 'balancedAccuracy', 'logLoss'];
  return [run.head.mainMetric, ...usual.filter((name) => name !== run.head.mainMetric)].slice(0, 4);
}

function nameColumn(run: RunSnapshot): Column {
  return {
    head: h('th', { scope: 'col' }, run.head.scheme === 'none' ? 'model' : 'fold'),
    cell: (k) => h('th', { scope: 'row' }, String((k % run.head.folds) + 1)),
    mean: h('th', { scope: 'row' }, h('b', {}, 'mean'), ' ± std ', optimisticTag(run)),
    pooled: h('th', { scope: 'row' }, 'pooled'),
  };
}

function stateColumn(run: RunSnapshot): Column {
  const finished = run.folds.filter((fold) => fold.metrics).length;
  return {
    head: h('th', { scope: 'col' }, 'state'),
    cell(k) {
      const fold = run.folds[k];
      const look = foldLook(run, fold);
      const far =
        look === 'running' || look === 'stopped' ? ` ${placeOf(run, k).network}epoch ${placeOf(run, k).epoch}` : '';
      const why = look === 'failed' && fold.message ? ` ${fold.message.split('\n', 1)[0]}` : '';
      const more = far || why ? h('span', { class: 'quiet clip' }, far || why) : null;
      const word = look === 'queued' && run.live.status !== 'running' ? 'Not begun' : lookWords[look];
      return h('td', { class: 'state-cell' }, h('span', { class: `state ${look}` }, icon(look), word, more));
    },
    mean: h('td', { class: 'quiet' }, `${finished} of ${run.head.tasks}`),
    pooled: h('td'),
  };
}

const shortWords: Partial<Record<ScalarMetric, string>> = { balancedAccuracy: 'balanced acc.' };

function metricColumn(run: RunSnapshot, name: ScalarMetric, place: number): Column {
  const attributes = place < 2 ? num : wide;
  const main = place === 0;
  const emphasis = (text: string): Node | string => (main && run.live.status !== 'finished' ? h('b', {}, text) : text);
  const pooled = run.outcome?.outOfFold?.[name];
  return {
    head: h('th', { ...attributes, scope: 'col' }, shortWords[name] ?? metricWords[name]),
    cell(k) {
      const value = run.folds[k].metrics?.[name];
      return h('td', attributes, value === undefined ? '–' : emphasis(formatMetric(value)));
    },
    mean: h('td', attributes, spread(scoreSoFar(run, name), main)),
    pooled: h('td', attributes, pooled === undefined ? '–' : formatMetric(pooled)),
  };
}

function spread(score: Score | null, main: boolean): Node | string {
  if (!score) return '–';
  const mean = main ? h('b', {}, formatMetric(score.mean)) : formatMetric(score.mean);
  return h('span', {}, mean, score.count < 2 ? '' : h('span', { class: 'pm' }, ` ± ${formatMetric(score.std)}`));
}

function wrongColumn(run: RunSnapshot): Column {
  const cell = (metrics: Metrics | null | undefined): HTMLElement => {
    if (!metrics) return h('td', num, '–');
    const all = sum(metrics.confusionMatrix.map(sum));
    const wrong = all - sum(metrics.confusionMatrix.map((row, c) => row[c]));
    return h('td', num, wrong, h('span', { class: 'quiet' }, ` of ${all}`));
  };
  return {
    head: h('th', { ...num, scope: 'col' }, 'wrong'),
    cell: (k) => cell(run.folds[k].metrics),
    mean: h('td'),
    pooled: cell(run.outcome?.outOfFold),
  };
}

const bestEpoch = (run: RunSnapshot, k: number): number | null =>
  run.folds[k].best?.epoch ?? run.outcome?.bestEpochs[k] ?? null;

/** What the weights are chosen by: the main metric on the select part; the training loss where nothing is chosen. */
function curveName(run: RunSnapshot): CurveName {
  if (!run.head.selects) return 'trainLoss';
  return run.head.mainMetric === 'logLoss' ? 'selectLoss' : run.head.mainMetric;
}
const curveOf = (run: RunSnapshot, k: number): readonly (number | null)[] => run.columns[k][curveName(run)];

function sparkColumn(run: RunSnapshot): Column {
  const series = seriesOf(run);
  const longest = series.reduce((most, { last }) => Math.max(most, last), 2);
  const live = liveFolds(run);
  const name = run.head.selects ? 'select part, by epoch' : 'training loss, by epoch';
  return {
    head: h('th', { class: 'hide-s spark-head', scope: 'col' }, name),
    cell(k) {
      const own = series.filter(({ task, network }) => task === k && network !== null);
      if (own.length > 0) return h('td', { class: 'hide-s spark-head' }, networkSparks(run, own, longest));
      const best = run.head.selects ? bestEpoch(run, k) : null;
      return h('td', { class: 'hide-s spark-head' }, sparkline(curveOf(run, k), longest, best, live.includes(k)));
    },
    mean: h('td', { class: 'hide-s' }),
    pooled: h('td', { class: 'hide-s' }),
  };
}

/** One course over another, each from its own first epoch; a dot where each was best. */
function networkSparks(run: RunSnapshot, own: readonly Series[], longest: number): SVGSVGElement | null {
  const curves = own.map((one) => ({
    values: seriesCurve(run, one, curveName(run), longest),
    best: run.head.selects ? one.best : null,
  }));
  return sparklines(
    curves,
    longest,
    own.some(({ isLive }) => isLive),
  );
}

/** Of several networks, their best epochs (few) or from which to which. */
function networkBests(run: RunSnapshot, own: readonly Series[]): HTMLElement {
  const at = own.flatMap(({ best, last }) => (run.head.selects ? (best ?? []) : last));
  if (at.length === 0) return h('td', wide, '–');
  const words = at.length <= 5 ? at.join(', ') : `${Math.min(...at)} to ${Math.max(...at)}`;
  return h('td', wide, h('span', { class: 'quiet', title: 'best epochs of its networks' }, `at ${words}`));
}

function bestColumn(run: RunSnapshot): Column {
  const series = seriesOf(run);
  return {
    head: h('th', { ...wide, scope: 'col' }, run.head.selects ? 'best on select' : 'last epoch'),
    cell(k) {
      const own = series.filter(({ task, network }) => task === k && network !== null);
      if (own.length > 0) return networkBests(run, own);
      const best = run.head.selects ? bestEpoch(run, k) : (run.columns[k].epoch.at(-1) ?? null);
      if (best === null) return h('td', wide, '–');
      const value = run.folds[k].best?.value ?? curveOf(run, k)[run.columns[k].epoch.indexOf(best)];
      if (!run.head.selects || typeof value !== 'number') return h('td', wide, best);
      return h('td', wide, formatMetric(value), h('span', { class: 'quiet' }, ` at ${best}`));
    },
    mean: h('td', wide),
    pooled: h('td', wide),
  };
}

function timeColumn(run: RunSnapshot): Column {
  const seconds = run.folds.map((fold) => fold.seconds);
  const total = sum(seconds);
  const finished = run.folds.filter((fold) => fold.state === 'finished');
  const usual = finished.length > 0 ? sum(finished.map((fold) => fold.seconds)) / finished.length : 0;
  return {
    head: h('th', { ...wide, scope: 'col' }, 'time'),
    cell(k) {
      const expected = run.live.status === 'running' && run.folds[k].state === 'waiting' && usual > 0;
      if (expected) return h('td', { class: 'num hide-s quiet' }, `about ${clock(usual)}`);
      return h('td', wide, seconds[k] > 0 ? clock(seconds[k]) : '–');
    },
    mean: h('td', { class: 'num hide-s quiet' }, total > 0 ? clock(total) : '–'),
    pooled: h('td', { class: 'hide-s' }),
  };
}

/** Mean ± std of the scored folds, and apart from it the value of all out-of-fold predictions together. */
function footOf(run: RunSnapshot, columns: readonly Column[]): HTMLElement | null {
  if (!scoreSoFar(run, run.head.mainMetric) || run.head.tasks < 2) return null;
  const mean = h('tr', {}, ...columns.map((column) => column.mean));
  if (!run.outcome?.outOfFold) return h('tfoot', {}, mean);
  return h('tfoot', {}, mean, h('tr', { class: 'sub' }, ...columns.map((column) => column.pooled)));
}
