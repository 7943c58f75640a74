/** What is seen first: the score of a finished run, the time left of a running one, how far a stopped one came. */
import { findings, type Finding } from '../../src/metrics/findings.js';
import { formatMetric, metricWords, scoreOf, type Score } from '../../src/metrics/words.js';
import { scalarMetrics, type ScalarMetric } from '../../src/metrics/types.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { h, refill } from '../dom.js';
import { clock, counted, roughly } from '../format.js';
import { bestSoFar, listText, liveFolds, optimisticTag, placeOf, scoreSoFar } from './folds.js';
import type { Section } from './view.js';

type Fact = readonly [term: string, value: Node | string];

export function hero(): Section {
  const big = h('div', { class: 'big' });
  const caption = h('p', { class: 'cap' });
  const also = h('dl', { class: 'also' });
  const saying = h('p', { class: 'saying' });
  const element = h('div', {}, h('div', { class: 'hero' }, h('div', {}, big, caption), also), saying);
  return {
    element,
    update({ run }) {
      const running = run.live.status === 'running';
      refill(big, ...(running ? bigTime(run) : bigScore(run)));
      refill(caption, ...(running ? timeCaption(run) : scoreCaption(run)));
      const facts = running ? runningFacts(run) : otherMetrics(run);
      refill(also, ...facts.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
      const judged = run.outcome?.outOfFold ?? (run.head.scheme === 'none' ? run.outcome?.test : null);
      const said = judged ? sayingNodes(findings(judged, run.outcome?.outOfFold ? run.outcome.samples : null)) : [];
      saying.hidden = said.length === 0;
      refill(saying, ...said);
    },
  };
}

/** Sentences, the class that each is about in bold. */
export function sayingNodes(said: readonly Finding[]): (Node | string)[] {
  return said.flatMap(({ text, subject }, i) => {
    const space = i === 0 ? '' : ' ';
    const at = subject === null ? -1 : text.indexOf(subject);
    if (subject === null || at < 0) return [space + text];
    return [space + text.slice(0, at), h('b', {}, subject), text.slice(at + subject.length)];
  });
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

/** A model that was not validated is seen by its test score, where there is one. */
function testScore(run: RunSnapshot): number | null {
  return run.head.scheme === 'none' ? (run.outcome?.test?.[run.head.mainMetric] ?? null) : null;
}

function bigScore(run: RunSnapshot): (Node | string)[] {
  const score = scoreSoFar(run, run.head.mainMetric);
  if (score) return scoreParts(score, true);
  const test = testScore(run);
  if (test !== null) return [formatMetric(test)];
  if (run.live.status === 'finished') return [run.head.tasks === 1 ? 'Final model' : `${run.head.tasks} final models`];
  const epochs = run.folds.reduce((sum, fold) => sum + fold.epoch, 0);
  if (epochs === 0) return ['Not begun'];
  return [counted(epochs, 'epoch'), h('span', { class: 'pm' }, ' so far')];
}

function scoreCaption(run: RunSnapshot): (Node | string | null)[] {
  const score = scoreSoFar(run, run.head.mainMetric);
  const words = metricWords[run.head.mainMetric];
  if (testScore(run) !== null)
    return [
      `${words} on the test data, ${counted(run.head.testSamples, 'sample')} · trained on everything, not validated`,
    ];
  if (!score) {
    const none =
      run.head.scheme === 'none'
        ? `trained on all ${run.head.samples} samples · nothing is scored`
        : 'no fold is scored yet';
    return [none, ' · ', run.head.selection];
  }
  const { tasks, scheme } = run.head;
  const rest = run.live.status === 'finished' ? '' : ` of ${tasks}`;
  const one = scheme === 'holdout' ? 'of one holdout' : `of one fold${rest}`;
  const over = score.count < 2 ? `${words} ${one}` : `${words}, mean ± std of ${score.count}${rest} folds`;
  const mixed = run.outcome?.mixedNumerics
    ? h(
        'span',
        { class: 'tag', title: 'A fold was computed, by force, with other numerics than planned.' },
        'mixed numerics',
      )
    : null;
  const chosen = run.head.baseline ? 'a baseline: nothing to choose' : run.head.selection;
  return [over, ' · ', chosen, ' ', optimisticTag(run), ' ', mixed];
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
  if (score) {
    const value = h('span', {}, scoreNode(score, true), ' ', optimisticTag(run));
    facts.push([`${metricWords[mainMetric]}, ${score.count} of ${tasks} folds`, value]);
  }
  const live = liveFolds(run);
  for (const k of live.slice(0, 2)) {
    const best = bestSoFar(run.folds[k]);
    const { name, of } = placeOf(run, k);
    if (!best) continue;
    const at = h('span', { class: 'pm' }, ` at epoch ${best.epoch}`);
    facts.push([`${name}, best on select`, h('span', {}, formatMetric(best.value), at)]);
    if (patience !== null && live.length === 1)
      facts.push(['stops unless better by', `epoch ${Math.min(best.epoch + patience, of)}`]);
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
  const test = run.outcome?.test;
  const instead = testScore(run) !== null && test ? test : null;
  const facts = others.flatMap((name: ScalarMetric): Fact[] => {
    if (instead) return [[metricWords[name], formatMetric(instead[name])]];
    const score = scoreSoFar(run, name);
    return score ? [[metricWords[name], scoreNode(score, false)]] : [];
  });
  const matrix = (run.outcome?.outOfFold ?? instead)?.confusionMatrix;
  if (matrix) {
    const all = matrix.flat().reduce((sum, count) => sum + count, 0);
    const wrong = all - matrix.reduce((sum, row, i) => sum + row[i], 0);
    const of = h('span', { class: 'pm' }, ` of ${all}`);
    facts.push([run.head.repeats > 1 ? 'wrong predictions' : 'wrong samples', h('span', {}, String(wrong), of)]);
  }
  if (test && !instead)
    facts.push([`test, ${metricWords[run.head.mainMetric]}`, formatMetric(test[run.head.mainMetric])]);
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
    const { name, epoch } = placeOf(run, k);
    return `${name}, epoch ${epoch}${how}`;
  });
  return said.length === 0 ? '' : `${listText(said)}.`;
}
