/** The generated pain data: its shape, its repeatability, and how near its columns come to the real ones. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream, deriveKey } from '../../../src/base/random.js';
import { drawEvents, intensity } from '../../../src/data/generate/painEpisodes.js';
import { painColumns, steps } from '../../../src/data/generate/painFacts.js';
import { drawPainSample } from '../../../src/data/generate/painSample.js';
import { generatePain } from '../../../src/data/generate/pain.js';

const statistics = resolve(import.meta.dirname, '../../../../shared/data/pirate-pain/column_stats.json');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foldboard-pain-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sha = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

describe('generatePain', () => {
  it('writes sequences, labels and unlabelled sequences of the right shape', async () => {
    const files = await generatePain({ out: join(folder, 'a'), samples: 60, testSamples: 10 });
    const rows = (await readFile(files.train, 'utf8')).trimEnd().split('\n');
    expect(rows[0]).toBe(painColumns.join(','));
    expect(rows).toHaveLength(1 + 60 * steps);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([40]));
    const labels = (await readFile(files.labels, 'utf8')).trimEnd().split('\n');
    expect(labels).toHaveLength(61);
    expect(labels[1]).toMatch(/^000,(no|low|high)_pain$/);
    expect((await readFile(files.test, 'utf8')).trimEnd().split('\n')).toHaveLength(1 + 10 * steps);
    expect((await readdir(join(folder, 'a'))).some((name) => name.endsWith('.part'))).toBe(false);
  });

  it('gives each class a sample for each of the five folds of the examples, however few are asked for', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const files = await generatePain({ out: join(folder, `few${seed}`), samples: 30, testSamples: 0, seed });
      const labels = (await readFile(files.labels, 'utf8')).trimEnd().split('\n').slice(1);
      for (const name of ['no_pain', 'low_pain', 'high_pain'])
        expect(labels.filter((line) => line.endsWith(`,${name}`)).length).toBeGreaterThanOrEqual(5);
    }
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    const [a, b, c] = await Promise.all([
      generatePain({ out: join(folder, 'same1'), samples: 40, testSamples: 3, seed: 7 }),
      generatePain({ out: join(folder, 'same2'), samples: 40, testSamples: 3, seed: 7 }),
      generatePain({ out: join(folder, 'other'), samples: 40, testSamples: 3, seed: 8 }),
    ]);
    expect(await sha(a.train)).toBe(await sha(b.train));
    expect(await sha(a.train)).not.toBe(await sha(c.train));
  });

  it('leaves nothing half written when it is stopped', async () => {
    const out = join(folder, 'stopped');
    const controller = new AbortController();
    const work = generatePain({
      out,
      samples: 60,
      signal: controller.signal,
      onProgress: (written) => {
        if (written === 5) controller.abort();
      },
    });
    await expect(work).rejects.toThrow();
    expect(await readdir(out)).toEqual([]);
  });

  it('refuses impossible numbers of samples', async () => {
    await expect(generatePain({ out: folder, samples: 3 })).rejects.toThrow('3 is not a number of samples');
  });
});

describe('the episodes', () => {
  it('put the class into the order of strain and guarding', () => {
    for (let i = 0; i < 300; i++) {
      for (const painClass of [0, 1, 2]) {
        const events = drawEvents(new RandomStream(deriveKey(3, 'generate', i, painClass)), painClass);
        const gaps = events
          .filter((event) => event.kind === 'strain')
          .flatMap((strain) =>
            events.filter((event) => event.kind === 'guarding').map((guarding) => guarding.center - strain.center),
          );
        const near = gaps.filter((gap) => Math.abs(gap) < 30);
        if (painClass === 0) expect(near).toEqual([]);
        else expect(near.map(Math.sign)).toEqual([painClass === 1 ? 1 : -1]);
      }
    }
  });

  it('have bumps that end where they reach', () => {
    const values = intensity([{ kind: 'strain', center: 50, reach: 10, strength: 2 }], 'strain');
    expect(values[50]).toBe(2);
    expect([values[39], values[61]]).toEqual([0, 0]);
    expect(intensity([{ kind: 'strain', center: 50, reach: 10, strength: 2 }], 'response')[50]).toBe(0);
  });
});

describe.skipIf(!existsSync(statistics))('against the statistics of the real columns (../shared/data)', () => {
  interface Column {
    train_full: Record<string, number>;
  }
  const real = existsSync(statistics)
    ? (JSON.parse(readFileSync(statistics, 'utf8')) as {
        joints: Record<string, Column>;
        pain_surveys: Record<string, Column>;
      })
    : { joints: {}, pain_surveys: {} };
  const samples = Array.from({ length: 300 }, (_, i) => {
    const u = (i + 0.5) / 300;
    return drawPainSample(new RandomStream(deriveKey(11, 'generate', i)), u < 0.773 ? 0 : u < 0.915 ? 1 : 2);
  });

  it('level joints have the real median within 0.08 and the real spread within 40 %', () => {
    for (let joint = 0; joint < 12; joint++) {
      const values = Float64Array.from(samples.flatMap((sample) => [...sample.joints[joint]!])).sort();
      const facts = real.joints[`joint_${String(joint).padStart(2, '0')}`]!.train_full;
      if (facts.median !== undefined) expect(Math.abs(values[values.length >> 1]! - facts.median)).toBeLessThan(0.08);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      expect(deviation / facts.std!).toBeGreaterThan(0.6);
      expect(deviation / facts.std!).toBeLessThan(1.4);
    }
  });

  it('micro and tremor joints have the real median within a factor of three', () => {
    for (let joint = 13; joint < 30; joint++) {
      const values = Float64Array.from(samples.flatMap((sample) => [...sample.joints[joint]!])).sort();
      const ratio = values[values.length >> 1]! / real.joints[`joint_${joint}`]!.train_full.median!;
      expect(ratio, `joint_${joint}`).toBeGreaterThan(1 / 3);
      expect(ratio, `joint_${joint}`).toBeLessThan(3);
    }
  });

  it('surveys have the real mean within 0.1', () => {
    for (let survey = 0; survey < 4; survey++) {
      const values = samples.flatMap((sample) => [...sample.surveys[survey]!]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean - real.pain_surveys[`pain_survey_${survey + 1}`]!.train_full.mean!)).toBeLessThan(0.1);
    }
  });
});
