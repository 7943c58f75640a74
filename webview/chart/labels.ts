/** Labels at the ends of lines, pushed apart so that none lies on another. */
import { h } from '../dom.js';
import { pushApart } from './pushApart.js';
import { signKey, type LineSign } from './sign.js';

export interface EndLabel {
  readonly left: number;
  readonly top: number;
  /** In bold, and after it quieter words; either may be empty. */
  readonly word: string;
  readonly rest: string;
  readonly look: 'live' | 'mean' | 'quiet';
  /** Stands before the words. */
  readonly sign?: LineSign;
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
    const element = h(
      'span',
      { class: `lb ${label.look}` },
      label.sign && signKey(label.sign),
      label.word && h('b', {}, label.word),
      label.rest && h('span', {}, label.rest),
    );
    element.style.left = `${label.left}px`;
    element.style.top = `${places[i]}px`;
    return element;
  });
  parent.replaceChildren(...elements);
}

/** About how wide a label is (pixels), before it is drawn: digits and small letters of the axis font. */
export function labelWidth(label: Pick<EndLabel, 'word' | 'rest' | 'sign'>): number {
  return 12 + (label.sign ? 38 : 0) + 6.3 * (label.word.length + (label.rest ? label.rest.length + 0.5 : 0));
}
