/** The list of samples: wrong, unsure or all of them, or those of a cell of the matrix; found by name, sorted by column. */
import type { PredictionSource } from '../../src/protocol/run.js';
import { chip } from '../chip.js';
import { h, refill } from '../dom.js';
import { counted } from '../format.js';
import { windowedTable } from '../list/windowed.js';
import type { Choices, SampleChoices, SortKey } from './choices.js';
import { empty, link } from './empty.js';
import { isEvidence, type Evidence } from './evidence.js';
import { shortFold } from './folds.js';
import { barWords, sampleRow } from './sampleRow.js';
import { listCounts, listOf, sampleRows, unsureBelow, usualSort } from './sampleRows.js';
import { changeOf, type Host, type Section, type View } from './view.js';

/** Rows before all of them are asked for. */
const few = 9;

/** Lists the samples of a cell, and goes to the list. */
export function openCell(
  host: Host,
  choices: Choices,
  source: PredictionSource,
  truth: number,
  predicted: number,
): void {
  host.choose({
    samples: { ...choices.samples, source, cell: [truth, predicted], find: '', sort: null, whole: false },
  });
  host.goTo('samples');
}

/** The predictions whose samples are listed: what was chosen, else the out-of-fold ones, else the test data's. */
export function listedEvidence({ predictions, choices }: View): Evidence | null {
  const order: (PredictionSource | null)[] = [choices.samples.source, 'outOfFold', 'test'];
  for (const source of order) {
    const found = source && predictions[source];
    if (found && isEvidence(found)) return found;
  }
  return null;
}

export function samples(host: Host): Section {
  const end = h('span', { class: 'end quiet small' });
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Which samples' });
  const find = h('input', {
    class: 'field',
    type: 'search',
    placeholder: 'Find a sample',
    'aria-label': 'Find a sample',
  });
  const tools = h('div', { class: 'bar-of-controls' }, chips, find);
  const note = h('p', { class: 'note' });
  const nothing = h('div');
  let view: View | null = null;
  let evidence: Evidence | null = null;
  let rows: Int32Array = new Int32Array(0);

  const change = (next: Partial<SampleChoices>): void => {
    if (view) host.choose({ samples: { ...view.choices.samples, ...next } });
  };
  const open = (row: number): void => host.request(evidence?.source === 'test' ? 'openTestSample' : 'openSample', row);
  const list = windowedTable({
    label: 'Samples and their predictions',
    className: 'samples',
    columns: 8,
    count: () => (view?.choices.samples.whole ? rows.length : Math.min(few, rows.length)),
    row: (index) => sampleRow({ evidence: evidence!, fold: (task) => shortFold(view!.run, task), open }, rows[index]),
    open: (index) => open(rows[index]),
  });
  const element = h(
    'section',
    { id: 'samples' },
    h('div', { class: 'head' }, h('h2', {}, 'Samples'), end),
    tools,
    nothing,
    list.element,
    note,
  );
  const changed = changeOf();

  let typing: ReturnType<typeof setTimeout> | undefined;
  find.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ find: find.value }), 80);
  });

  return {
    element,
    update(next) {
      view = next;
      const { run, predictions, choices } = next;
      const own = choices.samples;
      const problem = [predictions.outOfFold, predictions.test].find((one) => one && !isEvidence(one));
      evidence = listedEvidence(next);
      element.hidden = run.live.status !== 'finished' || (!evidence && !problem && !awaited(next));
      if (element.hidden || !changed(predictions.outOfFold, predictions.test, problem, own)) return;
      const there = evidence !== null;
      tools.hidden = list.element.hidden = !there;
      if (!evidence) {
        note.textContent = end.textContent = '';
        const why = problem && !isEvidence(problem) ? problem.reason : 'They are being read.';
        return refill(nothing, empty(problem ? 'The predictions cannot be read' : 'Reading the predictions', why));
      }
      if (find.value !== own.find && document.activeElement !== find) find.value = own.find;
      rows = sampleRows(evidence, own);
      fillChips(chips, next, evidence, change);
      end.textContent = evidence.source === 'test' ? 'test data' : 'out-of-fold predictions';
      const sorts = [...list.head.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
      refill(list.head, headRow(evidence, own, change));
      if (sorts >= 0) list.head.querySelectorAll('button')[sorts]?.focus();
      list.element.classList.toggle('whole', own.whole);
      list.element.hidden = rows.length === 0;
      refill(nothing, rows.length === 0 && empty(...whyNone(own)));
      list.update(!own.whole);
      refill(note, ...noteParts(evidence, rows.length, own, change));
      element.dataset['rows'] = String(rows.length);
    },
  };
}

/** Predictions are read after the run is shown. */
function awaited({ run, predictions }: View): boolean {
  const expected = run.outcome?.outOfFold
    ? predictions.outOfFold
    : run.head.testSamples > 0
      ? predictions.test
      : undefined;
  return expected === null;
}

