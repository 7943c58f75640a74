/** Links to the sections, always at hand; the one that is on screen is marked. */
import { h, refill } from '../dom.js';
import type { Host, Section } from './view.js';

const words: readonly (readonly [id: string, word: string])[] = [
  ['confusion', 'Confusion'],
  ['folds', 'Folds'],
  ['calibration', 'Calibration'],
  ['samples', 'Samples'],
  ['test', 'Test data'],
  ['experiment', 'Experiment'],
  ['log', 'Log'],
];

/** `order` says in which order the sections stand. */
export function jump(host: Host, order: () => readonly HTMLElement[]): Section {
  const element = h('nav', { class: 'jump', 'aria-label': 'Sections' });
  let shown = '';

  /** The last section whose head has reached the upper third of the screen. */
  function mark(): void {
    const links = [...element.querySelectorAll('a')];
    const reached = links.filter((link) => {
      const section = document.getElementById(link.hash.slice(1));
      return section !== null && section.getBoundingClientRect().top < window.innerHeight / 3;
    });
    const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const current = (end && window.scrollY > 0 ? links.at(-1) : reached.at(-1)) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }
  let scheduled = false;
  const soon = (): void => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      mark();
    });
  };
  window.addEventListener('scroll', soon, { passive: true });
  window.addEventListener('resize', soon, { passive: true });

  return {
    element,
    update({ run }) {
      element.hidden = run.live.status === 'running';
      const ids = order().flatMap((section) => (section.hidden ? [] : [section.id]));
      const folds = run.head.scheme === 'none' ? 'Training' : 'Folds';
      const own = words.map(([id, word]) => [id, id === 'folds' ? folds : word] as const);
      const known = ids.flatMap((id) => own.filter(([one]) => one === id));
      if (shown !== known.join()) {
        shown = known.join();
        refill(element, ...known.map(([id, word]) => linkTo(id, word, host)));
      }
      soon();
    },
  };
}

function linkTo(id: string, word: string, host: Host): HTMLElement {
  const element = h('a', { href: `#${id}` }, word);
  element.addEventListener('click', (event) => {
    event.preventDefault();
    host.goTo(id);
  });
  return element;
}
