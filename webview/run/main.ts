/** The run view: asks for its run, then follows it. Everything it shows comes from messages of the extension. */
import type { FromRunView, ToRunView } from '../../src/protocol/run.js';
import { h, markViolations, refill } from '../dom.js';
import '../style/all.css';
import { calibration } from './calibration.js';
import { charts } from './charts.js';
import { restoreChoices, type Choices } from './choices.js';
import { confusion } from './confusion.js';
import { experiment, log } from './details.js';
import { empty, link } from './empty.js';
import { ended } from './ended.js';
import { foldTable } from './foldTable.js';
import { header } from './header.js';
import { hero, spoken } from './hero.js';
import { jump } from './jump.js';
import { progress } from './progress.js';
import { samples } from './samples.js';
import { reduce, type ViewState } from './state.js';
import { testData } from './testData.js';
import type { Host, Section } from './view.js';

type Kept = Choices & { readonly directory: string };
declare function acquireVsCodeApi(): {
  postMessage(message: FromRunView): void;
  getState(): unknown;
  setState(state: Kept): void;
};

const vscode = acquireVsCodeApi();
const app = document.getElementById('app') as HTMLElement;
const directory = decodeURIComponent(app.dataset['run'] ?? '');
let choices = restoreChoices(vscode.getState());
const keep = (): void => vscode.setState({ ...choices, directory });
keep();

let state: ViewState = { kind: 'waiting' };
let sections: ReturnType<typeof build> | null = null;
let shownOrder = '';
let scheduled = false;
let restored = false;
let requests = 0;
const problem = h('p', { class: 'error', role: 'alert', hidden: true });
const live = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });

const host: Host = {
  request(action, argument) {
    problem.hidden = true;
    vscode.postMessage({ type: 'request', id: ++requests, action, ...(argument === undefined ? {} : { argument }) });
  },
  save(name, kind, content) {
    problem.hidden = true;
    const file = state.kind === 'run' ? `${state.run.head.name} ${name}` : name;
    vscode.postMessage({ type: 'save', id: ++requests, name: file, kind, content });
  },
  choose(change) {
    choices = { ...choices, ...change };
    keep();
    // At once, for the next key may come before the next frame.
    render();
  },
  goTo(section) {
    // After what was just chosen is drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const target = document.getElementById(section);
        target?.scrollIntoView({ block: 'start' });
        const heading = target?.querySelector<HTMLElement>('h2');
        heading?.setAttribute('tabindex', '-1');
        heading?.focus({ preventScroll: true });
      }),
    );
  },
};

window.addEventListener('message', (event: MessageEvent<ToRunView>) => {
  const message = event.data;
  if (message.type === 'answer') {
    problem.hidden = message.error === null;
    problem.textContent = message.error;
    return;
  }
  state = reduce(state, message);
  soon();
});

function soon(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    render();
  });
}

function render(): void {
  app.dataset['view'] = state.kind;
  if (state.kind === 'unreadable') {
    sections = null;
    shownOrder = '';
    const open = link('Reveal its folder', () => host.request('reveal'));
    return refill(
      app,
      h('h1', {}, state.name),
      problem,
      empty('This run cannot be shown', state.reason, state.cure ?? '', open),
    );
  }
  if (state.kind !== 'run') return;
  const { run, predictions } = state;
  app.dataset['status'] = run.live.status;
  sections ??= build();
  const view = { run, predictions, choices };
  const order = arrange(sections);
  for (const section of order) section.update(view);
  const shown = [...app.querySelectorAll('section')].filter((section) => !section.hidden);
  shown.forEach((section, i) => section.classList.toggle('first', i === 0));
  sections.jump.update(view);
  const said = spoken(run);
  if (live.textContent !== said) live.textContent = said;
  restoreScroll();
}

function build() {
  return {
    ...{
      header: header(host),
      progress: progress(),
      ended: ended(host),
      hero: hero(),
      folds: foldTable(),
      charts: charts(host),
    },
    ...{ confusion: confusion(host), calibration: calibration(host), samples: samples(host), test: testData(host) },
    ...{ experiment: experiment(host), log: log(host) },
    jump: jump(host, () => [...app.querySelectorAll<HTMLElement>('section[id]')]),
  };
}

/** What is asked of a running run is how it goes; of a finished one, what it can and cannot tell apart. */
function arrange(all: ReturnType<typeof build>): Section[] {
  const { live: now, head } = (state as Extract<ViewState, { kind: 'run' }>).run;
  const first = [all.header, all.progress, all.ended, all.hero];
  const evidence = head.scheme === 'none' ? [all.test, all.folds, all.charts] : [all.confusion, all.folds, all.charts];
  const last = [all.calibration, all.samples, ...(head.scheme === 'none' ? [] : [all.test]), all.experiment, all.log];
  const running = now.status === 'running';
  const middle = running
    ? [all.charts, all.folds, all.confusion]
    : now.status === 'finished'
      ? evidence
      : [all.folds, all.charts, all.confusion];
  const order = [...first, ...middle, ...last];
  if (shownOrder === `${now.status} ${head.scheme}`) return order;
  shownOrder = `${now.status} ${head.scheme}`;
  const elements = order.map((section) => section.element);
  const before = first.length;
  app.replaceChildren(
    elements[0],
    problem,
    ...elements.slice(1, before),
    all.jump.element,
    ...elements.slice(before),
    live,
  );
  return order;
}

/** Once, when there is as much to scroll as there was; then it is kept as it changes. */
function restoreScroll(): void {
  if (restored) return;
  const room = document.documentElement.scrollHeight - window.innerHeight;
  if (choices.scroll > 0 && room < choices.scroll) return;
  restored = true;
  if (choices.scroll > 0) window.scrollTo(0, choices.scroll);
}
let keeping: ReturnType<typeof setTimeout> | undefined;
window.addEventListener(
  'scroll',
  () => {
    if (!restored) return;
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      choices = { ...choices, scroll: Math.round(window.scrollY) };
      keep();
    }, 200);
  },
  { passive: true },
);

markViolations();
vscode.postMessage({ type: 'ready' });
