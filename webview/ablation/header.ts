/** Head of the ablation view: which suite, how far it is, what can be done with the table. */
import { h, icon, refill } from '../dom.js';
import { button } from '../toolkit.js';
import type { Host, Section } from './view.js';

export function header(host: Host): Section {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const state = h('span', { class: 'state' });
  const count = h('span', { class: 'quiet small' });
  const text = (words: string): Node => document.createTextNode(words);
  const train = button([icon('resume'), text(' Train')], 'primary', () => host.request('train'));
  const open = button([text('Open Suite')], 'secondary', () => host.request('openSuite'));
  const element = h(
    'header',
    {},
    h(
      'div',
      { class: 'top' },
      h('div', { class: 'name' }, title, facts),
      h('div', { class: 'actions' }, state, count, train, open),
    ),
  );
  return {
    element,
    update({ table, head }) {
      title.textContent = table.suite;
      const words = [
        head.file,
        head.scoring,
        table.rows.some((row) => row.optimistic) ? '' : 'every row is scored on samples it never saw',
        table.quick ? 'the shortened rows of --quick' : '',
      ].filter((word) => word !== '');
      if (facts.textContent !== words.join('')) refill(facts, ...words.map((word) => h('span', {}, word)));
      const done = table.rows.filter((row) => row.status === 'finished').length;
      const running = table.rows.some((row) => row.progress.state === 'running');
      const look = done === table.rows.length ? 'finished' : running ? 'running' : done > 0 ? 'stopped' : 'queued';
      const word = { finished: 'Finished', running: 'Running', stopped: 'Not finished', queued: 'Not trained' }[look];
      if (state.textContent !== word) {
        state.className = `state ${look}`;
        refill(state, icon(look), word);
      }
      count.textContent = look === 'finished' ? `${done} rows` : `${done} of ${table.rows.length} rows`;
      train.hidden = !head.mayTrain || running || look === 'finished';
      train.lastChild!.textContent = done > 0 ? ' Go On' : ' Train';
    },
  };
}
