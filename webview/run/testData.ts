/** What the ensemble says of the test data: its own scores and matrix where they are labelled, else what it predicts. */
import { findings } from '../../src/metrics/findings.js';
import { scalarMetrics, type Metrics } from '../../src/metrics/types.js';
import { formatMetric, metricWords } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import { counted, percent } from '../format.js';
import { matrixView, sum } from '../matrix.js';
import { classTable } from './classTable.js';
import { noteText, shareChips } from './confusion.js';
import { empty, link } from './empty.js';
import { isEvidence, type Evidence } from './evidence.js';
import { sayingNodes } from './hero.js';
import { openCell } from './samples.js';
import { changeOf, type Host, type Section, type View } from './view.js';

export function testData(host: Host): Section {
  const under = h('span', { class: 'end quiet small' });
  const body = h('div');
  const element = h('section', { id: 'test' }, h('div', { class: 'head' }, h('h2', {}, 'Test data'), under), body);
  const matrix = matrixView();
  const changed = changeOf();
  return {
    element,
    update(view) {
      const { run, predictions, choices } = view;
      element.hidden = run.head.testSamples === 0 || run.live.status !== 'finished';
      if (element.hidden) return;
      const { cell, source } = choices.samples;
      if (!changed(run.outcome, predictions.test, choices.share, cell, source)) return;
      under.textContent = `${run.head.testSamples.toLocaleString('en')} samples · ${membersText(view)}`;
      const test = run.outcome?.test;
      // A model that was not validated has these figures at its head.
      if (test)
        return refill(
          body,
          ...run.head.testWarnings.map((text) => h('p', { class: 'note' }, h('b', {}, 'Warning: '), `${text}.`)),
          run.head.scheme !== 'none' && scores(view, test),
          evidence(view, test, matrix, host),
        );
      const read = predictions.test;
      if (isEvidence(read)) return refill(body, predictedTable(view, read, host));
      refill(body, read ? empty('The predictions cannot be read', read.reason) : empty('Reading the predictions'));
    },
  };
}

function membersText({ run }: View): string {
  const { tasks, networks, scheme } = run.head;
  if (networks.length > 0) {
    const all = counted(tasks * networks.length, 'network');
    return scheme === 'none' ? `final model of ${all}` : `ensemble of ${all} of ${counted(tasks, 'fold')}`;
  }
  if (scheme === 'none') return tasks === 1 ? 'final model' : `${tasks} final models`;
  return tasks === 1 ? 'the model of one fold' : `ensemble of ${tasks} folds`;
}

function scores({ run }: View, test: Metrics): HTMLElement {
  const order = [run.head.mainMetric, ...scalarMetrics.filter((name) => name !== run.head.mainMetric)];
  const total = sum(test.confusionMatrix.map(sum));
  const wrong = total - sum(test.confusionMatrix.map((row, c) => row[c]));
  const facts = order.map((name, i) =>
    h(
      'div',
      {},
      h('dt', {}, metricWords[name]),
      h('dd', {}, i === 0 ? h('b', {}, formatMetric(test[name])) : formatMetric(test[name])),
    ),
  );
  const last = h(
    'div',
    {},
    h('dt', {}, 'wrong samples'),
    h('dd', {}, wrong, h('span', { class: 'pm' }, ` of ${total}`)),
  );
  const said = sayingNodes(findings(test));
  return h(
    'div',
    { class: 'block' },
    h('dl', { class: 'also' }, ...facts, last),
    said.length > 0 && h('p', { class: 'saying' }, ...said),
  );
}

function evidence(view: View, test: Metrics, matrix: ReturnType<typeof matrixView>, host: Host): HTMLElement {
  const { run, choices, predictions } = view;
  matrix.update({
    ...{ classes: run.head.classes, matrix: test.confusionMatrix, share: choices.share },
    picked: choices.samples.source === 'test' ? choices.samples.cell : null,
    open: isEvidence(predictions.test) ? (truth, predicted) => openCell(host, choices, 'test', truth, predicted) : null,
  });
  const left = h('div', {}, matrix.element, shareChips(view, host));
  const note = h('p', { class: 'note' }, noteText({ ...view, run: { ...run, head: { ...run.head, repeats: 1 } } }));
  return h(
    'div',
    { class: 'lopsided auto' },
    left,
    h('div', {}, classTable(run.head.classes, test.confusionMatrix), run.head.scheme === 'none' && note),
  );
}

/** Without labels: how often each class is predicted; a row opens its samples. */
function predictedTable({ run, choices }: View, test: Evidence, host: Host): HTMLElement {
  const counts = new Array<number>(run.head.classes.length).fill(0);
  for (const c of test.predicted) counts[c]++;
  const rows = counts.map((count, c) => {
    const bar = h('i', { class: 'bar' });
    bar.style.width = `${(100 * count) / Math.max(1, test.count)}%`;
    const open = link(run.head.classes[c], () => openCell(host, choices, 'test', -1, c));
    const share = percent(count, test.count);
    const cells = [
      h('td', { class: 'num' }, count),
      h('td', { class: 'num' }, share),
      h('td', { class: 'hide-s bars' }, bar),
    ];
    return h('tr', {}, h('th', { scope: 'row' }, open), ...cells);
  });
  const names = ['predicted', 'share'].map((name) => h('th', { class: 'num', scope: 'col' }, name));
  const head = h('tr', {}, h('th', { scope: 'col' }, 'class'), ...names, h('td', { class: 'hide-s' }));
  const table = h('table', { class: 't' }, h('thead', {}, head), h('tbody', {}, ...rows));
  const note = h('p', { class: 'note' }, 'They have no labels, so nothing is scored. A class opens its samples; ');
  note.append(
    link('submission.csv', () => host.request('openSubmission')),
    ' holds the predicted classes.',
  );
  return h('div', { class: 'half' }, h('div', { class: 'scroll' }, table), note);
}
