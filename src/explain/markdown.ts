/** Text from files inside Markdown: names of columns, classes and samples must not become links, pictures or tables. */

/**
 * Text that Markdown shows letter by letter, in a paragraph and in a table's cell. Line breaks become spaces; letters that
 * could turn the direction of writing or are not shown at all become U+FFFD, so that no name looks like another.
 */
export function escapeMarkdown(text: string): string {
  return (
    visible(text)
      .replace(/[\\`*_{}[\]()#+\-.!|~^$:@=<>&"']/g, (sign) => entities[sign] ?? `\\${sign}`)
      // Four blanks would begin a block of code.
      .replace(/ {2,}/g, ' ')
  );
}

/** The same for plain labels (hints, quick picks): one line, nothing invisible. */
export function visible(text: string): string {
  return text
    .replace(/\s/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\ufffd'); // eslint-disable-line no-control-regex
}

// Bare addresses become links (`www.`, `http:`, `@`), and backslashes do not keep them from it.
const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
  '.': '&#46;',
  ':': '&#58;',
  '@': '&#64;',
};

/** At most `length` letters, with an ellipsis where some were cut. */
export function shorten(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}
