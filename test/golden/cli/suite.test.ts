/** Suites in the terminal: trained, shown, and wrong. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeWorkspace, transcript } from './workspace.js';

test('train and ablation of a suite', async () => {
  const workspace = await makeWorkspace();
  await workspace.write('table.suite.json', {
    name: 'Baselines',
    base: 'majority.experiment.json',
    rows: [{ name: 'Majority' }, { name: '+ statistics', change: { model: { kind: 'summaryLinear' } } }],
    quick: { validation: { folds: 2 } },
  });
  await workspace.write('wrong.suite.json', {
    base: 'tiny.experiment.json',
    rows: [
      { name: 'A', change: { seed: 3 } },
      { name: 'B', change: { model: { cel: 'lstm' } } },
      { name: 'C', from: 'A' },
    ],
  });
  await workspace.write('empty.suite.json', { base: 'tiny.experiment.json', row: [] });
  const lines = [
    'ablation table.suite.json',
    'train table.suite.json --workers 1 --quick',
    'ablation table.suite.json',
    'train table.suite.json --workers 1',
    'train table.suite.json --workers 1',
    'ablation table.suite.json --metric macroF1',
    'ablation table.suite.json --quick',
    'ablation wrong.suite.json',
    'train empty.suite.json',
    'train nowhere.suite.json',
    'train table.suite.json --set seed=3',
    'train tiny.experiment.json --quick',
    'ablation tiny.experiment.json',
    'ablation table.suite.json --csv --latex',
  ];
  const parts = [];
  for (const line of lines) parts.push(transcript(line, await workspace.run(...line.split(' ')), workspace));
  await expect(parts.join('\n')).toMatchFileSnapshot('suite.txt');
}, 60_000);

test('a suite without "quick" before anything is trained', async () => {
  const workspace = await makeWorkspace();
  await workspace.write('plain.suite.json', { base: 'majority.experiment.json', rows: [{ name: 'Majority' }] });
  const { code, stdout, stderr } = await workspace.run('ablation', 'plain.suite.json');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('1 of 1 rows are not finished.');
});

test('the same suite in two folders shows each its own data', async () => {
  const workspace = await makeWorkspace();
  await mkdir(join(workspace.folder, '.foldboard'));
  const table = async (folder: string): Promise<string> =>
    (await workspace.run('ablation', `${folder}/table.suite.json`, '--csv')).stdout;
  const tables = [];
  for (const [folder, shift] of [
    ['A', 0],
    ['B', 3],
  ] as const) {
    const lines = Array.from({ length: 24 }, (_, i) =>
      [0, 1].map((t) => `${i},${t},${((i * 7) % 5) + shift * (i % 2)},${'ab'[i % 2]}`).join('\n'),
    );
    await workspace.write(`${folder}/d.csv`, `sample_index,time,x,label\n${lines.join('\n')}\n`);
    await workspace.write(`${folder}/base.experiment.json`, {
      data: { train: 'd.csv' },
      model: { kind: 'summaryLinear' },
      validation: { folds: 3 },
    });
    await workspace.write(`${folder}/table.suite.json`, { base: 'base.experiment.json', rows: [{ name: 'Linear' }] });
    expect((await workspace.run('train', `${folder}/table.suite.json`, '--workers', '1')).code).toBe(0);
    tables.push(await table(folder));
  }
  expect(tables[0]).not.toBe(tables[1]);
  expect([await table('A'), await table('B')]).toEqual(tables);
}, 60_000);

test('every procedure of a fold as a row', async () => {
  const workspace = await makeWorkspace();
  const augmentation = [{ name: 'jitter' }, { name: 'timeWarp' }, { name: 'mixup', probability: 1 }];
  await workspace.write('strategies.suite.json', {
    name: 'Strategies',
    base: 'tiny.experiment.json',
    change: {
      training: { epochs: 8, optimizer: { learningRate: 0.02 } },
      validation: { folds: 2, selection: { fraction: 0.3 } },
    },
    rows: [
      { name: 'One model', heading: 'One network a fold, then more' },
      { name: '+ k-fold', change: { validation: { innerFolds: 2 } } },
      { name: '+ augmentation', from: 'One model', change: { training: { augmentation } } },
      { name: '+ fine-tuning', from: 'One model', change: { fineTune: { epochs: 1 } } },
      { name: 'Averaged weights', change: { training: { averaging: { decay: 0.9 } } } },
      { name: 'Ensemble', change: { ensemble: { seeds: 2 } } },
      {
        name: 'Two stages',
        heading: 'Stages and decisions',
        change: { stages: { one: ['calm'], other: ['tense', 'wild'] } },
      },
      { name: 'Thresholds', change: { decision: { temperature: true, thresholds: 'macroF1' } } },
    ],
  });
  const lines = [
    'train strategies.suite.json --workers 1',
    'ablation strategies.suite.json',
    'show thresholds',
    'show ensemble',
    'evaluate ensemble',
    'ensemble one-model two-stages thresholds --method greedy',
    'ensemble ensemble',
    'ensemble one-model',
    'ensemble one-model two-stages --method majority --metric macroF1 --data train.csv --out joined',
    'ensemble one-model one-model',
    'ensemble one-model two-stages --data train.csv',
    'predict ensemble --data train.csv --submission submission.csv',
  ];
  const parts = [];
  for (const line of lines) parts.push(transcript(line, await workspace.run(...line.split(' ')), workspace));
  await expect(parts.join('\n')).toMatchFileSnapshot('strategies.txt');
}, 60_000);
