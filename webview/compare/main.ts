/** The view of a comparison: asks for it, and shows it; figures and sentences come from the extension. */
import { namedInText } from '../../src/metrics/comparisonFindings.js';
import type { Compared, FromCompareView, ToCompareView } from '../../src/protocol/compare.js';
import { h, icon, markViolations, refill } from '../dom.js';
import '../style/all.css';
import '../dots/dots.css';
import './compare.css';
import './keys.css';
import './strips.css';
import './sides.css';
import './narrow.css';
import { asked, restoreChoices, type Choices } from './choices.js';
import { learningCurves } from './curve.js';
import { header } from './header.js';
import { matrices } from './matrices.js';
import { nothing } from './nothing.js';
import { classScores, foldScores } from './scores.js';
import { settings } from './settings.js';
import { changedSides } from './sides.js';
import { runsTable } from './table.js';
import { runLabel, together, type Host, type View } from './view.js';

declare function acquireVsCodeApi(): {
  postMessage(message: FromCompareView): void;
  getState(): unknown;
  setState(state: Choices & { readonly runs: readonly string[] }): void;
};

const vscode = acquireVsCodeApi();
const app = document.getElementById('app') as HTMLElement;
let runs = JSON.parse(decodeURIComponent(app.dataset['runs'] ?? '%5B%5D')) as readonly string[];
let choices = restoreChoices(vscode.getState());
let view: View | null = null;
let requests = 0;
const keep = (): void => vscode.setState({ ...choices, runs });
keep();

const problem = h('p', { class: 'error', role: 'alert', hidden: true });
const done = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });
const saying = h('p', { class: 'saying' });
const warning = h('p', { class: 'warned small' });
const notes = h('p', { class: 'note' });

const host: Host = {
  request: (action, run, row) =>
    post({
      ...{ type: 'request', id: ++requests, action },
      ...(run === undefined ? {} : { run }),
      ...(row === undefined ? {} : { row }),
    }),
  copy: (form) => post({ type: 'copy', id: ++requests, form }),
  remove: (run) => post({ type: 'remove', id: ++requests, run }),
  save: (name, kind, content) => post({ type: 'save', id: ++requests, name, kind, content }),
  choose(change) {
    const before = JSON.stringify(asked(choices));
    choices = { ...choices, ...change };
    keep();
    if (JSON.stringify(asked(choices)) !== before) post({ type: 'choose', choice: asked(choices) });
    else if (view) show(view.compared);
  },
};

function post(message: FromCompareView): void {
  problem.hidden = true;
  vscode.postMessage(message);
}

const [head, table] = [header(host), runsTable(host)];
const [curves, classes, folds, matrix] = [learningCurves(host), classScores(), foldScores(), matrices(host)];
const [differing, sides] = [settings(host), changedSides(host)];
const legend = h('p', { class: 'legend-of-runs' });
const charts = h(
  'section',
  { 'data-section': 'charts' },
  h('div', { class: 'head' }, h('h2', {}, 'Where they differ'), h('span', { class: 'end' }, legend)),
  h('div', { class: 'grid2' }, curves.element, classes.element, folds.element, matrix.element),
);
const body = h('section', { class: 'first', 'aria-label': 'Scores' }, table.element, notes);

function show(compared: Compared): void {
  view = { compared, choices };
  app.dataset['view'] = 'compared';
  if (!body.isConnected)
    refill(app, head.element, problem, saying, warning, body, differing.element, charts, sides.element, done);
  for (const section of [head, table, differing, classes, folds, matrix, sides]) section.update(view);
  const same = together(compared);
  charts.hidden = same.length < 2;
  refill(legend, ...same.map((run) => runLabel(compared, run)));
  curves.update(view); // after its place is on screen: it measures itself
  say(compared);
}

/** The answer first: its name in bold where it begins with one; then what it rests on. */
function say({ finding, evidence, notes: words, warning: flattered, runs: all }: Compared): void {
  const names = all.map(({ label }) => namedInText({ name: label })).filter((name) => finding?.startsWith(`${name} `));
  const name = names.sort((a, b) => b.length - a.length).at(0);
  const text = [
    ...(finding !== null && name !== undefined ? [h('b', {}, name), finding.slice(name.length)] : [finding ?? '']),
    evidence === null ? null : h('span', { class: 'evidence' }, ` ${evidence}`),
  ];
  if (saying.textContent !== `${finding ?? ''}${evidence === null ? '' : ` ${evidence}`}`) refill(saying, ...text);
  saying.hidden = finding === null;
  warning.hidden = flattered === null;
  refill(warning, icon('warning'), ' ', flattered);
  notes.hidden = words.length === 0;
  notes.textContent = words.join(' ');
}

window.addEventListener('message', (event: MessageEvent<ToCompareView>) => {
  const message = event.data;
  switch (message.type) {
    case 'compared':
      return show(message.compared);
    case 'nothing':
      view = null;
      app.dataset['view'] = 'nothing';
      return refill(app, ...nothing(message, host), problem, done);
    case 'runs':
      runs = message.directories;
      return keep();
    case 'answer':
      problem.hidden = message.error === null;
      problem.textContent = message.error ?? '';
      done.textContent = message.done ?? '';
      done.classList.toggle('sr', message.done === null);
      return;
  }
});

markViolations();
vscode.postMessage({ type: 'ready', choice: asked(choices) });
