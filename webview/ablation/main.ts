/** The ablation view: asks for the table of its suite, and shows it; figures and sentences come from the extension. */
import type { FromAblationView, ToAblationView } from '../../src/protocol/ablation.js';
import { h, markViolations, refill } from '../dom.js';
import '../style/all.css';
import '../dots/dots.css';
import './ablation.css';
import { asked, restoreChoices, type Choices } from './choices.js';
import { controls } from './controls.js';
import { header } from './header.js';
import { notes } from './notes.js';
import { rasterise } from './raster.js';
import { searchFigures } from './searchFigures.js';
import { ablationTable } from './table.js';
import type { Host, View } from './view.js';

declare function acquireVsCodeApi(): {
  postMessage(message: FromAblationView): void;
  getState(): unknown;
  setState(state: Choices & { readonly file: string }): void;
};

const vscode = acquireVsCodeApi();
const app = document.getElementById('app') as HTMLElement;
const file = decodeURIComponent(app.dataset['suite'] ?? '');
let choices = restoreChoices(vscode.getState());
let view: View | null = null;
let requests = 0;
const keep = (): void => vscode.setState({ ...choices, file });
keep();

const problem = h('p', { class: 'error', role: 'alert', hidden: true });
const done = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });
const saying = h('p', { class: 'saying' });

const host: Host = {
  request: (action, row) => post({ type: 'request', id: ++requests, action, ...(row === undefined ? {} : { row }) }),
  copy: (form) => post({ type: 'copy', id: ++requests, form, hidden: choices.hidden }),
  draw: () => post({ type: 'draw', id: ++requests, hidden: choices.hidden }),
  hide: (row) => host.choose({ hidden: [...choices.hidden, row] }),
  choose(change) {
    const before = JSON.stringify(asked(choices));
    choices = { ...choices, ...change };
    keep();
    if (JSON.stringify(asked(choices)) !== before) post({ type: 'choose', choice: asked(choices) });
    if (view) show({ ...view, choices });
  },
};

function post(message: FromAblationView): void {
  problem.hidden = true;
  vscode.postMessage(message);
}

const sections = {
  ...{ header: header(host), controls: controls(host), table: ablationTable(host) },
  ...{ notes: notes(), search: searchFigures() },
};

function show(next: View): void {
  view = next;
  app.dataset['view'] = 'table';
  if (!saying.isConnected) {
    const body = h(
      'section',
      { class: 'first', 'aria-label': 'Table' },
      sections.controls.element,
      sections.table.element,
    );
    const { search, notes: words } = sections;
    // Of a search one asks first what it found, of a written table how its rows differ.
    const searching = next.table.rows.every((row) => row.point !== null);
    const order = searching ? [search.element, body, words.element] : [body, words.element, search.element];
    refill(app, sections.header.element, problem, saying, ...order, done);
  }
  for (const section of Object.values(sections)) section.update(next);
  const finding = next.table.finding ?? '';
  if (saying.textContent !== finding) saying.textContent = finding;
  saying.hidden = finding === '';
}

function say(text: string): void {
  problem.hidden = false;
  problem.textContent = text;
}

window.addEventListener('message', (event: MessageEvent<ToAblationView>) => {
  const message = event.data;
  switch (message.type) {
    case 'table':
      return show({ table: message.table, head: message.head, choices });
    case 'unreadable':
      view = null;
      app.dataset['view'] = 'unreadable';
      saying.remove();
      return refill(app, h('h1', {}, message.name), h('p', { class: 'saying' }, message.reason), problem, done);
    case 'drawing':
      rasterise(message.svg, message.width, message.height).then(
        (content) =>
          post({ type: 'save', id: ++requests, name: view?.table.suite ?? 'ablation', kind: 'png', content }),
        (error: unknown) => say(error instanceof Error ? error.message : String(error)),
      );
      return;
    case 'answer':
      if (message.error !== null) say(message.error);
      done.textContent = message.done ?? '';
      done.classList.toggle('sr', message.done === null);
      return;
  }
});

markViolations();
vscode.postMessage({ type: 'ready', choice: asked(choices) });
