/**
 * Names come from data and experiment files, which may be somebody else's: what they hold besides letters is shown, not obeyed. A line
 * break would tear a table, an escape sequence could rewrite the screen, and marks of direction make a name look like another.
 */

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex -- as above, but for line breaks and colours, which are this program's own
const dangerous = /\u001b\[[0-9;]*m|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A character as a picture of it. */
function picture(character: string): string {
  if (character === '\n') return '⏎';
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '\ufffd';
}

/** A plain value in which every text, names of properties included, is one harmless line. */
export function visible<T>(value: T): T {
  if (typeof value === 'string') return value.replace(invisible, picture) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => visible(item)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [visible(key), visible(item)])) as T;
}

/** What a terminal is shown of a text: line breaks and colours, no other control. */
export function harmless(text: string): string {
  return text.replace(dangerous, (found) => (found.length > 1 ? found : picture(found)));
}
