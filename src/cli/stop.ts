/** `foldboard stop`: asks the process that trains a run to stop, and waits until it has. */
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../base/errors.js';
import { stopRun } from '../execution/stopRun.js';
import { readRunState, type RunState } from '../rundir/status.js';
import { defineCommand } from './command.js';
import { wayTo } from './program.js';
import { whichRun } from './whichRun.js';

/** A batch takes well under a second; a large one on a slow machine may take several. */
const waitMs = 60_000;

export const command = defineCommand({
  usage: '<run>',
  about:
    'Stops a run that is being trained, wherever that was started: it finishes its batch and ends; the epochs that are done are kept.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {},
  json: 'Print one document: name and status.',
  examples: [['stop latest', 'the run that was started last']],
  async run({ positionals: [word], values }, terminal) {
    const { directory, name } = await whichRun(word);
    const way = wayTo(directory);
    const outcome = await stopRun(directory, { waitMs });
    if (outcome === 'requested')
      throw new UserError(`${name} has not stopped within a minute; the request stays.`, {
        kind: 'state',
        cure: `\`${way.line('show', way.run)}\` shows who trains it.`,
      });
    const { status } = await settled(directory, outcome === 'stopped');
    if (values.json) terminal.out(JSON.stringify({ name, status, wasRunning: outcome === 'stopped' }));
    else if (outcome === 'stopped') terminal.out(`${name} has stopped. Go on with: ${way.line('resume', way.run)}`);
    else {
      terminal.out(`${name} is not running: it is ${status}.`);
      if (status === 'queued') terminal.say(`Take it out of the queue: ${way.line('queue', 'cancel', way.run)}`);
    }
    return 0;
  },
});

/** A queued run that was stopped leaves the queue, a moment later. */
async function settled(directory: string, stopped: boolean): Promise<RunState> {
  for (const end = Date.now() + 2000; ; await wait(50)) {
    const state = await readRunState(directory);
    if (!stopped || state.status !== 'queued' || Date.now() > end) return state;
  }
}
