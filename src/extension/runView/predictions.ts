/** predictions.csv for a view: read piece by piece, so that a hundred thousand rows do not hold up the extension host. */
import { createReadStream } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PredictionColumns } from '../../protocol/run.js';
import { parsePredictions, type Predictions } from '../../rundir/predictions.js';

/** About 1,500 rows of three classes, which take a few milliseconds to parse. */
const pieceBytes = 64 * 1024;

/**
 * The rows of a predictions file in the order of the file, as typed columns.
 * @param folds folds of each repeat, to number the tasks
 * @throws UserError (state) where the file is damaged; the system's error where there is none
 */
export async function readPredictionColumns(file: string, folds: number): Promise<PredictionColumns> {
  const pieces: Predictions[] = [];
  let header = '';
  let rest = '';
  const take = (text: string): void => {
    if (header === '') {
      const end = lineEnd(text, 0);
      if (end < 0) return void (rest = text);
      header = text.slice(0, end);
      text = text.slice(end);
    }
    const end = lastLineEnd(text);
    rest = text.slice(end);
    if (end > 0) pieces.push(parsePredictions(header + text.slice(0, end), file));
  };
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes })) {
    take(rest + (chunk as string));
    await nextTurn();
  }
  // A last line without its end, or a file that holds nothing but a header.
  if (rest !== '' || pieces.length === 0) pieces.push(parsePredictions(header + rest, file));
  const filled = pieces.filter((piece) => piece.labels.length > 0);
  return joinPieces(filled.length > 0 ? filled : pieces.slice(0, 1), folds);
}

/** Where the line that begins at `from` ends, its break included; breaks inside quotes end no line; -1 where it does not end. */
function lineEnd(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (sign === 34) quoted = !quoted;
    else if (sign === 10 && !quoted) return i + 1;
  }
  return -1;
}

/** Length of the whole lines in `text`, which begins with a line. */
function lastLineEnd(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1;
  let end = 0;
  for (let next = lineEnd(text, 0); next > 0; next = lineEnd(text, next)) end = next;
  return end;
}

function joinPieces(pieces: readonly Predictions[], folds: number): PredictionColumns {
  const rows = pieces.reduce((sum, piece) => sum + piece.labels.length, 0);
  const classes = pieces[0].classes.length;
  const labels = new Int32Array(rows);
  const tasks = pieces[0].fold === null ? null : new Int32Array(rows);
  const probabilities = new Float64Array(rows * classes);
  let row = 0;
  for (const piece of pieces) {
    labels.set(piece.labels, row);
    probabilities.set(piece.probabilities, row * classes);
    for (let i = 0; tasks && i < piece.labels.length; i++)
      tasks[row + i] = (piece.repeat?.[i] ?? 0) * folds + (piece.fold?.[i] ?? 0);
    row += piece.labels.length;
  }
  const names = pieces.map((piece) => piece.samples.join('\0')).join('\0');
  // `encode` may return a view of a larger buffer; what is sent should be no longer than it is.
  return { samples: new TextEncoder().encode(names).slice(), labels, tasks, probabilities };
}