function fillChips(
  parent: HTMLElement,
  { predictions, choices, run }: View,
  evidence: Evidence,
  change: (next: Partial<SampleChoices>) => void,
): void {
  const own = choices.samples;
  const counts = listCounts(evidence);
  const choose = (list: SampleChoices['list']) => () => change({ list, cell: null, sort: null, whole: false });
  const on = (list: SampleChoices['list']): boolean => own.cell === null && listOf(evidence, own) === list;
  const lists = [
    ...(evidence.labelled ? [chip('Wrong', on('wrong'), choose('wrong'), counts.wrong)] : []),
    chip(`Unsure, below ${unsureBelow.toFixed(2)}`, on('unsure'), choose('unsure'), counts.unsure),
    chip('All', on('all'), choose('all'), counts.all),
  ];
  if (own.cell) {
    const [truth, predicted] = own.cell.map((c) => (c < 0 ? null : run.head.classes[c]));
    const words =
      truth === null
        ? `predicted ${predicted}`
        : truth === predicted
          ? `${truth}, right`
          : `${truth} taken for ${predicted}`;
    const cell = chip(`${words} ✕`, true, () => change({ cell: null, sort: null }));
    cell.setAttribute('aria-label', `${words}: show other samples again`);
    lists.push(cell);
  }
  const both = isEvidence(predictions.outOfFold) && isEvidence(predictions.test);
  const sources = (['outOfFold', 'test'] as const).map((source) =>
    chip(source === 'test' ? 'Test data' : 'Out of fold', evidence.source === source, () =>
      change({ source, cell: null, sort: null, whole: false }),
    ),
  );
  const focused = [...parent.children].indexOf(document.activeElement as Element);
  refill(parent, ...(both ? [...sources, h('span', { class: 'gap' })] : []), ...lists);
  (parent.children[Math.min(focused, parent.childElementCount - 1)] as HTMLElement | undefined)?.focus();
}

const heads: readonly { key: SortKey | null; text: string; className: string }[] = [
  { key: 'sample', text: 'sample', className: 'w-name' },
  { key: 'truth', text: 'truth', className: 'w-class' },
  { key: 'predicted', text: 'predicted', className: 'w-class' },
  { key: 'confidence', text: 'confidence', className: 'num w-num' },
  { key: null, text: '', className: 'hide-s probabilities' },
  { key: 'ofTruth', text: 'p(truth)', className: 'num w-num' },
  { key: 'fold', text: 'fold', className: 'num hide-s w-fold' },
  { key: null, text: '', className: 'num w-open' },
];

function headRow(evidence: Evidence, own: SampleChoices, change: (next: Partial<SampleChoices>) => void): HTMLElement {
  const sort = own.sort ?? usualSort(listOf(evidence, own));
  const cells = heads.map(({ key, text, className }, i) => {
    if (key === null)
      return i === 4
        ? h('th', { class: className, scope: 'col' }, barWords(evidence.classes))
        : h('td', { class: className });
    const button = h('button', { class: 'sort', type: 'button' }, text);
    // The first click on a column of numbers puts the largest first.
    const first = key === 'confidence' || key === 'ofTruth';
    button.addEventListener('click', () =>
      change({ sort: { by: key, down: sort.by === key ? !sort.down : first }, whole: own.whole }),
    );
    const order = sort.by === key ? (sort.down ? 'descending' : 'ascending') : 'none';
    return h('th', { class: className, scope: 'col', 'aria-sort': order }, button);
  });
  return h('tr', {}, ...cells);
}

function whyNone(own: SampleChoices): [string, string] {
  if (own.find.trim() !== '') return ['No such sample', `None of this list has “${own.find.trim()}” in its name.`];
  if (own.cell) return ['No sample here', 'Nothing of this class was predicted so.'];
  if (own.list === 'wrong') return ['None is wrong', 'Every sample is predicted as it is labelled.'];
  return ['None is unsure', `Every prediction has a confidence of at least ${unsureBelow.toFixed(2)}.`];
}

function noteParts(
  evidence: Evidence,
  count: number,
  own: SampleChoices,
  change: (next: Partial<SampleChoices>) => void,
): (Node | string)[] {
  if (count === 0) return [];
  const rest = count - few;
  const more = link(`${rest.toLocaleString('en')} more`, () => change({ whole: true }));
  const less = link(`Only the first ${few}`, () => change({ whole: false }));
  const parts: (Node | string)[] = rest > 0 ? [own.whole ? less : more, ' · '] : [];
  if (own.sort === null) parts.push(usualWords(evidence, own));
  else parts.push(counted(count, 'row'));
  if (evidence.tasks === null) parts.push(' Each was predicted by all members of the ensemble.');
  return parts;
}

function usualWords(evidence: Evidence, own: SampleChoices): string {
  if (own.cell && own.cell[0] === own.cell[1]) return 'sorted by confidence: the clearest first.';
  const list = listOf(evidence, own);
  if (list === 'unsure') return 'sorted by confidence: the least sure first.';
  if (own.cell || list === 'wrong')
    return 'sorted by how sure the model was while wrong: the first rows are worth a second look at their labels.';
  return 'sorted by confidence.';
}
