/** `predictions.csv` and `test_predictions.csv`: the stored truth of a result. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import { writeAtomic } from './atomic.js';
import { csvLine, parseCsv } from './csv.js';

/** Predictions by column; all arrays have one entry a row. */
export interface Predictions {
  readonly classes: readonly string[];
  readonly samples: readonly string[];
  /** Class index, -1 where the label is not known. */
  readonly labels: Int32Array;
  /** Null in predictions of a whole ensemble: they belong to no fold. */
  readonly repeat: Int32Array | null;
  readonly fold: Int32Array | null;
  /** Rows x classes; values as `storable` gives them. */
  readonly probabilities: Float64Array;
}

/**
 * Probabilities rounded to nine significant digits, which is what the files hold: metrics are computed from these, so that
 * whoever reads the file gets the same ones. (Nine digits carry every float32.)
 */
export function storable(probabilities: Float64Array | Float32Array): Float64Array {
  return Float64Array.from(probabilities, (p) => Number(p.toPrecision(9)));
}

/** Index of the largest of each row; the first of equals. */
export function predictedClasses(probabilities: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if (probabilities[row * classes + c] > probabilities[row * classes + best]) best = c;
    return best;
  });
}

/** `sample,label,repeat,fold,predicted,p_<class>…`, without repeat and fold where there are none; unknown labels are empty. */
export function formatPredictions(predictions: Predictions): string {
  const { classes, samples, labels, repeat, fold, probabilities } = predictions;
  const predicted = predictedClasses(probabilities, classes.length);
  const place = repeat && fold ? ['repeat', 'fold'] : [];
  const lines = [csvLine(['sample', 'label', ...place, 'predicted', ...classes.map((name) => `p_${name}`)])];
  samples.forEach((sample, i) => {
    lines.push(
      csvLine([
        sample,
        labels[i] < 0 ? '' : classes[labels[i]],
        ...(repeat && fold ? [repeat[i], fold[i]] : []),
        classes[predicted[i]],
        ...probabilities.subarray(i * classes.length, (i + 1) * classes.length),
      ]),
    );
  });
  return lines.join('');
}

export async function writePredictions(file: string, predictions: Predictions): Promise<void> {
  await writeAtomic(file, formatPredictions(predictions));
}

/** @throws UserError (state) where the file is damaged; the system's error where there is none */
export async function readPredictions(file: string): Promise<Predictions> {
  return parsePredictions(await readFile(file, 'utf8'), file);
}

/** As readPredictions, from text; columns may stand in any order. */
export function parsePredictions(text: string, file: string): Predictions {
  const { header, rows } = parseCsv(text, file);
  const columns = header.flatMap((name, i) => (name.startsWith('p_') ? [i] : []));
  const classes = columns.map((i) => header[i].slice(2));
  const at = (name: string): number => header.indexOf(name);
  if (at('sample') < 0 || classes.length < 2)
    throw new UserError('These are no predictions: a column "sample" and one "p_<class>" for each class are needed.', {
      kind: 'state',
      place: { file, line: 1 },
    });
  const whole = (name: string): Int32Array | null =>
    at(name) < 0 ? null : Int32Array.from(rows, (row) => Number(row[at(name)]));
  const probabilities = new Float64Array(rows.length * classes.length);
  rows.forEach((row, i) => {
    columns.forEach((column, c) => {
      probabilities[i * classes.length + c] = probability(row[column], file, i + 2);
    });
  });
  const label = at('label');
  return {
    classes,
    samples: rows.map((row) => row[at('sample')]),
    labels: Int32Array.from(rows, (row, i) => (label < 0 ? -1 : classIndex(classes, row[label], file, i + 2))),
    repeat: whole('repeat'),
    fold: whole('fold'),
    probabilities,
  };
}

function probability(text: string, file: string, line: number): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= 1) return value;
  throw new UserError(`${JSON.stringify(text)} is no probability.`, { kind: 'state', place: { file, line } });
}

function classIndex(classes: readonly string[], label: string, file: string, line: number): number {
  if (label === '') return -1;
  const index = classes.indexOf(label);
  if (index >= 0) return index;
  throw new UserError(`The label ${JSON.stringify(label)} is none of the classes ${classes.join(', ')}.`, {
    kind: 'state',
    place: { file, line },
  });
}

/** Several sets of predictions of the same classes, one after the other. */
export function concatPredictions(sets: readonly Predictions[]): Predictions {
  const classes = sets[0].classes;
  const join = (pick: (set: Predictions) => Int32Array | null): Int32Array | null =>
    sets.every((set) => pick(set) !== null) ? Int32Array.from(sets.flatMap((set) => [...pick(set)!])) : null;
  const probabilities = new Float64Array(sets.reduce((sum, set) => sum + set.probabilities.length, 0));
  let offset = 0;
  for (const set of sets) {
    probabilities.set(set.probabilities, offset);
    offset += set.probabilities.length;
  }
  return {
    classes,
    samples: sets.flatMap((set) => [...set.samples]),
    labels: join((set) => set.labels)!,
    repeat: join((set) => set.repeat),
    fold: join((set) => set.fold),
    probabilities,
  };
}
