import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../../src/extension/model/record.js';
import { differencesOf } from '../../../src/extension/model/differences.js';
import { asChanges, fileChanges } from '../../../src/extension/runView/changes.js';
import { collectNews, joinNews } from '../../../src/extension/runView/collect.js';
import { fileName } from '../../../src/extension/view/fileName.js';
import { readPredictionColumns } from '../../../src/extension/runView/predictions.js';
import { whyUnreadable } from '../../../src/extension/runView/unreadable.js';
import type { RunNews } from '../../../src/extension/runs/tracker.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { formatPredictions, readPredictions } from '../../../src/rundir/predictions.js';
import { fakeFinished, fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';

const news = (change: Partial<RunNews>): RunNews => ({ patches: [], folds: [], statusChanged: false, ...change });

describe('predictions for a view', () => {
  it('are those of the file, however it is cut into pieces', async () => {
    const folder = await scratch();
    const names = fc.array(fc.constantFrom('a', 'sample 12', 'x,y', 'q"uote', 'two\nlines', 'é\r\n"', '7'), {
      minLength: 0,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(names, fc.boolean(), async (samples, folds) => {
        const rows = samples.length;
        const file = join(folder, 'predictions.csv');
        // Names long enough that the file is read in many pieces.
        const long = samples.map((name, i) => name.repeat(1 + ((i * 7919) % 400)));
        const given = {
          ...{ classes: ['a', 'b,c'], samples: long, labels: Int32Array.from(long, (_, i) => (i % 3) - 1) },
          repeat: folds ? Int32Array.from(long, (_, i) => i % 2) : null,
          fold: folds ? Int32Array.from(long, (_, i) => i % 5) : null,
          probabilities: Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2 ? 0.75 : 0.25)),
        };
        await writeFile(file, formatPredictions(given));
        const whole = await readPredictions(file);
        const columns = await readPredictionColumns(file, 5);
        const sent = rows === 0 ? [] : new TextDecoder().decode(columns.samples).split('\0');
        expect(sent).toEqual(whole.samples);
        expect(columns.labels).toEqual(whole.labels);
        expect(columns.probabilities).toEqual(whole.probabilities);
        expect(columns.tasks && [...columns.tasks]).toEqual(folds ? long.map((_, i) => (i % 2) * 5 + (i % 5)) : null);
      }),
      { numRuns: 30 },
    );
  });

  it('say what is wrong with a damaged file', async () => {
    const file = join(await scratch(), 'predictions.csv');
    await writeFile(file, 'sample,label,predicted,p_a,p_b\n1,a,a,0.5\n');
    await expect(readPredictionColumns(file, 5)).rejects.toThrow(/4 fields/);
  });

  it('leave the event loop free while many rows are read', async () => {
    const file = join(await scratch(), 'predictions.csv');
    const line = (i: number): string => `s${i},a,0,${i % 5},a,0.7,0.2,0.1\n`;
    await writeFile(
      file,
      `sample,label,repeat,fold,predicted,p_a,p_b,p_c\n${Array.from({ length: 60_000 }, (_, i) => line(i)).join('')}`,
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { labels } = await readPredictionColumns(file, 5);
    clearInterval(timer);
    expect(labels).toHaveLength(60_000);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('news', () => {
  it('are joined in their order', () => {
    const columns = { epoch: [] } as unknown as RunNews['patches'][number]['columns'];
    const [a, b] = [0, 1].map((from) => ({ fold: 0, from, columns }));
    expect(
      joinNews(news({ patches: [a], folds: [0, 1] }), news({ patches: [b], folds: [1, 2], statusChanged: true })),
    ).toEqual({
      ...{ patches: [a, b], folds: [0, 1, 2], statusChanged: true },
    });
  });

  it('are sent at most so often, and none is lost', async () => {
    vi.useFakeTimers();
    const sent: { at: number; folds: readonly number[] }[] = [];
    const collector = collectNews(
      100,
      async ({ folds }) => void sent.push({ at: Date.now(), folds }),
      (error) => {
        throw error;
      },
    );
    for (let fold = 0; fold < 50; fold++) {
      collector.add(news({ folds: [fold] }));
      await vi.advanceTimersByTimeAsync(13);
    }
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    expect(sent.flatMap((one) => one.folds)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    sent.slice(1).forEach((one, i) => expect(one.at - sent[i].at).toBeGreaterThanOrEqual(100));
  });
});

describe('the experiment file', () => {
  it('has changed where a setting has, not where a comment has', () => {
    const changed = (before: string, after: string) => asChanges(differencesOf(before, after));
    const then = '{ "seed": 1, // first\n "data": { "train": "a.csv" } }';
    expect(changed(then, '{ "data": { "train": "a.csv" }, "seed": 1, }')).toEqual({ state: 'same', places: null });
    expect(changed(then, '{ "data": { "train": "b.csv" }, "seed": 2, "name": "x" }')).toEqual({
      state: 'changed',
      places: 3,
    });
    expect(changed(then, '{ "data": ')).toEqual({ state: 'changed', places: null });
  });

  it('may be gone, or never have been kept', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const record = await readRecord(await fakeFinished(foldboard, 'done', () => true));
    expect(await fileChanges(record)).toEqual({ state: 'gone', places: null });
    const file = join(dirname(foldboard), 'x.experiment.json');
    await writeFile(file, '{}');
    expect(await fileChanges(record)).toEqual({ state: 'same', places: null });
    await writeFile(runPaths(record.directory).experiment, '{ "seed": 3 }');
    expect(await fileChanges(record)).toEqual({ state: 'changed', places: 1 });
  });
});

describe('a run that cannot be read', () => {
  it('says why, and what to do', async () => {
    const foldboard = join(await scratch(), '.foldboard');
    const plan = await fakePlan(foldboard, 'newer');
    const directory = join(foldboard, 'runs/newer');
    await writeFile(runPaths(directory).plan, JSON.stringify({ ...plan, formatVersion: 99 }));
    expect(await whyUnreadable(directory, undefined)).toMatchObject({
      ...{ name: 'newer', reason: expect.stringContaining('newer Foldboard'), cure: expect.stringContaining('Update') },
    });
    await mkdir(join(foldboard, 'runs/none'), { recursive: true });
    expect(await whyUnreadable(join(foldboard, 'runs/none'), undefined)).toMatchObject({ reason: 'The run is gone.' });
  });
});

describe('names of files that a view proposes', () => {
  it('lead nowhere else', () => {
    expect(fileName('BiGRU 64 Weighted F1', 'png')).toBe('BiGRU 64 Weighted F1.png');
    expect(fileName('../../etc/passwd', 'csv')).toBe('passwd.csv');
    expect(fileName('..\\..\\x:y*?', 'csv')).toBe('-..-x-y-.csv');
    expect(fileName('...', 'png')).toBe('chart.png');
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(fileName(name, 'csv')).not.toMatch(/[/\\:]|^\./);
      }),
    );
  });
});
