/** Head of the run view: what it is, in which state, and what can be done now. */
import type { RunAction } from '../../src/protocol/run.js';
import { h, icon, refill } from '../dom.js';
import { capital, clock, moment } from '../format.js';
import { button } from '../toolkit.js';
import type { Host, Section, View } from './view.js';

export function header(host: Host): Section {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const state = h('span', { class: 'state' });
  const stop = button([icon('stop'), document.createTextNode(' Stop')], 'secondary', () => host.request('stop'));
  const resume = button([icon('resume'), document.createTextNode(' Resume')], 'primary', () => host.request('resume'));
  const compare = button([document.createTextNode('Compare…')], 'primary', () => host.request('compare'));
  const evaluate = button([document.createTextNode('Evaluate…')], 'secondary', () => host.request('evaluate'));
  const star = h('button', { class: 'icon-button', type: 'button', 'aria-label': 'Star this run' }, icon('star'));
  const actions = h('div', { class: 'actions' }, state, stop, resume, compare, evaluate, star);
  const element = h('header', {}, h('div', { class: 'top' }, h('div', { class: 'name' }, title, facts), actions));
  let stopping = false;
  stop.addEventListener('click', () => {
    stopping = true;
    stop.setAttribute('disabled', '');
  });
  star.addEventListener('click', () => host.request(star.getAttribute('aria-pressed') === 'true' ? 'unstar' : 'star'));

  return {
    element,
    update({ run }) {
      const { head, live, offers } = run;
      const offered = (action: RunAction): boolean => offers.includes(action);
      title.textContent = head.name;
      fillFacts(facts, { run });
      const running = live.status === 'running';
      const crashed = live.status === 'stopped' && live.reason !== null;
      const look = crashed ? 'failed' : live.status;
      const word = running && stopping ? 'Stopping' : crashed ? 'Crashed' : capital(live.status);
      if (state.className !== `state ${look}` || state.textContent !== word) {
        state.className = `state ${look}`;
        refill(state, icon(look), word);
      }
      stop.hidden = !live.canStop;
      if (!live.canStop) {
        stopping = false;
        stop.removeAttribute('disabled');
      }
      resume.hidden = !live.canResume;
      const scored = live.status === 'finished' && Boolean(run.outcome?.mean);
      compare.hidden = !scored || !offered('compare');
      evaluate.hidden = live.status !== 'finished' || !offered('evaluate');
      star.hidden = !offered('star');
      star.setAttribute('aria-pressed', String(live.starred));
    },
  };
}

function fillFacts(facts: HTMLElement, { run: { head, live } }: Pick<View, 'run'>): void {
  const seconds = live.status === 'finished' && live.elapsed > 0 ? `${clock(live.elapsed)} of training` : '';
  const commit = head.commit ? `commit ${head.commit.slice(0, 7)}, ${head.uncommitted}` : '';
  const words = [head.experimentFile, moment(head.created), seconds, `seed ${head.seed}`, commit, head.engine];
  const shown = words.filter((word) => word !== '');
  if (facts.textContent !== shown.join('')) refill(facts, ...shown.map((word) => h('span', {}, word)));
}
