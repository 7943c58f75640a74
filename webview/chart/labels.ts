/** Labels at the ends of lines, pushed apart so that none lies on another. */
import { h } from '../dom.js';

export interface EndLabel {
  readonly left: number;
  readonly top: number;
  readonly word: string;
  readonly value: string;
  readonly live: boolean;
}

const lineHeight = 14;

/** Vertical places near the wished ones, at least `gap` apart, within limits as far as they allow. In the order given. */
export function pushApart(wished: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wished.map((_, i) => i).sort((a, b) => wished[a] - wished[b]);
  const placed = [...wished];
  let above = low - gap;
  for (const i of order) above = placed[i] = Math.max(placed[i], above + gap);
  let below = high + gap;
  for (const i of order.reverse()) below = placed[i] = Math.min(placed[i], below - gap);
  return placed;
}

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
