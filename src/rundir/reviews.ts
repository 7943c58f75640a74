/**
 * `.foldboard/reviews.json`: labels that somebody looked at and found correct, so that nobody is asked twice. It can be committed:
 * one line a review, in a fixed order, and no times or names in it.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../base/errors.js';
import { readTextIfAny, writeAtomic } from './atomic.js';
import { cacheDirectory, ensureFoldboard, foldboardName } from './find.js';
import { withLock } from './lockFile.js';
import type { RunPlan } from './types.js';

export interface Review {
  /** Where the label stands, relative to the folder that holds `.foldboard`, with forward slashes. */
  readonly file: string;
  readonly sample: string;
  /** As it was found correct: another label has not been reviewed. */
  readonly label: string;
}

export interface Reviews {
  readonly all: readonly Review[];
  has(review: Review): boolean;
}

const formatVersion = 1;

export function reviewsFile(foldboardDirectory: string): string {
  return join(foldboardDirectory, 'reviews.json');
}

/** The `.foldboard` and the file (as in reviews) in which the labels of a run stand. */
export function labelsPlace(
  runDirectory: string,
  plan: Pick<RunPlan, 'root' | 'experimentFile' | 'experiment'>,
): { foldboard: string; path: string; file: string } {
  const root = resolve(runDirectory, plan.root);
  const { labels, train } = plan.experiment.data;
  const path = resolve(root, dirname(plan.experimentFile), labels ?? train);
  return { foldboard: join(root, foldboardName), path, file: relative(root, path).split(sep).join('/') };
}

/** @throws UserError (state) where the file is damaged or of a newer version: it is the user's, and is not written over */
export async function readReviews(foldboardDirectory: string): Promise<Reviews> {
  const file = reviewsFile(foldboardDirectory);
  const text = await readTextIfAny(file);
  const all = text === null ? [] : parse(text, file);
  const keys = new Set(all.map(keyOf));
  return { all, has: (review) => keys.has(keyOf(review)) };
}

/** Remembers that a label is correct, or forgets it. Two windows may do so at once. */
export async function setReview(foldboardDirectory: string, review: Review, correct: boolean): Promise<void> {
  await ensureFoldboard(foldboardDirectory);
  const cache = cacheDirectory(foldboardDirectory);
  await mkdir(cache, { recursive: true });
  const busy = (): UserError => new UserError('Reviews are being written by another process.', { kind: 'state' });
  await withLock(join(cache, 'reviews.lock'), busy, async () => {
    const { all } = await readReviews(foldboardDirectory);
    // A sample has one label; what was said of an earlier one is of no use any more.
    const others = all.filter((one) => one.file !== review.file || one.sample !== review.sample);
    await writeAtomic(reviewsFile(foldboardDirectory), format(correct ? [...others, review] : others));
  });
}

function keyOf({ file, sample, label }: Review): string {
  return JSON.stringify([file, sample, label]);
}

function format(reviews: readonly Review[]): string {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = reviews.toSorted((a, b) => byText(a.file, b.file) || byText(a.sample, b.sample));
  const lines = sorted.map(({ file, sample, label }) => `    ${JSON.stringify({ file, sample, label })}`);
  return `{\n  "formatVersion": ${formatVersion},\n  "correct": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

function parse(text: string, file: string): Review[] {
  const damaged = (what: string): UserError =>
    new UserError(`The reviews of labels ${what}.`, {
      kind: 'state',
      place: { file },
      cure: 'Correct the file, or remove it: then labels that were found correct are asked about again.',
    });
  let value: { formatVersion?: unknown; correct?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw damaged('are no JSON');
  }
  if (typeof value?.formatVersion === 'number' && value.formatVersion > formatVersion)
    throw damaged('are of a newer version of Foldboard');
  if (value?.formatVersion !== formatVersion || !Array.isArray(value.correct) || !value.correct.every(isReview))
    throw damaged('cannot be read');
  return value.correct;
}

function isReview(value: unknown): value is Review {
  if (typeof value !== 'object' || value === null) return false;
  const { file, sample, label } = value as Record<string, unknown>;
  return [file, sample, label].every((text) => typeof text === 'string');
}
