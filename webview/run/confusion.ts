/** Which classes are confused: the matrix of all scored folds, and the figures of each class. */
import { chip } from '../chip.js';
import { h, refill } from '../dom.js';
import { matrixView, sum, type MatrixView } from '../matrix.js';
import { classTable } from './classTable.js';
import { empty, link } from './empty.js';
import { isEvidence } from './evidence.js';
import { listText, optimisticTag, pooledMatrix } from './folds.js';
import { openCell } from './samples.js';
import { changeOf, type Host, type Section, type View } from './view.js';

export function confusion(host: Host): Section {
  const title = h('h2');
  const under = h('span', { class: 'end quiet small' });
  const body = h('div', { class: 'lopsided auto' });
  const element = h('section', { id: 'confusion' }, h('div', { class: 'head' }, title, under), body);
  const matrix = matrixView();
  const changed = changeOf();
  return {
    element,
    update(view) {
      const { run, predictions, choices } = view;
      const { folds, outcome, live } = run;
      const finished = live.status === 'finished';
      const scores = folds.map((fold) => fold.metrics);
      element.hidden = run.head.scheme === 'none' || (finished && !outcome?.outOfFold);
      if (element.hidden) return;
      const { samples } = choices;
      if (!changed(live.status, outcome, predictions.outOfFold, choices.share, samples.cell, samples.source, ...scores))
        return;
      title.textContent = finished ? 'Which classes are confused' : 'Confusion so far';
      draw(view, body, under, matrix, host);
    },
  };
}

function draw(view: View, body: HTMLElement, under: HTMLElement, matrix: MatrixView, host: Host): void {
  const { run, predictions, choices } = view;
  const pooled = pooledMatrix(run);
  const finished = run.live.status === 'finished';
  if (!pooled) {
    under.textContent = '';
    const text = 'The matrix comes with the first finished fold: its score part is read once, at the end.';
    return refill(body, empty('Nothing is scored yet', text));
  }
  const total = sum(pooled.matrix.map(sum));
  const opens = isEvidence(predictions.outOfFold);
  const words = opens ? ' · a cell opens its samples' : '';
  refill(
    under,
    finished ? `${total} out-of-fold predictions${words}` : soFarText(view, total),
    ' ',
    optimisticTag(run),
  );
  const { cell, source } = choices.samples;
  matrix.update({
    ...{ classes: run.head.classes, matrix: pooled.matrix, share: choices.share },
    picked: source === 'test' ? null : cell,
    open: opens ? (truth, predicted) => openCell(host, choices, 'outOfFold', truth, predicted) : null,
  });
  const left = h('div', {}, matrix.element, shareChips(view, host));
  const evidence = h('div', {}, classTable(run.head.classes, pooled.matrix), h('p', { class: 'note' }, noteText(view)));
  refill(body, left, finished ? evidence : later(view, host));
}

/** Whether cells show shares of their row or of their column. */
export function shareChips({ choices }: View, host: Host): HTMLElement {
  const words = { row: 'count and % of row', column: 'count and % of column' } as const;
  const chips = (['row', 'column'] as const).map((share) =>
    chip(words[share], choices.share === share, () => host.choose({ share })),
  );
  return h('div', { class: 'chips under', role: 'group', 'aria-label': 'Shares in the matrix' }, ...chips);
}

export function noteText({ run, choices }: View): string {
  const of = choices.share === 'row' ? 'row' : 'column';
  const strong = 'Errors are shaded three times as strongly, so that small ones show.';
  const repeats = run.head.repeats > 1 ? ` Each sample counts ${run.head.repeats} times, once a repeat.` : '';
  return `Rows of the matrix are the truth, columns the prediction. Blue is right, orange is wrong; the more hue, the larger the share of the ${of}. ${strong}${repeats}`;
}

function soFarText({ run }: View, total: number): string {
  const scored = run.folds.flatMap((fold, k) => (fold.metrics ? [k + 1] : []));
  const all = run.head.scheme === 'kFold' ? ` of ${run.head.samples * run.head.repeats}` : '';
  return `${scored.length === 1 ? 'fold' : 'folds'} ${listText(scored)}: ${total}${all} samples`;
}

const numberWords: Readonly<Record<number, string>> = {
  1: 'One',
  2: 'Two',
  3: 'Three',
  4: 'Four',
  5: 'Five',
  6: 'Six',
};

/** What is not there yet says when it will be, and what can be opened meanwhile. */
function later({ run }: View, host: Host): HTMLElement {
  const pooled = pooledMatrix(run)!;
  const support = pooled.matrix.map(sum);
  const rarest = support.indexOf(Math.min(...support));
  const scored = run.folds.flatMap((fold, k) => (fold.metrics ? [k] : []));
  const folds = `${numberWords[scored.length] ?? scored.length} ${scored.length === 1 ? 'fold' : 'folds'}`;
  const has = `${folds} ${scored.length === 1 ? 'has' : 'have'} ${support[rarest]} ${support[rarest] === 1 ? 'sample' : 'samples'} of ${run.head.classes[rarest]}`;
  const few = support[rarest] < 50 ? `${has}: too few to draw a curve from.` : `${has}.`;
  const links = scored.slice(0, 6).map((k) => link(`fold ${k + 1}`, () => host.request('openFoldPredictions', k)));
  const open = h('span', {}, 'What is there already can be opened: predictions of ');
  links.forEach((one, i) => open.append(i === 0 ? '' : i === links.length - 1 ? ' and ' : ', ', one));
  open.append('.');
  return h(
    'div',
    { class: 'empty' },
    h('b', {}, 'Calibration, curves and samples come with the finish'),
    h('span', {}, few),
    open,
  );
}
