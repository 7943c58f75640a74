/** Reports as Markdown: what stands in them, and that no word from files becomes a link, HTML or a table cell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { comparisonReport } from '../../../src/extension/model/comparisonReport.js';
import { matrixReport } from '../../../src/extension/model/matrixReport.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { ensembleReport } from '../../../src/extension/model/ensembleReport.js';
import { ensembleDocument, type EnsembleDocument } from '../../../src/runs/ensemble/document.js';
import { runEnsemble } from '../../../src/runs/ensemble/ensemble.js';
import { compareRuns } from '../../../src/runs/compare.js';
import { fakeFinished, temporary } from '../runs/fakeRun.js';

const hostile = '](command:workbench.action.quit) <img src=x onerror=alert(1)> | `a`\n\n# b';
const safe = (text: string): void => {
  expect(text).not.toContain('](command:');
  expect(text).not.toContain('<img');
  expect(text).not.toMatch(/^# b/m);
};

describe('matrix report', () => {
  const classes = [hostile, 'calm'];
  const labels = Int32Array.from([0, 0, 0, 1, 1, 1, 1, 1]);
  const probabilities = Float64Array.from([
    0.9,
    0.1,
    0.8,
    0.2,
    0.3,
    0.7,
    ...Array<number[]>(5).fill([0.1, 0.9]).flat(),
  ]);
  const metrics = computeMetrics(labels, probabilities, classes);
  const text = matrixReport(`Run ${hostile}`, [{ title: hostile, about: hostile, metrics, optimistic: hostile }]);

  it('shows counts with their share of the row, and the figures of each class', () => {
    expect(text).toContain('2 <small>67 %</small>');
    expect(text).toContain('1 <small>33 %</small>');
    expect(text).toContain(metrics.macroF1.toFixed(3));
    expect(text).toContain('*optimistic*');
  });

  it('takes no word from files for markup', () => {
    safe(text);
  });
});

describe('comparison report', () => {
  let foldboard = '';
  beforeAll(async () => {
    foldboard = await temporary();
  });
  afterAll(() => rm(foldboard, { recursive: true }));

  it('says who is better by how much, and which settings differ', async () => {
    const half = await fakeFinished(foldboard, 'half', (i) => i % 3 > 0);
    const good = await fakeFinished(foldboard, 'good', (i, k) => i % 11 !== k, {
      settings: { name: hostile, seed: 7 },
    });
    const text = comparisonReport(await compareRuns([half, good]));
    expect(text).toContain('▲ better');
    expect(text).toMatch(/<td style="text-align:right;white-space:nowrap;">\+0\.\d{3}<\/td>/);
    expect(text).toContain('<code>seed</code></td><td>42</td><td>7</td>');
    safe(text);
    expect(join(foldboard, 'runs', 'half')).toBe(half);
  });
});

describe('ensemble report', () => {
  let foldboard = '';
  beforeAll(async () => {
    foldboard = await temporary();
  });
  afterAll(() => rm(foldboard, { recursive: true }));

  it('says what it gains, what each run gives to it, and where it lies', async () => {
    const runs = [
      await fakeFinished(foldboard, 'a', (i) => i % 7 !== 0),
      await fakeFinished(foldboard, 'b', (i) => i % 5 !== 0),
    ];
    const joined = await runEnsemble(runs, 'weighted', 'accuracy');
    const document = JSON.parse(JSON.stringify(ensembleDocument(joined, null))) as EnsembleDocument;
    const text = ensembleReport(document, new Map([['a', `Mine ${hostile}`]]), ['x/ensemble.json']);
    safe(text);
    expect(text).toContain('# Ensemble of 2 runs, weights with the smallest log loss');
    expect(text).toContain(`**${joined.metrics.accuracy.toFixed(3)}** accuracy, pooled over 50 samples`);
    expect(text).toContain('the best run alone, chosen on other folds');
    expect(text).toContain('it leaves out the variance of training');
    expect(text).toContain('Mine');
    expect(text).toContain('experiment b');
    expect(text).toContain('- `x/ensemble.json`');
    expect(text).not.toContain('## Test data');
    // Models that the scored samples chose cannot be said never to have seen them.
    expect(text).toContain('predicted by models that never saw it');
    const flattered = ensembleReport({ ...document, optimistic: true }, new Map(), []);
    expect(flattered).not.toContain('never saw');
    expect(flattered).toContain('*optimistic*: the scored samples chose the weights');
    // Whoever writes such a file by hand writes no markup into the document.
    safe(ensembleReport({ ...document, unit: hostile as 'run' }, new Map(), []));
    const test = { samples: 3, seen: 0, metrics: null };
    expect(ensembleReport({ ...document, test }, new Map(), [])).toContain('Without labels there is no score.');
  });
});
