/** One row of the list of samples: truth against prediction, how sure, and the probabilities of all classes in one bar. */
import { h } from '../dom.js';
import { elided, probability } from '../format.js';
import type { Evidence } from './evidence.js';

/** Up to so many classes each has a colour and a hatching; of more, the truth, the prediction and the rest are told apart. */
export const coloured = 4;

/** Letters of a class name that fit into a column. */
const longest = 16;

export interface RowContext {
  readonly evidence: Evidence;
  /** `3`, or `2.3` with repeats. */
  readonly fold: (task: number) => string;
  readonly open: (row: number) => void;
}

export function sampleRow({ evidence, fold, open }: RowContext, row: number): HTMLTableRowElement {
  const { classes, labels, predicted, confidence, ofTruth, tasks } = evidence;
  const name = evidence.samples[row];
  const truth = labels[row];
  const wrong = truth >= 0 && truth !== predicted[row];
  const sign = wrong ? h('span', { class: 'wrong' }, '✗', h('span', { class: 'sr' }, 'wrong:'), ' ') : null;
  const button = h('button', { class: 'plain', type: 'button', tabindex: -1, 'aria-label': `Open ${name}` }, 'Open');
  button.addEventListener('click', () => open(row));
  return h(
    'tr',
    { 'data-sample': name },
    h('th', { scope: 'row', class: 'mono clip', title: name }, name),
    h(
      'td',
      { class: 'clip', title: truth < 0 ? null : classes[truth] },
      truth < 0 ? '–' : elided(classes[truth], longest),
    ),
    h('td', { class: 'clip', title: classes[predicted[row]] }, sign, elided(classes[predicted[row]], longest)),
    h('td', { class: 'num' }, probability(confidence[row])),
    h('td', { class: 'hide-s probabilities' }, bar(evidence, row)),
    h('td', { class: 'num' }, Number.isNaN(ofTruth[row]) ? '–' : probability(ofTruth[row])),
    h('td', { class: 'num hide-s' }, tasks ? fold(tasks[row]) : '–'),
    h('td', { class: 'num' }, button),
  );
}

function bar(evidence: Evidence, row: number): HTMLElement {
  const { classes, probabilities } = evidence;
  const own = classes.map((_, c) => probabilities[row * classes.length + c]);
  const parts =
    classes.length <= coloured ? own.map((value, c) => ({ value, kind: `k-c${c}` })) : threeParts(evidence, row, own);
  const segments = parts.map(({ value, kind }) => {
    const segment = h('i', { class: kind });
    segment.style.flexGrow = String(Math.max(value, 0));
    return segment;
  });
  const largest = own.map((value, c) => ({ value, c })).sort((a, b) => b.value - a.value);
  const words = largest.slice(0, 6).map(({ value, c }) => `${classes[c]} ${probability(value)}`);
  return h('span', { class: 'probs', 'aria-hidden': 'true', title: words.join(' · ') }, ...segments);
}

function threeParts(evidence: Evidence, row: number, own: readonly number[]): { value: number; kind: string }[] {
  const [truth, predicted] = [evidence.labels[row], evidence.predicted[row]];
  const ofTruth = truth < 0 ? 0 : own[truth];
  const ofWrong = truth === predicted ? 0 : own[predicted];
  return [
    { value: ofTruth, kind: 'k-c0' },
    { value: ofWrong, kind: 'k-c1' },
    { value: 1 - ofTruth - ofWrong, kind: 'k-rest' },
  ];
}

/** What the bar shows, for the head of its column. */
export function barWords(classes: readonly string[]): string {
  if (classes.length <= coloured) return classes.join(' · ');
  return 'truth · prediction · others';
}
