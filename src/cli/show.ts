/** `foldboard show`: a run as it stands: its report, or how far it is, or why it ended. */
import { readResult } from '../rundir/result.js';
import { readRunState } from '../rundir/status.js';
import { UserError } from '../base/errors.js';
import { runPaths } from '../rundir/paths.js';
import { defineCommand } from './command.js';
import { unfinishedReport } from './format/unfinishedReport.js';
import { lastLines } from './lastLines.js';
import { wayTo } from './program.js';
import { printReport } from './report.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<run>',
  about:
    'Shows a run: the score with what it means, the confusion matrix, the folds and the settings. Of a run that is not finished: how far it is; of one that failed: why.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {},
  json: 'Print one document: name, status, plan (run.json), folds as far as they are, and result (result.json or null).',
  examples: [
    ['show latest', 'the run that was started last'],
    ['show bigru --json', 'for a script'],
  ],
  async run({ positionals: [word], values }, terminal) {
    const { directory, name } = await whichRun(word);
    const state = await readRunState(directory);
    if (values.json) {
      const result = state.plan ? await readResult(directory) : null;
      const { status, reason, owner, plan, folds } = state;
      terminal.out(JSON.stringify({ name, directory, status, reason, owner, plan, folds, result }));
      return 0;
    }
    if (!state.plan) throw new UserError(state.reason ?? `${name} cannot be read.`, { kind: 'state' });
    if (state.status === 'finished') {
      await printReport(directory, terminal);
      return 0;
    }
    const log = await lastLines(runPaths(directory).log, 6);
    const { width, style } = terminal;
    terminal.out(unfinishedReport({ name, state: { ...state, plan: state.plan }, log, width, style }));
    const [verb, does] =
      state.status === 'running'
        ? ['stop', 'stop it; it can be resumed']
        : ['resume', state.status === 'failed' ? 'try the failed folds again' : 'go on with it'];
    const { before, line, run } = wayTo(directory);
    terminal.out(['', style.bold('Next'), style.quiet(`# ${does}`), ...before, line(verb, run)].join('\n'));
    return 0;
  },
});
