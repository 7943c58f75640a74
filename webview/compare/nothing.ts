/** Where there are not two runs (any more): why, what is left, and the way to more. */
import type { ToCompareView } from '../../src/protocol/compare.js';
import { h } from '../dom.js';
import { button } from '../toolkit.js';
import type { Host } from './view.js';

export function nothing(message: Extract<ToCompareView, { type: 'nothing' }>, host: Host): HTMLElement[] {
  const link = (text: string, act: () => void): HTMLElement => {
    const element = h('button', { class: 'plain', type: 'button' }, text);
    element.addEventListener('click', act);
    return element;
  };
  const left = message.left.map(({ directory, label }) =>
    h(
      'p',
      {},
      'Open ',
      link(label, () => host.request('openRun', directory)),
    ),
  );
  const gone = message.missing.map(({ name, reason }) => h('p', {}, `${name}: ${reason}`));
  const add = button([document.createTextNode('Add Run…')], 'primary', () => host.request('addRun'));
  return [
    h('h1', {}, 'Comparison'),
    h(
      'div',
      { class: 'empty first' },
      h('b', {}, message.title),
      h('p', {}, message.reason),
      ...gone,
      ...left,
      h('p', {}, add),
    ),
  ];
}
