/** Reviews of labels: remembered, forgotten, in one order, by many at once; what cannot be read is not written over. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labelsPlace, readReviews, reviewsFile, setReview, type Review } from '../../../src/rundir/reviews.js';
import { scratch } from '../scratch.js';

const review = (sample: string, label = 'calm', file = 'data/labels.csv'): Review => ({ file, sample, label });

describe('reviews', () => {
  test('are remembered for the label that was seen, and can be taken back', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    expect((await readReviews(foldboard)).all).toEqual([]);
    await setReview(foldboard, review('7'), true);
    const reviews = await readReviews(foldboard);
    expect(reviews.has(review('7'))).toBe(true);
    expect(reviews.has(review('7', 'wild'))).toBe(false);
    expect(reviews.has(review('7', 'calm', 'other.csv'))).toBe(false);
    await setReview(foldboard, review('7', 'wild'), true);
    expect((await readReviews(foldboard)).all).toEqual([review('7', 'wild')]);
    await setReview(foldboard, review('7', 'wild'), false);
    expect((await readReviews(foldboard)).all).toEqual([]);
  });

  test('give the same bytes in whatever order they came, one line each', async () => {
    const texts = await Promise.all(
      [
        ['b', 'a', '10'],
        ['10', 'b', 'a'],
      ].map(async (samples) => {
        const foldboard = join(await scratch(), '.foldboard');
        for (const sample of samples) await setReview(foldboard, review(sample), true);
        return readFile(reviewsFile(foldboard), 'utf8');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0].split('\n').filter((line) => line.includes('"sample"'))).toHaveLength(3);
  });

  test('are not lost where many are written at once', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    await Promise.all(Array.from({ length: 8 }, (_, i) => setReview(foldboard, review(String(i)), true)));
    expect((await readReviews(foldboard)).all).toHaveLength(8);
    const ignored = await readFile(join(foldboard, '.gitignore'), 'utf8');
    expect(ignored.split('\n')).not.toContain('reviews.json');
  });

  test.each([
    ['{ "formatVersion": 1, "correct": [', 'no JSON'],
    ['{ "formatVersion": 9, "correct": [] }', 'newer version'],
    ['{ "formatVersion": 1, "correct": [{ "sample": 3 }] }', 'cannot be read'],
    ['null', 'cannot be read'],
  ])('that cannot be read stay as they are: %s', async (text, words) => {
    const foldboard = join(await scratch(), '.foldboard');
    await mkdir(foldboard);
    await writeFile(reviewsFile(foldboard), text);
    await expect(readReviews(foldboard)).rejects.toThrow(words);
    await expect(setReview(foldboard, review('1'), true)).rejects.toThrow(words);
    expect(await readFile(reviewsFile(foldboard), 'utf8')).toBe(text);
  });

  test('name the labels file from the folder that holds .foldboard', () => {
    const plan = {
      root: '../../..',
      experimentFile: 'sub/one.experiment.json',
      experiment: { data: { labels: null, train: '../data/a.csv' } },
    } as unknown as Parameters<typeof labelsPlace>[1];
    const place = labelsPlace('/w/.foldboard/runs/x', plan);
    expect(place).toEqual({ foldboard: '/w/.foldboard', path: '/w/data/a.csv', file: 'data/a.csv' });
  });
});
