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
  let asked: string | null = null;

  /** The last section whose head has reached the upper third of the screen. */
  function mark(): void {
    const links = [...element.querySelectorAll('a')];
    const reached = links.filter((link) => {
      const section = document.getElementById(link.hash.slice(1));
      return section !== null && section.getBoundingClientRect().top < window.innerHeight / 3;
    });
    // At the end of the page several sections may be on screen: then it is the one that was asked for, else the last.
    const end = window.scrollY > 0 && window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    if (!end) asked = null;
    const last = links.find((link) => link.hash === `#${asked}`) ?? links.at(-1);
    const current = (end ? last : reached.at(-1)) ?? links[0];
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

  function go(id: string): void {
    host.goTo(id);
    // Set after the page has moved there.
    setTimeout(() => {
      asked = id;
      mark();
    }, 100);
  }

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
        refill(element, ...known.map(([id, word]) => linkTo(id, word, () => go(id))));
      }
      soon();
    },
  };
}

function linkTo(id: string, word: string, act: () => void): HTMLElement {
  const element = h('a', { href: `#${id}` }, word);
  element.addEventListener('click', (event) => {
    event.preventDefault();
    act();
  });
  return element;
}
