/** A run knows what its models know of other data: it is counted where the run starts, and where data are evaluated. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { loadOtherData } from '../../../src/data/load.js';
import { experimentOf } from '../../../src/execution/data.js';
import { executeRun } from '../../../src/execution/executeRun.js';
import { familiarTexts } from '../../../src/metrics/familiar.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan } from '../../../src/rundir/plan.js';
import { readSamples } from '../../../src/rundir/samples.js';
import { familiarToRuns, testWarnings } from '../../../src/rundir/testWarnings.js';
import { evaluateRun } from '../../../src/training/evaluateRun.js';
import { predictFile } from '../../../src/training/predictFile.js';
import { scratch } from '../scratch.js';
import { tinyRun } from './tinyRun.js';

/** 24 samples of 12 subjects; `shift` makes other values of them. */
const csv = (prefix: string, shift: number): string =>
  `id,t,x,label,subject\n${Array.from({ length: 24 }, (_, i) =>
    [0, 1, 2, 3]
      .map((t) => `${prefix}${i},${t},${((i * 7919 + t * 104729) % 97) + shift},${i % 2 ? 'up' : 'down'},S${i % 12}\n`)
      .join(''),
  ).join('')}`;

test('same values, same ids, same subjects', async () => {
  const folder = await scratch();
  const files = { train: csv('a', 0), copy: csv('b', 0), rounded: csv('a', 0.001), again: csv('b', 0.5) };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), text);
  const text = JSON.stringify({
    data: { train: 'train.csv', test: 'copy.csv', sampleId: 'id', time: 't', group: 'subject' },
    model: { kind: 'summaryLinear' },
    validation: { folds: 3 },
  });
  const run = await tinyRun(parseExperiment(text, join(folder, 'a.experiment.json')));
  expect(await executeRun(run, { workers: 0 })).toBe('finished');
  const plan = await readPlan(run);
  expect(plan.data.testFamiliar).toMatchObject({ seen: 24, sameId: 0, sameGroup: 0 });
  expect(testWarnings(plan)).toEqual(['the run was trained on 24 of 24 samples: the score flatters']);
  // As a run of before it was counted.
  const { testFamiliar, ...before } = plan.data;
  expect(testFamiliar && testWarnings({ ...plan, data: before })).toEqual([]);
  // An ensemble says it of its runs' stored test data, whichever of them it is.
  const grouped = { seen: 0, sameId: 0, sameGroup: 24, groupsUnknown: null };
  expect(familiarToRuns([plan, plan, plan, plan], [plan.data.testFamiliar, undefined, grouped, grouped], 24)).toEqual({
    seen: 24,
    warnings: [
      '24 of 24 samples have a "subject" that a run was trained on: the score says nothing about a new "subject"',
    ],
  });
  expect((await readSamples(runPaths(run).samples)).slice(0, 2).map(({ groupName }) => groupName)).toEqual([
    'S0',
    'S1',
  ]);

  const experiment = await experimentOf(run, plan);
  const columns = { continuous: ['x'], categorical: [] };
  const evaluated = async (name: string) => {
    const data = await loadOtherData(experiment, join(folder, name), null, plan.data.classes, columns);
    return (await evaluateRun(run, { data })).evaluation.familiar!;
  };
  const rounded = await evaluated('rounded.csv');
  expect(rounded).toMatchObject({ seen: 0, sameId: 24, sameGroup: 0 });
  expect(familiarTexts(rounded, 24, 'subject')[0]).toMatch(/^24 of 24 samples have ids the run was trained on/);
  const again = await evaluated('again.csv');
  expect(again).toMatchObject({ seen: 0, sameId: 0, sameGroup: 24 });
  expect(familiarTexts(again, 24, 'subject')[0]).toMatch(/^24 of 24 samples have a "subject" that the run/);
  // In parts as in one piece.
  const { familiar } = await predictFile(run, experiment, join(folder, 'again.csv'), columns, { partRows: 8 });
  expect(familiar).toEqual(again);
});
