/** Labels at the ends of lines, pushed apart so that none lies on another. */
import { h } from '../dom.js';
import { pushApart } from './pushApart.js';

export interface EndLabel {
  readonly left: number;
  readonly top: number;
  readonly word: string;
  readonly value: string;
  readonly live: boolean;
}

const lineHeight = 14;

/** Fills `parent` with the labels; `top` and `bottom` are limits in its coordinates. */
export function placeLabels(parent: HTMLElement, labels: readonly EndLabel[], top: number, bottom: number): void {
  const places = pushApart(
    labels.map((label) => label.top),
    lineHeight,
    top,
    bottom,
  );
  const elements = labels.map((label, i) => {
    const element = h('span', { class: label.live ? 'lb live' : 'lb' }, h('b', {}, label.word), label.value);
    element.style.left = `${label.left}px`;
    element.style.top = `${places[i]}px`;
    return element;
  });
  parent.replaceChildren(...elements);
}
