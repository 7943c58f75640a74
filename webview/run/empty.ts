/** An empty place says why it is empty, and when it will not be. */
import { h } from '../dom.js';

export function empty(title: string, ...content: readonly (Node | string)[]): HTMLElement {
  return h('div', { class: 'empty' }, h('b', {}, title), ...content.map((part) => h('span', {}, part)));
}

/** A button that looks like a link. */
export function link(text: string, act: () => void): HTMLButtonElement {
  const element = h('button', { class: 'plain', type: 'button' }, text);
  element.addEventListener('click', act);
  return element;
}
