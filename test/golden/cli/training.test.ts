/** Training as it runs: events for scripts, interruption, the background, and a run that fails. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { collect, makeWorkspace, transcript, type Output, type Workspace } from './workspace.js';

const long = [
  'train',
  'tiny.experiment.json',
  '--workers',
  '1',
  '--set',
  'training.epochs=100000',
  '--set',
  'training.earlyStopping=null',
];

/** Figures of a network are those of the machine's numeric class: the form is kept, the figures are not. */
const masked = (text: string): string =>
  text
    .replace(/\d\.\d{3}/g, '#.###')
    .replace(/\d+ of 10\b/g, '# of 10')
    .replace(/\bat \d\b/g, 'at #');

async function onlyRun({ folder }: Workspace): Promise<string> {
  const names = await readdir(join(folder, '.foldboard/runs'));
  expect(names).toHaveLength(1);
  return join(folder, '.foldboard/runs', names[0]);
}

/** Waits until a condition holds; the test's own time limit is the only one. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(50);
}

/** Starts a long training and waits until its first epoch is written. */
async function trainingRun(workspace: Workspace, ...more: string[]) {
  const child = workspace.start(...long, ...more);
  const output = collect(child);
  await until(() => existsSync(join(workspace.folder, '.foldboard/runs')));
  let directory = '';
  await until(async () => {
    const [name] = await readdir(join(workspace.folder, '.foldboard/runs'));
    directory = join(workspace.folder, '.foldboard/runs', name ?? 'none');
    const log = await readFile(join(directory, 'folds/0/events.jsonl'), 'utf8').catch(() => '');
    return log.includes('"epoch"');
  });
  return { child, output, directory };
}

describe('train', () => {
  test('prints progress line by line where there is no terminal', async () => {
    const workspace = await makeWorkspace();
    const output = await workspace.run('train', 'tiny.experiment.json', '--workers', '1', '--set', 'seed=7');
    const { stderr, code } = output;
    expect(code).toBe(0);
    await expect(
      masked(transcript('train tiny.experiment.json', { code, stdout: '', stderr }, workspace)),
    ).toMatchFileSnapshot('progress.txt');
    expect(output.stdout).toMatch(/^Tiny GRU: finished\n/);
    for (const part of ['Confusion ', 'Classes ', 'Folds ', 'mean ± std ', 'pooled ', 'Next'])
      expect(output.stdout).toContain(part);
    // eslint-disable-next-line no-control-regex -- the escape character is what it looks for
    expect(output.stdout + stderr).not.toMatch(/\u001b/);
  });

  test('--json streams the events; the last line is result.json', async () => {
    const workspace = await makeWorkspace();
    const { code, stdout } = await workspace.run('train', 'tiny.experiment.json', '--json', '--workers', '2');
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type?: string; fold: number });
    const directory = await onlyRun(workspace);
    expect(lines.pop()).toEqual(JSON.parse(await readFile(join(directory, 'result.json'), 'utf8')));
    for (const fold of [0, 1, 2]) {
      const log = await readFile(join(directory, 'folds', String(fold), 'events.jsonl'), 'utf8');
      const written = log
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(lines.filter((event) => event.fold === fold)).toEqual(written);
    }
    expect(new Set(lines.map((event) => event.type))).toEqual(new Set(['started', 'epoch', 'best', 'finished']));
    const again = await workspace.run('resume', 'latest', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ formatVersion: 1, selection: { method: 'fraction' } });
  });

  test('--run-dir puts the run where it is told, once', async () => {
    const workspace = await makeWorkspace();
    const words = ['train', 'majority.experiment.json', '--run-dir', 'elsewhere'];
    expect((await workspace.run(...words)).code).toBe(0);
    expect((await readdir(join(workspace.folder, 'elsewhere'))).sort()).toContain('result.json');
    expect((await workspace.run('show', 'elsewhere')).stdout).toContain('Majority: finished');
    const second = await workspace.run(...words);
    expect([second.code, second.stdout]).toEqual([2, '']);
    expect((await workspace.run('delete', 'elsewhere', '--yes')).code).toBe(0);
    expect(existsSync(join(workspace.folder, 'elsewhere'))).toBe(false);
  });

  test('marks a selection on the scored fold as optimistic wherever its score goes', async () => {
    const workspace = await makeWorkspace();
    const trained = await workspace.run('train', 'tiny.experiment.json', '--set', 'validation.selection=scoredFold');
    expect(trained.code).toBe(0);
    const outputs: Output[] = [trained, await workspace.run('show', 'latest'), await workspace.run('list')];
    for (const { stdout } of outputs)
      for (const line of stdout.split('\n').filter((text) => / ± .*\(3\)|mean ± std|^pooled/.test(text)))
        expect(line).toContain('optimistic');
    expect(trained.stderr).toMatch(/fold 1 {2}weighted F1 \d\.\d{3} optimistic/);
    expect((await workspace.run('evaluate', 'latest')).stdout).toContain('optimistic  these samples chose the weights');
    const { stdout } = await workspace.run('evaluate', 'latest', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ optimistic: true });
  });

  test('a training that fails says why, and show says it again', async () => {
    const workspace = await makeWorkspace();
    const words = [
      '--set',
      'training.optimizer.learningRate=1e38',
      '--set',
      'training.gradientClip=null',
      '--workers',
      '1',
    ];
    const failed = await workspace.run('train', 'tiny.experiment.json', ...words);
    expect(failed.code).toBe(1);
    const shown = await workspace.run('show', 'latest');
    const text = [
      transcript(`train tiny.experiment.json ${words.join(' ')}`, failed, workspace),
      transcript('show latest', shown, workspace),
    ];
    await expect(masked(text.join('\n'))).toMatchFileSnapshot('failed.txt');
    expect((await workspace.run('list')).stdout).toContain('failed: ');
  });
});

