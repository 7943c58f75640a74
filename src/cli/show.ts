/** `foldboard show`: a run as it stands: its report, or how far it is, or why it ended. */
import { curesOf } from '../rundir/foldState.js';
import { readResult } from '../rundir/result.js';
import { readRunState } from '../rundir/status.js';
import { UserError } from '../base/errors.js';
import { crashReport } from '../rundir/crash.js';
import { readPlan } from '../rundir/plan.js';
import { runPaths } from '../rundir/paths.js';
import type { RunStatus } from '../rundir/types.js';
import { defineCommand } from './command.js';
import { unfinishedReport } from './format/unfinishedReport.js';
import { lastLines } from '../rundir/lastLines.js';
import { wayTo } from './program.js';
import { printReport } from './report.js';
import { whichRun } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<run>',
  about:
    'Shows a run: the score with what it means, the confusion matrix, the folds and the settings. Of a run that is not finished: how far it is; of one that failed: why.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {},
  json: 'Print one document: name, status, crash (why its trainer died, or null), plan (run.json), folds as far as they are, and result (result.json or null).',
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
      const crash = await crashReport(directory);
      terminal.out(JSON.stringify({ name, directory, status, reason, crash, owner, plan, folds, result }));
      return 0;
    }
    if (!state.plan) {
      await readPlan(directory);
      throw new UserError(state.reason ?? `${name} cannot be read.`, { kind: 'state' });
    }
    if (state.status === 'finished') {
      await printReport(directory, terminal);
      return 0;
    }
    const crash = state.status === 'running' || state.status === 'queued' ? null : await crashReport(directory);
    const log = await lastLines(runPaths(directory).log, 6);
    const { width, style } = terminal;
    const shown = visible({ name, state: { ...state, plan: state.plan }, crash: crash?.reason ?? null, log });
    terminal.out(unfinishedReport({ ...shown, width, style }));
    if (state.status === 'failed' && !curesOf(state.folds).again) return 0; // what helps stands above, and it is no resume
    const { before, line, run } = wayTo(directory);
    const [does, ...words] = nextStep(state.status);
    terminal.out(['', style.bold('Next'), style.quiet(`# ${does}`), ...before, line(...words, run)].join('\n'));
    return 0;
  },
});

/** What it is good for, and the command. */
function nextStep(status: RunStatus): readonly [string, ...string[]] {
  if (status === 'running') return ['stop it; it can be resumed', 'stop'];
  if (status === 'queued') return ['make it the next one', 'queue', 'first'];
  return [status === 'failed' ? 'try the failed folds again' : 'go on with it', 'resume'];
}
