/** `foldboard resume`: goes on with a run that was stopped, killed or failed. */
import { readRunState } from '../rundir/status.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { runSession, sessionOptions } from './session.js';
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
  json: 'Print the events as JSON Lines; the last line is the content of result.json.',
  examples: [
    ['resume latest', 'the run that was started last'],
    ['resume bigru --workers 4', 'the one run whose name has “bigru” in it'],
  ],
  async run({ positionals: [word], values }, terminal) {
    const workers = wholeNumber('workers', values.workers, 1, 256);
    const { directory, name } = await whichRun(word);
    const { status } = await readRunState(directory);
    terminal.say(status === 'finished' ? `Run ${name} is finished already.` : `Run ${name}`);
    return runSession(directory, { workers, json: values.json, force: values.force }, terminal);
  },
});
