/** The run view: asks for its run, then follows it. Everything it shows comes from messages of the extension. */
import type { FromRunView, RunAction, RunSnapshot, ToRunView } from '../../src/protocol/run.js';
import { h, refill } from '../dom.js';
import '../style/all.css';
import { charts, type ChartChoices } from './charts.js';
import { confusion, empty } from './confusion.js';
import { experiment, log } from './details.js';
import { foldTable } from './foldTable.js';
import { header, type Section } from './header.js';
import { hero, spoken } from './hero.js';
import { progress } from './progress.js';
import { reduce, type ViewState } from './state.js';

interface Kept extends ChartChoices {
  readonly directory: string;
}
declare function acquireVsCodeApi(): {
  postMessage(message: FromRunView): void;
  getState(): Partial<Kept> | undefined;
  setState(state: Kept): void;
};

const vscode = acquireVsCodeApi();
const app = document.getElementById('app') as HTMLElement;
const directory = decodeURIComponent(app.dataset['run'] ?? '');
let kept: Kept = { metric: null, logLoss: true, ...vscode.getState(), directory };
vscode.setState(kept);

let state: ViewState = { kind: 'waiting' };
let sections: Section[] | null = null;
let shownOrder = '';
let scheduled = false;
let requests = 0;
const problem = h('p', { class: 'error', role: 'alert', hidden: true });
const live = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });

function request(action: RunAction): void {
  problem.hidden = true;
  vscode.postMessage({ type: 'request', id: ++requests, action });
}

window.addEventListener('message', (event: MessageEvent<ToRunView>) => {
  const message = event.data;
  if (message.type === 'answer') {
    problem.hidden = message.error === null;
    problem.textContent = message.error;
    return;
  }
  state = reduce(state, message);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    render();
  });
});

function render(): void {
  app.dataset['view'] = state.kind;
  if (state.kind === 'unreadable') {
    sections = null;
    return refill(app, h('h1', {}, state.name), empty('This run cannot be shown', state.reason));
  }
  if (state.kind !== 'run') return;
  const { run } = state;
  app.dataset['status'] = run.live.status;
  sections ??= build();
  arrange(run, sections);
  for (const section of sections) section.update(run);
  const said = spoken(run);
  if (live.textContent !== said) live.textContent = said;
}

function build(): Section[] {
  const curves = charts(kept, (choices) => {
    kept = { ...kept, ...choices };
    vscode.setState(kept);
  });
  return [header(request), progress(), hero(), curves, foldTable(), confusion(), experiment(request), log(request)];
}

/** What is asked of a running run is how it goes; of a finished one, what it can and cannot tell apart. */
function arrange(run: RunSnapshot, all: readonly Section[]): void {
  const order = run.live.status === 'finished' ? [0, 1, 2, 5, 4, 3, 6, 7] : [0, 1, 2, 3, 4, 5, 6, 7];
  if (shownOrder === order.join() && app.childElementCount > 2) return;
  shownOrder = order.join();
  const elements = order.map((i) => all[i].element);
  app.replaceChildren(elements[0], problem, ...elements.slice(1), live);
}

// For tests: what the policy forbids must not happen at all.
document.addEventListener('securitypolicyviolation', (event) => {
  document.body.dataset['violation'] =
    `${document.body.dataset['violation'] ?? ''}${event.violatedDirective} ${event.blockedURI};`;
});
vscode.postMessage({ type: 'ready' });
