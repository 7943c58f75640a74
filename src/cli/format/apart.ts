/** Names that must be cut, so that those that differ still do. */
import { cut, displayWidth } from './width.js';

/** Names of runs begin with the time they were started at. */
const stamp = /^\d{8}-\d{6}-(?=.)/;

/**
 * Texts of at most `width` columns each. Names of runs lose what all begin with, or their time, before a letter of what they are
 * called; others are cut in the middle, at the end, or about the first place where they differ, whichever keeps them apart.
 */
export function cutApart(texts: readonly string[], width: number): string[] {
  const fits = (all: readonly string[]): boolean => all.every((text) => displayWidth(text) <= width);
  const apart = (all: readonly string[]): boolean => new Set(all).size === new Set(texts).size;
  if (fits(texts)) return [...texts];
  const stamped = texts.some((text) => stamp.test(text));
  const shorter = stamped ? [withoutBeginning(texts), texts.map((text) => text.replace(stamp, '…'))] : [];
  const whole = shorter.find((all) => fits(all) && apart(all));
  if (whole) return whole;
  const middle = (all: readonly string[]): string[] => all.map((text) => cut(text, width));
  const end = (all: readonly string[]): string[] => all.map((text) => cut(text, width, 'end'));
  const tried = [
    ...[...shorter, texts].flatMap((all) => [middle(all), end(all)]),
    middle(withoutBeginning(texts)),
    end(withoutBeginning(texts, false)),
  ];
  return tried.find(apart) ?? tried[0];
}

/** No name needs more to be told from another; values may, and their settings are in full in the runs. */
const enough = 48;

/** The least width, from `least` on, at which all that differ still do. */
export function widthApart(texts: readonly string[], least: number): number {
  const distinct = [...new Set(texts)];
  const widest = Math.min(enough, Math.max(least, ...distinct.map(displayWidth)));
  for (let width = least; width < widest; width++)
    if (new Set(cutApart(distinct, width)).size === distinct.length) return width;
  return widest;
}

/** Without what all begin with, up to the last whole word of it or, with `words` false, up to the letter where they part. */
function withoutBeginning(texts: readonly string[], words = true): string[] {
  const [first] = texts;
  let length = 0;
  while (length < first.length && texts.every((text) => text[length] === first[length])) length++;
  while (words && length > 0 && !/[\s_+./-]/.test(first[length - 1])) length--;
  // Nothing is left of one that all others begin with.
  return length < 2 ? [...texts] : texts.map((text) => (text.length > length ? `…${text.slice(length)}` : text));
}
