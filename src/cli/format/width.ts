/** Text as wide as a terminal shows it: colours take no room, East Asian characters and emoji take two columns. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
// eslint-disable-next-line no-control-regex -- the escape character is what it looks for
const escapes = /\u001b\[[0-9;]*m/g;
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const ascii = /^[\u0020-\u007e]*$/;

/** Columns of a text on a terminal. */
export function displayWidth(text: string): number {
  const plain = text.replace(escapes, '');
  if (ascii.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of segmenter.segment(plain)) width += wide.test(segment) ? 2 : 1;
  return width;
}

export type Align = 'left' | 'right' | 'center';

/** Fills up with spaces; a text that is too wide stays as it is. */
export function pad(text: string, width: number, align: Align = 'left'): string {
  const room = Math.max(0, width - displayWidth(text));
  const before = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

/**
 * Cut to `width` columns with an ellipsis: in the middle, where both ends tell names apart, or at the end. Text without colour only.
 */
export function cut(text: string, width: number, where: 'middle' | 'end' = 'middle'): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  const parts = [...segmenter.segment(text)].map(({ segment }) => segment);
  const head = where === 'end' ? width - 1 : Math.ceil((width - 1) / 2);
  const front = take(parts, head);
  const back = take(parts.reverse(), width - 1 - head).reverse();
  return `${front.join('')}…${back.join('')}`;
}

function take(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += displayWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}

/** Stands for a space at which no line ends, while lines are made. */
export const tied = '\u00a0';
/** A number and its sign for per cent, as in `(95 %)`, are one word. */
const percentSpace = /(?<=\d) (?=%)/g;

/** Breaks a paragraph into lines of at most `width` columns, at spaces; further lines stand behind `indent` spaces more. */
export function wrapText(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(percentSpace, tied).split(' ')) {
    const candidate = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(candidate) > width) {
      lines.push(line);
      line = word;
    } else line = candidate;
  }
  lines.push(line);
  return lines.join(`\n${' '.repeat(indent)}`).replaceAll(tied, ' ');
}
