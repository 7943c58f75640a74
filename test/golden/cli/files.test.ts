/** Commands that write files: init and generate. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { makeWorkspace, transcript } from './workspace.js';

test('init prints each guess with its reason and writes them as comments', async () => {
  const workspace = await makeWorkspace();
  const line = 'init train.csv --labels labels.csv --out guessed.experiment.json';
  const output = await workspace.run(...line.split(' '));
  const text = await readFile(join(workspace.folder, 'guessed.experiment.json'), 'utf8');
  await expect(`${transcript(line, output, workspace)}\n${text}`).toMatchFileSnapshot('init.txt');
  expect((await workspace.run('check', 'guessed.experiment.json')).code).toBe(0);
  expect((await workspace.run(...line.split(' '))).code).toBe(2);
  expect((await workspace.run(...line.split(' '), '--force')).code).toBe(0);

  const { code, stdout } = await workspace.run(...line.split(' '), '--force', '--json');
  expect(code).toBe(0);
  const printed = JSON.parse(stdout) as { file: string; experiment: object; guesses: { reason: string }[] };
  expect(printed.file).toBe(join(workspace.folder, 'guessed.experiment.json'));
  expect(printed.experiment).toEqual(parseExperiment(text, 'x').experiment);
  for (const guess of printed.guesses) expect(guess.reason).not.toBe('');
});

test('init takes answers from --set', async () => {
  const workspace = await makeWorkspace();
  const rows = [1, 2, 3, 4].flatMap((id) =>
    [0, 1].map((t) => `${id},${t},${id * t},${id % 2 ? 'a' : 'b'},${id < 3 ? 'c' : 'd'}`),
  );
  await workspace.write('two/two.csv', `id,t,x,first,second\n${rows.join('\n')}\n`);
  const open = await workspace.run('init', 'two/two.csv', '--json');
  expect(open.code).toBe(2);
  const { file, questions } = JSON.parse(open.stdout) as {
    file: null;
    questions: { setting: string; choices: object[] }[];
  };
  expect([file, questions[0].setting, questions[0].choices.length]).toEqual([null, 'data.label', 2]);
  expect((await workspace.run('init', 'two/two.csv', '--set', 'data.label=second')).code).toBe(0);
  const { experiment } = parseExperiment(await readFile(join(workspace.folder, 'two.experiment.json'), 'utf8'), 'x');
  expect(experiment.data).toMatchObject({ label: 'second', classes: ['c', 'd'], sampleId: 'id', time: 't' });
});

test('generate writes data and experiments, the same bytes for the same seed, and leaves what is there', async () => {
  const workspace = await makeWorkspace();
  const words = ['generate', 'pain', '--out', 'pain', '--samples', '80', '--seed', '3'];
  const output = await workspace.run(...words);
  await expect(transcript(words.join(' '), output, workspace)).toMatchFileSnapshot('generate.txt');
  const folder = join(workspace.folder, 'pain');
  const labels = await readFile(join(folder, 'data/pirate_pain_train_labels.csv'), 'utf8');
  expect(labels.trimEnd().split('\n')).toHaveLength(81);

  const experiment = join(folder, 'pain-quick.experiment.json');
  await writeFile(experiment, (await readFile(experiment, 'utf8')).replace('Quick look', 'Mine'));
  const again = await workspace.run(...words, '--json');
  const files = JSON.parse(again.stdout) as { data: string[]; experiments: string[] };
  expect(files.data).toHaveLength(3);
  expect(files.experiments).toHaveLength((await readdir(folder)).length - 1);
  expect(await readFile(join(folder, 'data/pirate_pain_train_labels.csv'), 'utf8')).toBe(labels);
  expect(await readFile(experiment, 'utf8')).toContain('"Mine"');
  expect((await workspace.run('check', 'pain/pain-quick.experiment.json')).stdout).toMatch(
    /^Mine: the experiment is valid/,
  );
}, 60_000);
