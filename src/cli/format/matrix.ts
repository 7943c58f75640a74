/** A confusion matrix one can read: counts with their share of the row; three forms, for the room there is. */
import type { Metrics } from '../../metrics/types.js';
import { cutApart } from './apart.js';
import { metric, none, percent } from './number.js';
import type { Style } from './style.js';
import { displayWidth, pad } from './width.js';

/** Names of classes are cut to this where they do not fit whole. */
const longest = 18;

interface MatrixOptions {
  readonly width: number;
  readonly style: Style;
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/**
 * Rows are the truth, columns the prediction. Where the whole does not fit, counts alone under the classes' numbers; where these do not
 * fit either, a list of the most frequent confusions.
 */
export function confusionMatrix(metrics: Metrics, options: MatrixOptions): string {
  const short = cutApart(metrics.classes, longest);
  for (const shares of [true, false])
    for (const names of [metrics.classes, short]) {
      const { text, width } = grid(metrics, names, options, shares);
      if (width <= options.width) return text;
    }
  return confusionList(metrics, options);
}

function grid(
  { classes, confusionMatrix: matrix }: Metrics,
  called: readonly string[],
  { style }: MatrixOptions,
  shares: boolean,
): { text: string; width: number } {
  const number = (c: number): string => pad(String(c + 1), String(classes.length).length, 'right');
  const names = called.map((name, c) => (shares ? name : `${number(c)} ${name}`));
  const heads = called.map((name, c) => (shares ? name : String(c + 1)));
  const support = matrix.map(sum);
  const predicted = classes.map((_, c) => sum(matrix.map((row) => row[c])));
  const digits = Math.max(...matrix.flat().map((count) => String(count).length));
  const body = (count: number, of: number): string => {
    const figure = count === 0 ? '0' : String(count);
    return shares ? `${pad(figure, digits, 'right')} ${pad(percent(count, of), 5, 'right')}` : figure;
  };
  const cellWidth = Math.max(
    shares ? digits + 6 : digits,
    ...heads.map(displayWidth),
    ...(shares ? [] : predicted.map((n) => String(n).length)),
  );
  const nameWidth = Math.max('predicted'.length, ...names.map(displayWidth));
  const last = shares ? 'support' : 'recall';
  const line = (name: string, cells: readonly string[], end: string): string =>
    `${pad(name, nameWidth)}  ${cells.join(shares ? ' ' : '')}  ${pad(end, last.length, 'right')}`;

  // A shaded cell has one blank on each side, so that neighbours do not run together.
  const rows = matrix.map((row, truth) => {
    const cells = row.map((count, c) => {
      const text = ` ${pad(body(count, support[truth]), cellWidth, 'right')} `;
      if (count === 0) return style.quiet(text);
      return style.shade(text, count / support[truth], truth === c);
    });
    const end = shares ? String(support[truth]) : metric(support[truth] > 0 ? row[truth] / support[truth] : null);
    return line(names[truth], cells, end);
  });
  const head = line(
    '',
    heads.map((name) => ` ${pad(name, cellWidth, 'right')} `),
    last,
  );
  const foot = line(
    'predicted',
    predicted.map((count) => ` ${pad(shares ? `${count}${' '.repeat(6)}` : String(count), cellWidth, 'right')} `),
    shares ? String(sum(support)) : '',
  );
  const text = [style.quiet(head.trimEnd()), ...rows, style.quiet(foot.trimEnd())].join('\n');
  return { text, width: displayWidth(head) };
}

/** The most frequent confusions, one a line: for many classes or narrow terminals. */
function confusionList(metrics: Metrics, { style, width }: MatrixOptions, most = 15): string {
  const { classes, confusionMatrix: matrix } = metrics;
  const pairs = matrix.flatMap((row, truth) =>
    row.flatMap((count, c) => (c !== truth && count > 0 ? [{ truth, c, count, of: sum(row) }] : [])),
  );
  if (pairs.length === 0) return none;
  pairs.sort((a, b) => b.count - a.count || a.truth - b.truth || a.c - b.c);
  const room = Math.max(6, Math.min(longest, Math.floor((width - 24) / 2)));
  const names = cutApart(classes, room);
  const lines = pairs
    .slice(0, most)
    .map(
      ({ truth, c, count, of }) =>
        `${pad(String(count), 5, 'right')} ${pad(percent(count, of), 5, 'right')}  ${names[truth]} ${style.quiet('taken for')} ${names[c]}`,
    );
  const more = pairs.length > most ? [style.quiet(`      and ${pairs.length - most} rarer confusions`)] : [];
  return [...lines, ...more].join('\n');
}
