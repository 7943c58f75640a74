/** `foldboard train`: starts a run and trains it, or all rows of a suite. */
import { basename } from 'node:path';
import { withOverrides } from '../config/load.js';
import { isSuiteFile } from '../config/suiteCheck.js';
import { loadRunData, openExperiment } from '../execution/data.js';
import { setNice } from '../execution/priority.js';
import { startRun } from '../execution/startRun.js';
import { readPlan } from '../rundir/plan.js';
import { guardLine } from './format/warning.js';
import { visible } from './format/visible.js';
import { UserError } from '../base/errors.js';
import { defineCommand } from './command.js';
import { detach } from './detach.js';
import { checkOutFolder } from './outPath.js';
import { queueRun } from './queueRun.js';
import { readSessionOptions, runSession, sessionOptions } from './session.js';

export const command = defineCommand({
  usage: '<experiment | suite> [options]',
  about:
    'Trains and scores all folds of an experiment. The run gets a directory below .foldboard/runs: in the nearest folder above the experiment that has a .foldboard, else in the current one. Of a suite every row is trained that is not finished with the same settings and data, and the table is shown. Ctrl-C stops it so that it can be resumed; a suite goes on by the same command.',
  positionals: { names: ['experiment or suite file'], least: 1, most: 1 },
  options: {
    ...sessionOptions,
    set: { type: 'string', multiple: true, value: 'PATH=JSON', help: 'Change a setting for this run only.' },
    'run-dir': { type: 'string', value: 'D', help: 'Write the run to this directory, new or empty.' },
    quick: { type: 'boolean', help: 'Of a suite: with what its "quick" changes, and the first seed only.' },
    detach: { type: 'boolean', help: 'Train in the background; prints the run’s name and returns.' },
  },
  json: 'Print the events as JSON Lines; the last line is the content of result.json. With --detach or --queue: one document. Of a suite each event names its row, and the last line is what `ablation --json` prints.',
  examples: [
    ['train quick.experiment.json', 'all folds, a progress bar for each'],
    [
      'train quick.experiment.json --workers 2 --set training.epochs=5 --set seed=7',
      'two folds at a time, other settings',
    ],
    ['train quick.experiment.json --detach', 'in the background; then: foldboard show latest'],
    ['train quick.experiment.json --queue', 'when those before it are done; then: foldboard queue'],
    ['train table1.suite.json', 'every row of a table; then: foldboard ablation table1.suite.json'],
    ['train quick.experiment.json --json > events.jsonl', 'for a script'],
  ],
  async run({ positionals: [file], values }, terminal) {
    const options = { ...readSessionOptions(values), json: values.json };
    if (values.queue && values.detach)
      throw new UserError('--queue and --detach: a queued run trains in the background anyway. Give one of them.', {
        kind: 'usage',
      });
    if (isSuiteFile(file)) {
      const wrong = (['queue', 'detach', 'run-dir'] as const).find((name) => values[name]) ?? 'set';
      if (wrong !== 'set' || values.set.length > 0)
        throw new UserError(`--${wrong} is for single experiments; ${file} is a suite.`, { kind: 'usage' });
      if (options.nice !== undefined) setNice(options.nice);
      const { trainSuiteFile } = await import('./trainSuite.js');
      return trainSuiteFile(file, { ...options, quick: values.quick }, terminal);
    }
    if (values.quick)
      throw new UserError('--quick is for suites.', {
        kind: 'usage',
        cure: 'Shorten one run by --set, as in --set training.epochs=3.',
      });
    if (values['run-dir'] !== undefined) checkOutFolder('run-dir', values['run-dir']);
    const { experiment, foldboardDirectory, cache } = await openExperiment(file);
    const data = await loadRunData(withOverrides(experiment, values.set), cache);
    const directory = await startRun({
      experiment,
      foldboardDirectory,
      overrides: values.set,
      data,
      ...(values['run-dir'] === undefined ? {} : { runDirectory: values['run-dir'] }),
    });
    cache.store();
    const { guards = [] } = await readPlan(directory);
    for (const { message, cure } of visible(guards))
      terminal.say(guardLine(message, cure, terminal.liveWidth, terminal.errorStyle));
    if (values.queue) return queueRun(foldboardDirectory, directory, options, terminal);
    if (values.detach) return detach(directory, options, terminal);
    terminal.say(`Run ${basename(directory)}`);
    return runSession(directory, { ...options, data }, terminal);
  },
});
