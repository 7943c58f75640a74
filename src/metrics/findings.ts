/**
 * Plain sentences that say what a result means, each derived from counts, and silent where there is nothing to say.
 * The same sentences stand in the terminal, the run view and the editor.
 */
import { wilson, type Calibration } from './calibration.js';
import type { Metrics } from './types.js';

export interface Finding {
  readonly kind: 'allRight' | 'oneAnswer' | 'noBetterThanMajority' | 'weakClass' | 'neverSwallowed' | 'calibration';
  readonly text: string;
  /** The class it is about, where there is one: its name may be set in bold, or link to its samples. */
  readonly subject: string | null;
}

/** Fewer samples of a class than this say nothing about what never happens. */
const enough = 20;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const indexOfLargest = (counts: readonly number[]): number => counts.indexOf(Math.max(...counts));

type Matrix = Metrics['confusionMatrix'];

/** What means of counts may be off by. */
const rounding = 1e-9;
const round = Math.round;

/** Each row as counts of so many samples. */
function perSample(matrix: Matrix, samples: readonly number[]): Matrix {
  return matrix.map((row, c) => row.map((count) => (count === 0 ? 0 : (count * samples[c]) / sumOf(row))));
}

const noneWrong = (matrix: Matrix): boolean =>
  matrix.every((row, c) => row.every((count, p) => count === 0 || p === c));

/**
 * What stands out in a confusion matrix, the most important first.
 * @param samples of each class, where the matrix counts them several times (repeats, windows): then what is said is of samples, each
 *   row of the matrix as its mean over how often they were predicted
 */
export function findings(
  { classes, confusionMatrix }: Pick<Metrics, 'classes' | 'confusionMatrix'>,
  samples: readonly number[] | null = null,
): Finding[] {
  const matrix = samples ? perSample(confusionMatrix, samples) : confusionMatrix;
  const average = samples ? 'on average ' : '';
  const support = samples ?? matrix.map(sumOf);
  const predicted = classes.map((_, c) => sumOf(matrix.map((row) => row[c])));
  const total = sumOf(support);
  const right = sumOf(matrix.map((row, c) => row[c]));

  if (noneWrong(confusionMatrix) && support.filter((count) => count > 0).length > 1)
    return [{ kind: 'allRight', text: `All ${round(total)} samples are right.`, subject: null }];
  const only = predicted.findIndex((count) => count > total - rounding);
  if (only >= 0)
    return [{ kind: 'oneAnswer', text: `Every sample is taken for ${classes[only]}.`, subject: classes[only] }];

  const largest = indexOfLargest(support);
  const said: Finding[] = [];
  if (right <= support[largest] + rounding)
    said.push({
      kind: 'noBetterThanMajority',
      text: `It is ${average}right ${round(right)} times of ${round(total)}: no more often than always saying ${classes[largest]} (${round(support[largest])}).`,
      subject: classes[largest],
    });
  const weak = weakClass(matrix, support);
  if (weak !== null)
    said.push({ kind: 'weakClass', text: describeWeak(classes, matrix[weak], weak, average), subject: classes[weak] });
  const never = neverSwallowed(matrix, support, predicted, largest);
  if (never !== null)
    said.push({
      kind: 'neverSwallowed',
      text: `No ${classes[never]} sample is taken for ${classes[largest]}.`,
      subject: classes[never],
    });
  return said;
}

/**
 * The class with the lowest recall, if at least three of its samples are missed and the upper end of its 95 % interval is
 * below the recall of all other samples together.
 */
function weakClass(matrix: Matrix, support: readonly number[]): number | null {
  const occurring = support.flatMap((count, c) => (count > 0 ? [c] : []));
  if (occurring.length < 2) return null;
  const recall = (c: number): number => matrix[c][c] / support[c];
  const weak = occurring.reduce((lowest, c) => (recall(c) < recall(lowest) ? c : lowest));
  const others = occurring.filter((c) => c !== weak);
  const rest = sumOf(others.map((c) => matrix[c][c])) / sumOf(others.map((c) => support[c]));
  const missed = support[weak] - matrix[weak][weak];
  return missed >= 3 && wilson(matrix[weak][weak], support[weak]).high < rest ? weak : null;
}

function describeWeak(classes: readonly string[], row: readonly number[], weak: number, average: string): string {
  const support = sumOf(row);
  const missed = support - row[weak];
  const wrong = row.map((count, c) => (c === weak ? 0 : count));
  const most = indexOfLargest(wrong);
  const tie = wrong.filter((count) => count === wrong[most]).length > 1;
  // Not all, where one is right.
  const shown = Math.min(round(missed), round(support) - (row[weak] > 0 ? 1 : 0));
  const head = `${classes[weak]} is the weak class: ${average}${shown} of ${round(support)} are missed`;
  // With two classes there is only one way to be wrong.
  if (tie || classes.length === 2) return `${head}.`;
  if (missed - wrong[most] < rounding) return `${head}, all of them taken for ${classes[most]}.`;
  const part = round(wrong[most]) < shown ? String(round(wrong[most])) : 'most';
  return `${head}, ${part} of them taken for ${classes[most]}.`;
}

/**
 * Among unequal classes a small one is easily swallowed by the large one; worth a word where it never is: the large class
 * takes at least half of all answers, three classes or more, and enough samples of the small one.
 */
function neverSwallowed(
  matrix: Matrix,
  support: readonly number[],
  predicted: readonly number[],
  largest: number,
): number | null {
  if (matrix.length < 3 || predicted[largest] * 2 < sumOf(predicted)) return null;
  const safe = support.flatMap((count, c) => (c !== largest && count >= enough && matrix[c][largest] === 0 ? [c] : []));
  return safe.length > 0 ? safe.reduce((a, b) => (support[b] > support[a] ? b : a)) : null;
}

/** Whether the probabilities can be believed: doubts need a hundred samples, trust three hundred. Null where there is nothing to say. */
export function calibrationFinding(result: Calibration): Finding | null {
  const { samples: count } = result;
  if (count < 100) return null;
  const say = (text: string): Finding => ({ kind: 'calibration', text, subject: null });
  const filled = result.bins.filter((bin) => bin.count >= 5);
  const off = filled.filter((bin) => bin.confidence < bin.low || bin.confidence > bin.high);
  const confidence = sumOf(result.bins.map((bin) => (bin.count > 0 ? bin.count * bin.confidence : 0))) / count;
  const accuracy = confidence - result.overconfidence;
  // One bin of ten lies outside its 95 % interval by chance often enough (40 %).
  if (Math.abs(result.overconfidence) > 2 * result.standardError)
    return say(
      `It is too ${result.overconfidence > 0 ? 'sure of itself' : 'modest'}: it says ${confidence.toFixed(2)} on average and is right in ${accuracy.toFixed(2)}.`,
    );
  if (off.length <= 1) return count < 300 ? null : say('Its probabilities can be taken at their word.');
  const gap = (bin: (typeof off)[number]): number => bin.count * Math.abs(bin.accuracy - bin.confidence);
  const worst = off.reduce((a, b) => (gap(b) > gap(a) ? b : a));
  return say(
    `Its probabilities are off in places: where it says ${worst.confidence.toFixed(2)}, ${worst.accuracy.toFixed(2)} are right.`,
  );
}