describe.skipIf(process.platform === 'win32')('interruption', () => {
  test('Ctrl-C stops cleanly, exits 130 and says how to resume; the run goes on from there', async () => {
    const workspace = await makeWorkspace();
    const { child, output, directory } = await trainingRun(workspace);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await output;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Stopping after this batch; the epochs that are done are kept.');
    expect(stderr).toMatch(/Go on with\n.* resume \d{8}-\d{6}-tiny-gru\n$/);
    expect(existsSync(join(directory, 'folds/0/checkpoint.safetensors'))).toBe(true);
    expect(existsSync(join(directory, 'owner.json'))).toBe(false);
    const shown = await workspace.run('show', 'latest', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'stopped', result: null, owner: null });
    const text = await workspace.run('show', 'latest');
    expect(text.stdout).toMatch(/^Tiny GRU: stopped\n/);
    expect(text.stdout).toContain('0 of 3 folds finished.');
    expect(text.stdout).toMatch(/^1 {5}stopped {2,}\d+ of 100000/m);

    const resumed = workspace.start('resume', 'latest', '--workers', '1', '--json');
    const more = collect(resumed);
    await once(resumed.stdout!, 'data');
    resumed.kill('SIGTERM');
    const events = (await more).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; epoch: number });
    expect((await more).code).toBe(130);
    const first = events.find((event) => event.type === 'epoch');
    const { folds } = JSON.parse(shown.stdout) as { folds: { epoch: number }[] };
    expect(first?.epoch).toBe(folds[0].epoch + 1);
  });

  test('a second Ctrl-C ends it at once', async () => {
    const workspace = await makeWorkspace();
    const { child, output } = await trainingRun(workspace);
    child.kill('SIGINT');
    await once(child.stderr!, 'data');
    child.kill('SIGINT');
    expect((await output).code).toBe(130);
  });

  test('--detach trains in the background; show, stop and delete deal with it', async () => {
    const workspace = await makeWorkspace();
    const { code, stdout } = await workspace.run(...long, '--detach');
    const name = stdout.trim();
    expect(code).toBe(0);
    expect(name).toMatch(/^\d{8}-\d{6}-tiny-gru$/);
    await until(async () => (await workspace.run('show', name)).stdout.includes('running  '));
    const shown = await workspace.run('show', name);
    expect(shown.stdout).toMatch(/^Tiny GRU: running\n/);
    expect(shown.stdout).toMatch(/0 of 3 folds finished, by process \d+ on .*left/);
    const refused = await workspace.run('delete', name, '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/is running, in process \d+/);
    const second = await workspace.run('resume', name);
    expect(second.code).toBe(1);
    const stopped = await workspace.run('stop', name);
    expect([stopped.code, stopped.stderr]).toEqual([0, '']);
    expect(stopped.stdout).toContain(`${name} has stopped.`);
    expect((await workspace.run('stop', name)).stdout).toBe(`${name} is not running: it is stopped.\n`);
    expect((await workspace.run('delete', name, '--yes')).stdout).toBe(`Deleted ${name}.\n`);
    expect(await readdir(join(workspace.folder, '.foldboard/runs'))).toEqual([]);
  });
});
