/** `foldboard demo`: the main job on generated data, from start to end. */
import { existsSync } from 'node:fs';
import { access, constants, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadExperiment } from '../config/load.js';
import { dataCache, loadRunData } from '../execution/data.js';
import { startRun } from '../execution/startRun.js';
import { foldboardName } from '../rundir/find.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { generate } from './generate.js';
import { duration } from './format/duration.js';
import { allCores, runSession, sessionOptions } from './session.js';
import type { Terminal } from './terminal.js';

export const command = defineCommand({
  usage: '[--out D]',
  about:
    'Generates the pain data, trains a small network on five folds with all cores, and shows what a result looks like. Everything stays in one folder: ./foldboard-demo, or a temporary one where the current folder cannot be written to.',
  positionals: { names: [], least: 0, most: 0 },
  options: {
    out: { type: 'string', value: 'D', help: 'Folder for the data, the experiment files and the run.' },
    workers: { ...sessionOptions.workers, help: 'Folds trained at the same time. Default: all cores.' },
  },
  json: 'Print the events as JSON Lines; the last line is the content of result.json.',
  examples: [['demo', 'see docs/terminal.md for what its report means']],
  async run({ values }, terminal) {
    const start = Date.now();
    const workers = wholeNumber('workers', values.workers, 1, 256) ?? allCores();
    const folder = values.out ?? (await demoFolder());
    terminal.say(`Everything stays in ${resolve(folder)}`);
    await generateData(folder, terminal);
    const experiment = await loadExperiment(join(folder, 'pain-quick.experiment.json'));
    const foldboardDirectory = join(folder, foldboardName);
    const cache = dataCache(foldboardDirectory);
    const data = await loadRunData(experiment, cache);
    const directory = await startRun({ experiment, foldboardDirectory, data });
    cache.store();
    terminal.say('Training five folds of a small network: each is scored once, on samples that its model never saw.');
    const code = await runSession(directory, { workers, json: values.json, data }, terminal);
    terminal.say(`\nThat took ${duration((Date.now() - start) / 1000)}.`);
    return code;
  },
});

/** Data that an earlier demo left are the same bytes. */
async function generateData(folder: string, terminal: Terminal): Promise<void> {
  if (existsSync(join(folder, 'data', 'pirate_pain_test.csv'))) return;
  terminal.say('Generating 661 labelled sequences and 1,324 without labels.');
  await generate(folder, {}, terminal);
}

async function demoFolder(): Promise<string> {
  try {
    await access(process.cwd(), constants.W_OK);
    return 'foldboard-demo';
  } catch {
    return mkdtemp(join(tmpdir(), 'foldboard-demo-'));
  }
}
