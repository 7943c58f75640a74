/** The table of folds: state, scores, course and time of each; mean ± std below. */
import { scalarMetrics, type ScalarMetric } from '../../src/metrics/types.js';
import { formatMetric, metricWords } from '../../src/metrics/words.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { sparkline } from '../chart/sparkline.js';
import { h, icon, refill } from '../dom.js';
import { clock } from '../format.js';
import { foldLook, foldName, lookWords, scoreSoFar } from './folds.js';
import type { Section } from './header.js';

const narrow = { class: 'num hide-s' };

export function foldTable(): Section {
  const under = h('span', { class: 'end quiet small' });
  const table = h('table', { class: 't' });
  const scroll = h('div', { class: 'scroll' }, table);
  const element = h('section', {}, h('div', { class: 'head' }, h('h2', {}, 'Folds'), under), scroll);
  return {
    element,
    update(run) {
      const metrics = shownMetrics(run);
      under.textContent =
        run.live.status === 'finished'
          ? 'each scored once, on samples its model never saw'
          : 'a score appears when its fold is finished: it is read once';
      if (run.head.optimistic) under.textContent = 'weights were chosen on the scored part: these scores flatter';
      const head = h(
        'tr',
        {},
        h('th', {}, 'fold'),
        h('th', {}, 'state'),
        ...metrics.map((name, i) => h('th', i === 0 ? { class: 'num' } : narrow, metricWords[name])),
        h('th', { class: 'hide-s' }, 'select part, by epoch'),
        h('th', { class: 'num' }, 'best on select'),
        h('th', { class: 'num' }, 'time'),
      );
      refill(
        table,
        h('thead', {}, head),
        h('tbody', {}, ...run.folds.map((_, k) => row(run, k, metrics))),
        foot(run, metrics),
      );
    },
  };
}

function shownMetrics(run: RunSnapshot): ScalarMetric[] {
  const rest = scalarMetrics.filter((name) => name !== run.head.mainMetric && name !== 'accuracy');
  return [
    run.head.mainMetric,
    ...(['macroF1', 'balancedAccuracy', 'logLoss'] as const).filter((n) => rest.includes(n)),
  ];
}

function row(run: RunSnapshot, k: number, metrics: readonly ScalarMetric[]): HTMLElement {
  const fold = run.folds[k];
  const look = foldLook(run, fold);
  const columns = run.columns[k];
  const main = run.head.mainMetric;
  const best = fold.best?.epoch ?? run.outcome?.bestEpochs[k] ?? null;
  const curve = main === 'logLoss' ? columns.selectLoss : columns[main];
  const value = fold.best?.value ?? (best === null ? null : curve[columns.epoch.indexOf(best)]);
  const epoch = look === 'running' || look === 'stopped' ? h('span', { class: 'quiet' }, `epoch ${fold.epoch}`) : null;
  const state = h('span', { class: `state ${look}` }, icon(look), lookWords[look], epoch);
  const spark = sparkline(curve, longest(run), best, look === 'running');
  const at = h('span', { class: 'quiet' }, ` at ${best}`);
  return h(
    'tr',
    { 'data-fold': k, 'data-state': look, 'data-epoch': columns.epoch.length },
    h('th', { scope: 'row' }, foldName(run, k).replace(/^fold /, '')),
    h('td', { class: 'nowrap' }, state),
    ...metrics.map((name, i) =>
      h('td', i === 0 ? { class: 'num' } : narrow, metricCell(fold.metrics?.[name], i === 0)),
    ),
    h('td', { class: 'hide-s' }, spark),
    h('td', { class: 'num' }, value === null || value === undefined ? '–' : h('span', {}, formatMetric(value), at)),
    h('td', { class: 'num' }, fold.seconds > 0 ? clock(fold.seconds) : '–'),
  );
}

function metricCell(value: number | undefined, main: boolean): Node | string {
  if (value === undefined) return '–';
  return main ? h('b', {}, formatMetric(value)) : formatMetric(value);
}

const longest = (run: RunSnapshot): number => Math.max(2, ...run.columns.map((columns) => columns.epoch.at(-1) ?? 0));

/** Mean ± std of the scored folds, and apart from it the value of all out-of-fold predictions together. */
function foot(run: RunSnapshot, metrics: readonly ScalarMetric[]): HTMLElement | null {
  const scores = metrics.map((name) => scoreSoFar(run, name));
  if (!scores[0]) return null;
  const seconds = run.folds.reduce((sum, fold) => sum + fold.seconds, 0);
  const spread = (score: (typeof scores)[number], main: boolean): Node | string => {
    if (!score) return '–';
    const mean = main ? h('b', {}, formatMetric(score.mean)) : formatMetric(score.mean);
    return h('span', {}, mean, score.count < 2 ? '' : h('span', { class: 'pm' }, ` ± ${formatMetric(score.std)}`));
  };
  const blank = [h('td', { class: 'hide-s' }), h('td')];
  const mean = h(
    'tr',
    {},
    h('th', { scope: 'row' }, 'mean ± std'),
    h('td', { class: 'quiet' }, `${scores[0].count} of ${run.head.tasks}`),
    ...scores.map((score, i) => h('td', i === 0 ? { class: 'num' } : narrow, spread(score, i === 0))),
    ...blank,
    h('td', { class: 'num' }, seconds > 0 ? clock(seconds) : '–'),
  );
  const pooled = run.outcome?.outOfFold;
  if (!pooled) return h('tfoot', {}, mean);
  const cells = metrics.map((name, i) => h('td', i === 0 ? { class: 'num' } : narrow, formatMetric(pooled[name])));
  const second = h(
    'tr',
    { class: 'sub' },
    h('th', { scope: 'row' }, 'pooled'),
    h('td'),
    ...cells,
    h('td', { class: 'hide-s' }),
    h('td'),
    h('td'),
  );
  return h('tfoot', {}, mean, second);
}
