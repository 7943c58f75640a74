/** The experiment as it was, warnings, and the end of the log. */
import type { RunAction } from '../../src/protocol/run.js';
import { append, h, icon, refill } from '../dom.js';
import { foldName } from './folds.js';
import type { Section } from './header.js';

export function experiment(request: (action: RunAction) => void): Section {
  const list = h('dl', { class: 'kv' });
  const open = link('Open as it was', () => request('openExperiment'));
  const now = link('Open the file', () => request('openFile'));
  const end = h('span', { class: 'end quiet small' }, open, ' · ', now);
  const element = h('section', {}, h('div', { class: 'head' }, h('h2', {}, 'Experiment'), end), list);
  return {
    element,
    update(run) {
      refill(list, ...run.head.settings.flatMap(([term, text]) => [h('dt', {}, term), h('dd', {}, text)]));
    },
  };
}

export function log(request: (action: RunAction) => void): Section {
  const warnings = h('div');
  const lines = h('div', { class: 'log', tabindex: 0, role: 'region', 'aria-label': 'End of trainer.log' });
  const title = h('h2');
  const end = h(
    'span',
    { class: 'end quiet small' },
    link('Open trainer.log', () => request('openLog')),
  );
  const element = h('section', {}, h('div', { class: 'head' }, title, end), warnings, lines);
  return {
    element,
    update(run) {
      const said = run.folds.flatMap((fold, k) => fold.warnings.map((text) => ({ text, fold: foldName(run, k) })));
      title.textContent = said.length > 0 ? 'Warnings and log' : 'Log';
      refill(
        warnings,
        ...said.map(({ text, fold }) => h('p', {}, icon('warning'), ` ${text} `, h('span', { class: 'quiet' }, fold))),
      );
      const shown = run.live.log.slice(run.live.status === 'running' ? -8 : -16);
      lines.replaceChildren();
      lines.hidden = shown.length === 0;
      append(
        lines,
        shown.map((line, i) => (i === shown.length - 1 ? h('b', {}, line) : `${line}\n`)),
      );
    },
  };
}

function link(text: string, act: () => void): HTMLElement {
  const element = h('button', { class: 'plain', type: 'button' }, text);
  element.addEventListener('click', act);
  return element;
}
