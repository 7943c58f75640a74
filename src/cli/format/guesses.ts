/** What `init` guessed and why; what it has to ask. */
import type { Guess, Question } from '../../data/infer.js';
import type { Style } from './style.js';
import { cut, displayWidth, pad, wrapText } from './width.js';

interface Layout {
  readonly width: number;
  readonly style: Style;
}

const widest = 34;

/** One guess a line: setting and value, then the reason. */
export function guessTable(guesses: readonly Guess[], { width, style }: Layout): string {
  const rows = guesses.map(({ path, value, reason }) => ({
    name: path.filter((part) => typeof part === 'string').join('.'),
    value: valueText(value),
    reason,
  }));
  const longest = Number.isFinite(width) ? widest : Infinity;
  const names = Math.min(longest, Math.max(...rows.map(({ name }) => displayWidth(name))));
  const values = Math.min(longest, Math.max(...rows.map(({ value }) => displayWidth(value))));
  const indent = names + values + 4;
  const room = Number.isFinite(width) ? Math.min(width, 120) : width;
  return rows
    .map(({ name, value, reason }) => {
      const left = `${pad(cut(name, names), names)}  ${style.bold(pad(cut(value, values), values))}  `;
      // Too narrow for three columns: the reason goes below.
      if (room - indent < 24) return `${left.trimEnd()}\n    ${style.quiet(wrapText(reason, room - 4, 4))}`;
      return left + style.quiet(wrapText(reason, room - indent, indent));
    })
    .join('\n');
}

/** What to mind in the guesses, each with a mark; empty where there is nothing. */
export function guessWarnings(guesses: readonly Guess[], { width, style }: Layout): string {
  const room = Math.min(width, 100);
  return guesses
    .flatMap(({ warning }) =>
      warning === undefined ? [] : [`${style.bad('!')} ${wrapText(`${warning}.`, room - 2, 2)}`],
    )
    .join('\n');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/["{}]/g, '').replaceAll(':', ': ');
}

/** The question with its numbered choices. */
export function questionText({ question, choices }: Question, { width, style }: Layout): string {
  const room = Math.min(width, 100);
  const names = Math.max(...choices.map(({ value }) => displayWidth(value)));
  const lines = choices.map(({ value, reason }, i) => `  ${i + 1}  ${pad(value, names)}  ${style.quiet(reason)}`);
  return [style.bold(wrapText(question, room)), ...lines].join('\n');
}
