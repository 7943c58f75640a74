/** Writes guesses as an experiment file: JSON with the reasons as comments. */
import type { SettingPath } from '../../config/path.js';
import type { Guess } from './decision.js';

/** Longest line that is not broken. */
const width = 110;

interface Node {
  reason: string | null;
  warning: string | null;
  /** A value, or the settings below it. */
  value: unknown;
  children: Map<string | number, Node> | null;
}

/** The file's text; `head` are comment lines at its top. Settings stand in the order of `guesses`, sections together. */
export function renderGuesses(guesses: readonly Guess[], name: string, head: readonly string[]): string {
  const root: Node = { reason: null, warning: null, value: null, children: new Map() };
  place(root, ['name'], { path: ['name'], value: name, reason: '' });
  for (const guess of guesses) place(root, guess.path, guess);
  const lines = ['{', ...head.map((line) => `  // ${oneLine(line)}`), ...body(root, '  '), '}'];
  return `${lines.join('\n')}\n`;
}

function place(node: Node, path: SettingPath, guess: Guess): void {
  node.children ??= new Map();
  const [key, ...rest] = path;
  let child = node.children.get(key);
  if (!child) node.children.set(key, (child = { reason: null, warning: null, value: null, children: null }));
  if (rest.length > 0) return place(child, rest, guess);
  child.value = guess.value;
  child.reason = guess.reason;
  child.warning = guess.warning ?? null;
}

function body(node: Node, indent: string): string[] {
  const entries = [...node.children!];
  return entries.flatMap(([key, child], i) => {
    const comma = i < entries.length - 1 ? ',' : '';
    const label = typeof key === 'number' ? '' : `${JSON.stringify(key)}: `;
    const comment = child.reason ? [`${indent}// ${oneLine(child.reason)}`] : [];
    if (child.warning) comment.push(`${indent}// ! ${oneLine(child.warning)}`);
    if (!child.children) return [...comment, ...valueLines(child.value, `${indent}${label}`, indent, comma)];
    const [open, close] = typeof [...child.children.keys()][0] === 'number' ? ['[', ']'] : ['{', '}'];
    return [...comment, `${indent}${label}${open}`, ...body(child, `${indent}  `), `${indent}${close}${comma}`];
  });
}

function valueLines(value: unknown, start: string, indent: string, comma: string): string[] {
  const flat = `${start}${inline(value)}${comma}`;
  if (!Array.isArray(value) || flat.length <= width) return [flat];
  const items = value.map((item, i) => `${indent}  ${inline(item)}${i < value.length - 1 ? ',' : ''}`);
  return [`${start}[`, ...items, `${indent}]${comma}`];
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Text from data may hold line ends, which would end the comment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
