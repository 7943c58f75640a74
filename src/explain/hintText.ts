/** Predictions in a few letters: at the end of a row there is room for thirty. */
import { shorten, visible } from './markdown.js';

/** VS Code cuts inlay hints at 43 letters; ours end before, so that the number is never cut off. */
export const longestHint = 30;

/** What all names begin or end with, up to a word's border, is left out: `low_pain` among pain classes is `low`. */
export function shortNames(classes: readonly string[]): string[] {
  const words = classes.map((name) => name.split(/([_\-. ]+)/));
  const least = Math.min(...words.map((parts) => parts.length));
  let tail = 0;
  while (tail + 2 < least + 1 && same(words, (parts) => parts.slice(parts.length - tail - 2).join(''))) tail += 2;
  tail = Math.min(tail, least - 1);
  let head = 0;
  while (head + 2 < least - tail + 1 && same(words, (parts) => parts.slice(0, head + 2).join(''))) head += 2;
  head = Math.min(head, Math.max(0, least - tail - 1));
  const short = words.map((parts) => parts.slice(head, parts.length - tail).join(''));
  const sound = short.every((name) => name !== '') && new Set(short).size === classes.length;
  return (sound ? short : classes).map((name) => shorten(visible(name), 14));
}

function same(words: readonly string[][], part: (parts: string[]) => string): boolean {
  return words.length > 1 && words.every((parts) => part(parts) === part(words[0]));
}

/**
 * `✗ low 0.81`; where the truth is not known, without a mark.
 * @param truth - class index, -1 where it is not known, as the file says it now
 * @param doubt - why it may not hold any more, in one word
 */
export function hintText(
  short: readonly string[],
  prediction: { readonly predicted: number; readonly probabilities: readonly number[] },
  truth: number,
  doubt: string | null = null,
): string {
  const { predicted, probabilities } = prediction;
  const mark = truth < 0 ? '' : truth === predicted ? '✓ ' : '✗ ';
  const text = `${mark}${short[predicted]} ${probabilities[predicted].toFixed(2)}`;
  return shorten(doubt === null ? text : `${text} · ${doubt}`, longestHint);
}
