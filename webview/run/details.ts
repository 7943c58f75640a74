/** The experiment as it was, warnings, and the end of the log. */
import type { RunSnapshot } from '../../src/protocol/run.js';
import { append, h, icon, refill } from '../dom.js';
import { counted } from '../format.js';
import { link } from './empty.js';
import { foldName, listText } from './folds.js';
import { changeOf, type Host, type Section } from './view.js';

export function experiment(host: Host): Section {
  const list = h('dl', { class: 'kv' });
  const end = h('span', { class: 'end quiet small' });
  const element = h('section', { id: 'experiment' }, h('div', { class: 'head' }, h('h2', {}, 'Experiment'), end), list);
  const changed = changeOf();
  return {
    element,
    update({ run }) {
      if (!changed(run.head, run.file)) return;
      refill(list, ...run.head.settings.flatMap(([term, text]) => [h('dt', {}, term), h('dd', {}, text)]));
      const then = link('Open as it was', () => host.request('openExperiment'));
      const now = link('Open the file', () => host.request('openFile'));
      const diff = link('Show diff', () => host.request('showChanges'));
      const links: Node[] = run.file.state === 'changed' && run.offers.includes('showChanges') ? [diff, then] : [then];
      if (run.file.state !== 'gone') links.push(now);
      refill(end, fileText(run.file), ...links.flatMap((one) => [' · ', one]));
    },
  };
}

function fileText({ state, places }: RunSnapshot['file']): string {
  if (state === 'gone') return 'as it was; the file is gone';
  if (state === 'same') return 'as it was, and as the file still is';
  return `as it was; the file has changed since${places === null ? '' : ` in ${counted(places, 'place')}`}`;
}

export function log(host: Host): Section {
  const warnings = h('div', { class: 'warnings' });
  const lines = h('div', { class: 'log', tabindex: 0, role: 'region', 'aria-label': 'End of trainer.log' });
  const summary = h('summary');
  const details = h('details', {}, summary, lines);
  const title = h('h2');
  const end = h(
    'span',
    { class: 'end quiet small' },
    link('Open trainer.log', () => host.request('openLog')),
  );
  const element = h('section', { id: 'log' }, h('div', { class: 'head' }, title, end), warnings, details);
  const changed = changeOf();
  let wasRunning: boolean | null = null;
  return {
    element,
    update({ run }) {
      const running = run.live.status === 'running';
      // Of a running run one wants to see it; of any other, to find it.
      if (wasRunning !== running) details.open = running;
      wasRunning = running;
      if (!changed(run.live.log.join('\n'), running, ...run.folds.map((fold) => fold.warnings.length))) return;
      const said = warningsOf(run);
      title.textContent = said.length > 0 ? 'Warnings and log' : 'Log';
      refill(
        warnings,
        ...said.map(({ text, folds }) =>
          h('p', {}, icon('warning'), h('span', {}, text, h('span', { class: 'quiet' }, ` ${folds}`))),
        ),
      );
      const shown = run.live.log.slice(running ? -8 : -40);
      details.hidden = shown.length === 0;
      summary.textContent =
        shown.length === 1 ? 'trainer.log, its last line' : `trainer.log, its last ${shown.length} lines`;
      lines.replaceChildren();
      append(
        lines,
        shown.map((line, i) => (i === shown.length - 1 ? h('b', {}, line) : `${line}\n`)),
      );
      const none = shown.length === 0 && said.length === 0;
      if (none) refill(warnings, h('p', { class: 'quiet' }, 'No warnings, and no log.'));
    },
  };
}

/** Each warning once, with the folds that gave it. */
function warningsOf(run: RunSnapshot): { text: string; folds: string }[] {
  const by = new Map<string, number[]>();
  run.folds.forEach((fold, k) => {
    for (const text of fold.warnings) by.set(text, [...new Set([...(by.get(text) ?? []), k])]);
  });
  return [...by].map(([text, tasks]) => {
    if (tasks.length === run.head.tasks) return { text, folds: tasks.length > 1 ? 'all folds' : '' };
    return { text, folds: listText(tasks.map((k) => foldName(run, k))) };
  });
}
