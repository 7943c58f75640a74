/** A small button that is on or off: one of the choices of a chart or a list. */
import { h } from './dom.js';

/** @param count - shown behind the text, in a quieter way */
export function chip(text: string, on: boolean, act: () => void, count?: number): HTMLButtonElement {
  const button = h('button', { class: 'chip', type: 'button', 'aria-pressed': String(on) }, text);
  if (count !== undefined) button.append(h('span', { class: 'c' }, count));
  button.addEventListener('click', act);
  return button;
}
