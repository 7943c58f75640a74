/** `foldboard resume`: goes on with a run that was stopped, killed or failed. */
import { UserError } from '../base/errors.js';
import { dequeueRun } from '../rundir/queue.js';
import { foldboardOf } from '../rundir/queueFiles.js';
import { readRunState } from '../rundir/status.js';
import { defineCommand } from './command.js';
import { queueRun } from './queueRun.js';
import { readSessionOptions, runSession, sessionOptions } from './session.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<run> [options]',
  about:
    'Goes on with a run where its checkpoints stand. The result is the same, byte for byte, as if it had never been interrupted; so the machine must compute the same bits, and the data must be the same.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {
    ...sessionOptions,
    force: { type: 'boolean', help: 'Go on although this machine computes other bits; the run is marked for it.' },
  },
  json: 'Print the events as JSON Lines; the last line is the content of result.json. With --queue: one document.',
  examples: [
    ['resume latest', 'the run that was started last'],
    ['resume latest --queue', 'in the background, after those that run or wait already'],
    ['resume bigru --workers 4', 'the one run whose name has “bigru” in it'],
  ],
  async run({ positionals: [word], values }, terminal) {
    const options = { ...readSessionOptions(values), json: values.json };
    if (values.queue && values.force)
      throw new UserError('--force is for a run that is computed at once, not for one that waits in the queue.', {
        kind: 'usage',
      });
    const { directory, name } = await whichRun(word);
    const { status, plan } = await readRunState(directory);
    if (values.queue) return queueRun(foldboardOf(directory, plan?.root), directory, options, terminal);
    const waited = await dequeueRun(directory, plan?.root);
    const left = waited ? ', taken out of the queue' : '';
    terminal.say(status === 'finished' ? `Run ${name} is finished already.` : `Run ${name}${left}`);
    return runSession(directory, { ...options, force: values.force }, terminal);
  },
});
