/** A folder with tiny data and experiments, and the built terminal run in it as a user would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';

/** FOLDBOARD_CLI: another build, for whoever changes dist/ meanwhile. */
export const cli = process.env.FOLDBOARD_CLI ?? resolve(import.meta.dirname, '../../../dist/cli.js');
if (!existsSync(cli)) throw new Error('The built terminal is missing: run `npm run build` first.');

export interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workspace {
  readonly folder: string;
  /** Runs `foldboard` with these words. */
  run(...words: string[]): Promise<Output>;
  /** Starts it, to be talked to while it runs. */
  start(...words: string[]): ChildProcess;
  write(name: string, content: string | object): Promise<string>;
}

const classes = ['calm', 'tense', 'wild'];

/** 30 samples of 6 steps: a level that tells `calm` from the rest well and the others less well, noise, and a category. */
function tinyData(samples = 30): { train: string; labels: string } {
  const random = new RandomStream(deriveKey(1, 'generate'));
  const rows = ['sample_index,time,level,noise,place'];
  const labels = ['sample_index,label'];
  for (let i = 0; i < samples; i++) {
    const label = i % 5 < 3 ? 0 : i % 5 === 3 ? 1 : 2;
    const shift = [0, 1.6, 2.2][label] + 0.5 * random.normal();
    labels.push(`${i},${classes[label]}`);
    for (let t = 0; t < 6; t++) {
      const values = [shift + 0.1 * random.normal(), random.normal()].map((value) => value.toFixed(3));
      rows.push([i, t, ...values, ['north', 'south'][random.integer(2)]].join(','));
    }
  }
  return { train: `${rows.join('\n')}\n`, labels: `${labels.join('\n')}\n` };
}

export const data = { train: 'train.csv', labels: 'labels.csv', classes, categorical: { place: { embedding: 2 } } };
const validation = { folds: 3 };

/** A new workspace; removed after the tests of the file. */
export async function makeWorkspace(): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'foldboard-cli-')));
  const write = async (name: string, content: string | object): Promise<string> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return name;
  };
  const { train, labels } = tinyData();
  await write('train.csv', train);
  await write('labels.csv', labels);
  await write('majority.experiment.json', { name: 'Majority', data, validation, model: { kind: 'majority' } });
  await write('linear.experiment.json', { name: 'Linear', data, validation, model: { kind: 'summaryLinear' } });
  const model = { hiddenUnits: 4, layers: 1, headUnits: null, dropout: 0 };
  await write('tiny.experiment.json', {
    name: 'Tiny GRU',
    data,
    validation,
    model,
    training: { epochs: 4, batchSize: 8 },
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const env: NodeJS.ProcessEnv = { ...process.env, TZ: 'UTC' };
  delete env.FORCE_COLOR;
  delete env.npm_command;
  const start = (...words: string[]): ChildProcess =>
    spawn(process.execPath, [cli, ...words], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    write,
    start,
    run: (...words) => collect(start(...words)),
  };
}

/** Waits for the end of a process. */
export function collect(child: ChildProcess): Promise<Output> {
  return new Promise((done, fail) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, stdout, stderr });
    });
  });
}

/** Puts names in the place of what changes from run to run: folders, stamps, times, processes, the machine's numeric class. */
export function normalise(text: string, { folder }: Workspace): string {
  return text
    .replaceAll(`node ${cli}`, 'foldboard')
    .replace(/node "?[^\s"]*dist[\\/]cli\.js"?/g, 'foldboard')
    .replaceAll(folder, '<folder>')
    .replaceAll('\\', '/')
    .replaceAll(hostname(), '<host>')
    .replace(/\d{8}-\d{6}(-\d)?/g, '<yyyymmdd-hhmmss>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d/g, '<date>')
    .replace(/\bprocess \d+/g, 'process <id>')
    .replace(/\((fma|portable)\)/g, '(<class>)')
    .replace(/( <1 s| {2}\d s| \d\d s|<1 s|\d s)(?=$|\n)/g, (time) => '~'.padStart(time.length));
}

/** An output as it is kept: exit code, then both streams. */
export function transcript(line: string, { code, stdout, stderr }: Output, workspace: Workspace): string {
  const part = (name: string, text: string): string =>
    text === '' ? '' : `--- ${name}\n${normalise(text, workspace).trimEnd()}\n`;
  return `$ foldboard ${line}\nexit ${code}\n${part('stdout', stdout)}${part('stderr', stderr)}`;
}
