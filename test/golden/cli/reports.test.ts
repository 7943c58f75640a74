/** What every command prints, with figures: the baselines compute the same bits on every machine. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { collect, makeWorkspace, transcript, type Output, type Workspace } from './workspace.js';

let workspace: Workspace;
const outputs: Record<string, Output> = {};
beforeAll(async () => {
  workspace = await makeWorkspace();
  const odd = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'},${i},1,${i % 2}`);
  await workspace.write('odd/data.csv', `sample_index,label,row,same,code\n${odd.join('\n')}\n`);
  const categorical = { code: { embedding: 2 } };
  await workspace.write('odd.experiment.json', { data: { train: 'odd/data.csv', time: null, categorical } });
  outputs.empty = await workspace.run('list');
  outputs.majority = await workspace.run('train', 'majority.experiment.json', '--workers', '1');
  outputs.linear = await workspace.run('train', 'linear.experiment.json', '--workers', '1');
}, 60_000);

/** Runs a line and holds it against the file of that name. */
async function golden(name: string, ...lines: string[]): Promise<void> {
  const parts = [];
  for (const line of lines) {
    const output = await workspace.run(...line.split(' '));
    expect(output.code, output.stderr).toBe(0);
    parts.push(transcript(line, output, workspace));
  }
  await expect(parts.join('\n')).toMatchFileSnapshot(`${name}.txt`);
}

describe('reports', () => {
  test('train', async () => {
    for (const { code, stderr } of Object.values(outputs)) expect(code, stderr).toBe(0);
    const parts = Object.entries(outputs).map(([name, output]) =>
      transcript(name === 'empty' ? 'list' : `train ${name}.experiment.json --workers 1`, output, workspace),
    );
    await expect(parts.join('\n')).toMatchFileSnapshot('train.txt');
  });
  test('check', () =>
    golden(
      'check',
      'check tiny.experiment.json',
      'check majority.experiment.json --set validation.repeats=2',
      'check odd.experiment.json',
    ));
  test('show', () => golden('show', 'show linear'));
  test('list', () => golden('list', 'list', 'list --sort logLoss'));
  test('compare', () => golden('compare', 'compare majority linear', 'compare linear majority --metric logLoss'));
  test('evaluate', () =>
    golden('evaluate', 'evaluate linear', 'evaluate linear --data train.csv --labels labels.csv --allow-seen'));
  test('predict', () =>
    golden('predict', 'predict linear --data train.csv', 'predict majority --data train.csv --out p.csv'));
});

describe('--json prints one document', () => {
  const json = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout } = await workspace.run(...words, '--json');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const directoryOf = async (part: string): Promise<string> => {
    const names = await readdir(join(workspace.folder, '.foldboard/runs'));
    return join(
      workspace.folder,
      '.foldboard/runs',
      names.find((name) => name.endsWith(part))!,
    );
  };

  test('show: the plan and the result of the run directory', async () => {
    const directory = await directoryOf('linear');
    const shown = await json('show', 'linear');
    expect(shown).toMatchObject({ directory, status: 'finished', reason: null, owner: null });
    expect(shown.plan).toEqual(JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')));
    expect(shown.result).toEqual(JSON.parse(await readFile(join(directory, 'result.json'), 'utf8')));
  });
  test('list', async () => {
    const runs = (await json('list', '--sort', 'accuracy')) as unknown as {
      title: string;
      mean: { accuracy: number };
    }[];
    expect(runs.map((run) => run.title)).toEqual(['Linear', 'Majority']);
    expect(runs[0].mean.accuracy).toBeGreaterThan(runs[1].mean.accuracy);
  });
  test('evaluate: the metrics object', async () => {
    const metrics = await json('evaluate', 'majority');
    expect(metrics).toMatchObject({
      kind: 'outOfFold',
      samples: 30,
      seen: 0,
      accuracy: 0.6,
      classes: ['calm', 'tense', 'wild'],
    });
    expect(metrics.confusionMatrix).toEqual([
      [18, 0, 0],
      [6, 0, 0],
      [6, 0, 0],
    ]);
    expect((metrics.perClass as Record<string, unknown>).calm).toEqual({
      precision: 0.6,
      recall: 1,
      f1: 0.75,
      support: 18,
    });
  });
  test('predict', async () => {
    const { predictions } = (await json('predict', 'majority', '--data', 'train.csv')) as {
      predictions: { sample: string; predicted: string; probabilities: Record<string, number> }[];
    };
    expect(predictions).toHaveLength(30);
    expect(predictions[0]).toMatchObject({ sample: '0', predicted: 'calm' });
    const { calm, tense, wild } = predictions[0].probabilities;
    expect(calm + tense + wild).toBeCloseTo(1, 6);
  });
  test('compare', async () => {
    const comparison = await json('compare', 'majority', 'linear');
    expect(comparison).toMatchObject({
      metric: 'weightedF1',
      runs: [{ baseline: true }, { baseline: false, setAside: null }],
    });
  });
  test('check', async () => {
    const checked = await json('check', 'tiny.experiment.json');
    expect(checked).toMatchObject({ name: 'Tiny GRU', data: { samples: 30, steps: 180 }, test: null });
    expect((checked.findings as { severity: string }[]).map((one) => one.severity)).toEqual(['note', 'note']);
  });
});

test('a closed pipe is no error', async () => {
  const child = workspace.start('predict', 'linear', '--data', 'train.csv');
  child.stdout!.destroy();
  expect((await collect(child)).code).toBe(0);
});
