/** Progress while a run is not finished: one segment a fold, filled by its own epochs. */
import type { RunSnapshot } from '../../src/protocol/run.js';
import { formatMetric } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import { foldLook, foldName, placeOf } from './folds.js';
import type { Section } from './view.js';

/** More folds than this and the segments are named by the table alone. */
const named = 10;

export function progress(): Section {
  const list = h('ol', { class: 'segs' });
  const element = h('div', { class: 'progress' }, list);
  return {
    element,
    update({ run }) {
      element.hidden = run.live.status === 'finished';
      if (element.hidden) return;
      refill(list, ...run.folds.map((_, k) => segment(run, k)));
    },
  };
}

function segment(run: RunSnapshot, k: number): HTMLElement {
  const fold = run.folds[k];
  const look = foldLook(run, fold);
  const fill = h('i');
  const at = placeOf(run, k);
  const { of, begun } = fold.networks ?? { of: 1, begun: [null] };
  // Networks that stopped early count whole.
  const share = look === 'finished' ? 1 : (begun.length - 1 + at.epoch / Math.max(1, at.of)) / of;
  fill.style.width = `${Math.min(1, share) * 100}%`;
  const score = fold.metrics ? ` · ${formatMetric(fold.metrics[run.head.mainMetric])}` : '';
  const epoch =
    look === 'running' || look === 'stopped'
      ? ` · ${at.network}epoch ${at.epoch}${fold.networks ? '' : ` of at most ${at.of}`}`
      : '';
  const rest = `${score}${epoch}${look === 'failed' ? ' · failed' : ''}`;
  const words = h(
    'div',
    { class: 'lab clip', title: `${foldName(run, k)}${rest}` },
    foldName(run, k),
    h('span', { class: 'hide-s' }, rest),
  );
  const plain = run.folds.length > named ? h('span', { class: 'sr' }, `${foldName(run, k)}${rest}`) : words;
  return h('li', { class: look === 'running' ? 'on' : look }, h('div', { class: 'seg' }, fill), plain);
}
