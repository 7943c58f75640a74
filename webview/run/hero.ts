/** The answer first: the score of a finished run, the time left of a running one; then one plain sentence. */
import { findings } from '../../src/metrics/findings.js';
import { scalarMetrics, type ScalarMetric } from '../../src/metrics/types.js';
import { formatMetric, metricWords, scoreOf, type Score } from '../../src/metrics/words.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { h, refill } from '../dom.js';
import { clock, counted, roughly } from '../format.js';
import { foldName, listText, liveFolds, scoreSoFar } from './folds.js';
import type { Section } from './header.js';

type Fact = readonly [term: string, value: Node | string];

export function hero(): Section {
  const big = h('div', { class: 'big' });
  const caption = h('p', { class: 'cap' });
  const also = h('dl', { class: 'also' });
  const saying = h('p', { class: 'saying' });
  const element = h('div', {}, h('div', { class: 'hero' }, h('div', {}, big, caption), also), saying);
  return {
    element,
    update(run) {
      const running = run.live.status === 'running';
      refill(big, ...(running ? bigTime(run) : bigScore(run)));
      refill(caption, ...(running ? timeCaption(run) : scoreCaption(run)));
      const facts = running ? runningFacts(run) : otherMetrics(run);
      refill(also, ...facts.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
      const said = run.outcome?.outOfFold ? findings(run.outcome.outOfFold).map((finding) => finding.text) : [];
      saying.hidden = said.length === 0;
      saying.textContent = said.join(' ');
    },
  };
}

/** `0.931 ± 0.012 (5)`, the parts in their weights. */
function scoreParts(score: Score, counted: boolean): (Node | string)[] {
  if (score.count < 2) return [formatMetric(score.mean)];
  const spread = h('span', { class: 'pm' }, ` ± ${formatMetric(score.std)}`);
  const count = counted ? [h('span', { class: 'k' }, ` (${score.count})`)] : [];
  return [formatMetric(score.mean), spread, ...count];
}

function scoreNode(score: Score, counted: boolean): Node {
  return h('span', {}, ...scoreParts(score, counted));
}

function bigScore(run: RunSnapshot): (Node | string)[] {
  const score = scoreSoFar(run, run.head.mainMetric);
  if (score) return scoreParts(score, true);
  const epochs = run.folds.reduce((sum, fold) => sum + fold.epoch, 0);
  return run.live.status === 'finished'
    ? ['Finished']
    : [counted(epochs, 'epoch'), h('span', { class: 'pm' }, ' so far')];
}

function scoreCaption(run: RunSnapshot): (Node | string)[] {
  const score = scoreSoFar(run, run.head.mainMetric);
  const optimistic = run.head.optimistic ? h('span', { class: 'tag warn' }, 'optimistic') : '';
  if (!score) return ['no fold is scored', ' · ', run.head.selection];
  const words = metricWords[run.head.mainMetric];
  const rest = run.live.status === 'finished' ? '' : ` of ${run.head.tasks}`;
  const over = score.count < 2 ? `${words} of one fold${rest}` : `${words}, mean ± std of ${score.count}${rest} folds`;
  return [over, ' · ', run.head.selection, ' ', optimistic];
}

function bigTime(run: RunSnapshot): (Node | string)[] {
  if (!run.live.left) return ['Starting'];
  return [roughly(run.live.left.seconds), h('span', { class: 'pm' }, ' left')];
}

function timeCaption(run: RunSnapshot): string[] {
  const { left, elapsed } = run.live;
  if (!left) return ['the time left is known after the first epoch'];
  const most = left.atMost > left.seconds * 1.2 ? `, at most ${roughly(left.atMost)}` : '';
  return [`estimated${most} · ${clock(elapsed)} of training so far`];
}

function runningFacts(run: RunSnapshot): Fact[] {
  const facts: Fact[] = [];
  const { mainMetric, tasks, patience } = run.head;
  const score = scoreSoFar(run, mainMetric);
  if (score) facts.push([`${metricWords[mainMetric]}, ${score.count} of ${tasks} folds`, scoreNode(score, true)]);
  for (const k of liveFolds(run).slice(0, 2)) {
    const { best } = run.folds[k];
    if (!best) continue;
    const at = h('span', { class: 'pm' }, ` at epoch ${best.epoch}`);
    facts.push([`${foldName(run, k)}, best on select`, h('span', {}, formatMetric(best.value), at)]);
    if (patience !== null && liveFolds(run).length === 1)
      facts.push([
        'stops unless better by',
        `epoch ${Math.min(best.epoch + patience, run.folds[k].epochs ?? Infinity)}`,
      ]);
  }
  const epochs = run.columns.flatMap((columns) => columns.seconds.slice(-3).filter((value) => value !== null));
  const mean = scoreOf(epochs)?.mean;
  if (mean !== undefined) facts.push(['one epoch', mean < 1 ? `${mean.toFixed(2)} s` : `${mean.toFixed(1)} s`]);
  return facts;
}

function otherMetrics(run: RunSnapshot): Fact[] {
  // Accuracy says the same as the wrong samples do.
  const plain = run.outcome?.outOfFold ? 'accuracy' : null;
  const others = scalarMetrics.filter((name) => name !== run.head.mainMetric && name !== plain);
  const facts = others.flatMap((name: ScalarMetric): Fact[] => {
    const score = scoreSoFar(run, name);
    return score ? [[metricWords[name], scoreNode(score, false)]] : [];
  });
  const test = run.outcome?.test;
  if (test) facts.push([`test, ${metricWords[run.head.mainMetric]}`, formatMetric(test[run.head.mainMetric])]);
  const matrix = run.outcome?.outOfFold?.confusionMatrix;
  if (matrix) {
    const all = matrix.flat().reduce((sum, count) => sum + count, 0);
    const wrong = all - matrix.reduce((sum, row, i) => sum + row[i], 0);
    facts.push(['wrong samples', h('span', {}, String(wrong), h('span', { class: 'pm' }, ` of ${all}`))]);
  }
  return facts;
}

/** What a screen reader hears, once an epoch. */
export function spoken(run: RunSnapshot): string {
  const { mainMetric } = run.head;
  if (run.live.status !== 'running') return `${run.head.name}: ${run.live.status}.`;
  const said = liveFolds(run).map((k) => {
    const values = mainMetric === 'logLoss' ? [] : run.columns[k][mainMetric];
    const value = values.at(-1);
    const how = typeof value === 'number' ? `: ${metricWords[mainMetric]} ${formatMetric(value)}` : '';
    return `${foldName(run, k)}, epoch ${run.folds[k].epoch}${how}`;
  });
  return said.length === 0 ? '' : `${listText(said)}.`;
}
