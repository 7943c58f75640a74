/** What all charts over epochs have in common: which folds are drawn, smoothing, a logarithmic axis of epochs. */
import { chip } from '../chip.js';
import { h, refill } from '../dom.js';
import { checkbox, dropdown } from '../toolkit.js';
import { smoothings, toggled } from './choices.js';
import { foldName, hasNetworks, shortFold } from './folds.js';
import { changeOf, type Host, type Section, type View } from './view.js';

const smoothingWords: Readonly<Record<number, string>> = {
  0: 'Not smoothed',
  1: 'Smoothed a little',
  3: 'Smoothed',
  10: 'Smoothed much',
};

export function chartControls(host: Host): Section {
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Folds drawn' });
  const rest = h('div', { class: 'controls' });
  const words = h('span', { class: 'end quiet small' });
  const element = h('div', { class: 'bar-of-controls' }, chips, rest, words);
  const changed = changeOf();
  return {
    element,
    update(view) {
      const { run, choices } = view;
      if (rest.childElementCount === 0) fillRest(rest, view, host);
      words.textContent =
        run.live.status === 'running' || run.head.tasks < 2
          ? ''
          : `${hasNetworks(run) ? 'networks' : 'folds'} thin · mean bold · band ± std`;
      chips.hidden = run.head.tasks < 2;
      if (chips.hidden || !changed(run.head, choices.hidden)) return;
      const all = chip('All folds', choices.hidden.length === 0, () => host.choose({ hidden: [] }));
      const folds = run.folds.map((_, k) => {
        const shown = !choices.hidden.includes(k);
        const one = chip(shortFold(run, k), shown, () => host.choose({ hidden: toggled(choices.hidden, k, shown) }));
        one.setAttribute('aria-label', `fold ${shortFold(run, k)}`);
        one.title = foldName(run, k);
        one.classList.add('short');
        return one;
      });
      const focused = [...chips.children].indexOf(document.activeElement as Element);
      refill(chips, all, ...folds);
      (chips.children[focused] as HTMLElement | undefined)?.focus();
    },
  };
}

function fillRest(rest: HTMLElement, { choices }: View, host: Host): void {
  const texts = smoothings.map((value) => ({ value: String(value), text: smoothingWords[value] }));
  rest.append(
    dropdown('Smoothing; the raw lines stay behind', texts, String(choices.smoothing), (value) =>
      host.choose({ smoothing: Number(value) }),
    ),
    checkbox('log epochs', choices.logEpochs, (logEpochs) => host.choose({ logEpochs })),
  );
}
