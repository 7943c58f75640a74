/** Head of the run view: what it is, in which state, and what can be done now. */
import type { RunAction, RunSnapshot } from '../../src/protocol/run.js';
import { h, icon, refill } from '../dom.js';
import { capital, moment } from '../format.js';
import { button } from '../toolkit.js';

/** A part of the view that follows the run. */
export interface Section {
  readonly element: HTMLElement;
  update(run: RunSnapshot): void;
}

export function header(request: (action: RunAction) => void): Section {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const state = h('span', { class: 'state' });
  const stop = button([icon('stop'), document.createTextNode(' Stop')], 'secondary', () => request('stop'));
  const resume = button([icon('resume'), document.createTextNode(' Resume')], 'primary', () => request('resume'));
  const reason = h('p', { class: 'error', hidden: true });
  const actions = h('div', { class: 'actions' }, state, stop, resume);
  const element = h(
    'header',
    {},
    h('div', { class: 'top' }, h('div', { class: 'name' }, title, facts), actions),
    reason,
  );
  let stopping = false;
  stop.addEventListener('click', () => {
    stopping = true;
    stop.setAttribute('disabled', '');
  });

  return {
    element,
    update({ head, live }) {
      title.textContent = head.name;
      const commit = head.commit ? `commit ${head.commit.slice(0, 8)}${head.dirty ? ', with changes' : ', clean'}` : '';
      const words = [head.experimentFile, moment(head.created), `seed ${head.seed}`, commit, head.engine];
      refill(facts, ...words.filter((word) => word !== '').map((word) => h('span', {}, word)));
      state.className = `state ${live.status}`;
      const running = live.status === 'running';
      refill(state, icon(live.status), running && stopping ? 'Stopping' : capital(live.status));
      stop.hidden = !live.canStop;
      if (!live.canStop) {
        stopping = false;
        stop.removeAttribute('disabled');
      }
      resume.hidden = !live.canResume;
      reason.hidden = live.reason === null;
      refill(reason, icon('failed'), ` ${live.reason ?? ''}`);
    },
  };
}
