/** Where the runs differ: F1 of each class, and the metric fold by fold. */
import { formatSigned, metricWords } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import { capital } from '../format.js';
import { strips } from './strips.js';
import { baselineOf, frontOf, shortened, together, type Section } from './view.js';

export function classScores(): Section {
  const element = h('figure', { class: 'chart', 'data-chart': 'classes' });
  return {
    element,
    update({ compared }) {
      const runs = together(compared).filter((run) => run.classF1 !== null);
      element.hidden = runs.length < 2;
      if (element.hidden) return;
      const rows = compared.classes.map((name, c) => {
        const values = runs.map((run) => run.classF1![c]);
        return { name, values, figure: Math.max(...values).toFixed(3), strong: false };
      });
      refill(
        element,
        h(
          'figcaption',
          {},
          h('b', {}, 'F1 of each class, pooled'),
          h('span', { class: 'end quiet small' }, 'the best in figures'),
        ),
        strips(compared, { caption: 'F1 of each class', runs, rows, figures: '' }),
        compared.classFinding === null ? null : h('p', { class: 'note' }, compared.classFinding),
      );
    },
  };
}

export function foldScores(): Section {
  const element = h('figure', { class: 'chart', 'data-chart': 'folds' });
  return {
    element,
    update({ compared }) {
      const runs = together(compared).filter((run) => run.foldScores !== null);
      const [front, baseline] = [frontOf(compared), baselineOf(compared)];
      element.hidden = runs.length < 2 || !front || compared.folds.length < 2;
      if (element.hidden || !front) return;
      const lower = compared.metric === 'logLoss';
      const rows = compared.folds.map((name, k) => {
        const [mine, theirs] = [front, baseline].map((run) => run.foldScores?.[k] ?? null);
        const difference = mine === null || theirs === null ? null : mine - theirs;
        return {
          name,
          values: runs.map((run) => run.foldScores![k]),
          figure: difference === null ? '–' : formatSigned(difference),
          strong: difference !== null && (lower ? difference < 0 : difference > 0),
        };
      });
      refill(
        element,
        h(
          'figcaption',
          {},
          h('b', {}, `${capital(metricWords[compared.metric])} fold by fold`),
          h('span', { class: 'end quiet small' }, foldWords(runs.length, shortened(front.label, 28))),
        ),
        strips(compared, { caption: `${metricWords[compared.metric]} of each fold`, runs, rows, figures: '' }),
      );
    },
  };

  function foldWords(count: number, label: string): string {
    return count > 2
      ? `figures: ${label} less the baseline, bold where it is ahead`
      : 'figures: the difference, bold where it is ahead';
  }
}
