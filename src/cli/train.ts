/** `foldboard train`: starts a run and trains it. */
import { dirname, basename } from 'node:path';
import { loadExperiment, withOverrides } from '../config/load.js';
import { dataCache, loadRunData } from '../execution/data.js';
import { startRun } from '../execution/startRun.js';
import { findFoldboard } from '../rundir/find.js';
import { UserError } from '../base/errors.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { detach } from './detach.js';
import { checkOutFolder } from './outPath.js';
import { runSession, sessionOptions } from './session.js';

export const command = defineCommand({
  usage: '<experiment> [options]',
  about:
    'Trains and scores all folds of an experiment. The run gets a directory below .foldboard/runs: in the nearest folder above the experiment that has a .foldboard, else in the current one. Ctrl-C stops it so that it can be resumed.',
  positionals: { names: ['experiment file'], least: 1, most: 1 },
  options: {
    ...sessionOptions,
    set: { type: 'string', multiple: true, value: 'PATH=JSON', help: 'Change a setting for this run only.' },
    'run-dir': { type: 'string', value: 'D', help: 'Write the run to this directory, new or empty.' },
    detach: { type: 'boolean', help: 'Train in the background; prints the run’s name and returns.' },
  },
  json: 'Print the events as JSON Lines; the last line is the content of result.json. With --detach: one document.',
  examples: [
    ['train quick.experiment.json', 'all folds, a progress bar for each'],
    [
      'train quick.experiment.json --workers 2 --set training.epochs=5 --set seed=7',
      'two folds at a time, other settings',
    ],
    ['train quick.experiment.json --detach', 'in the background; then: foldboard show latest'],
    ['train quick.experiment.json --json > events.jsonl', 'for a script'],
  ],
  async run({ positionals: [file], values }, terminal) {
    const workers = wholeNumber('workers', values.workers, 1, 256);
    if (/\.suite\.jsonc?$/.test(file))
      throw new UserError(`${file} is a suite; this version trains single experiments.`, { kind: 'usage' });
    if (values['run-dir'] !== undefined) checkOutFolder('run-dir', values['run-dir']);
    const experiment = await loadExperiment(file);
    const foldboardDirectory = findFoldboard(dirname(file));
    const cache = dataCache(foldboardDirectory);
    const data = await loadRunData(withOverrides(experiment, values.set), cache);
    const directory = await startRun({
      experiment,
      foldboardDirectory,
      overrides: values.set,
      data,
      ...(values['run-dir'] === undefined ? {} : { runDirectory: values['run-dir'] }),
    });
    cache.store();
    if (values.detach) return detach(directory, workers, values.json, terminal);
    terminal.say(`Run ${basename(directory)}`);
    return runSession(directory, { workers, json: values.json, data }, terminal);
  },
});
