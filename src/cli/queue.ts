/** `foldboard queue`: what waits and in which order; taking out, moving, and working it off. */
import { UserError } from '../base/errors.js';
import { nearest } from '../config/suggest.js';
import { cancelQueued, listQueue, moveInQueue, type Queue } from '../rundir/queue.js';
import { queuePaths } from '../rundir/queueFiles.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { queueReport } from './format/queueReport.js';
import { commandLine, wayTo } from './program.js';
import { drainDetached, drainHere } from './queueDrain.js';
import type { Terminal } from './terminal.js';
import { currentFoldboard } from './whichRun.js';

const actions = ['list', 'drain', 'cancel', 'up', 'down', 'first', 'last'] as const;
type Action = (typeof actions)[number];

export const command = defineCommand({
  usage: '[list | drain | cancel <run> | up|down|first|last <run>]',
  about:
    'Runs that wait for their turn, put there by `train --queue`, `resume --queue` or VS Code. A process in the background works them off one after the other, whether or not anybody looks. Without a word, or with list: shows them. cancel takes one out; its run stays and can be resumed. up, down, first and last move one. drain works the queue off, which is needed only where the process that did it was ended.',
  positionals: { names: ['action', 'run'], least: 0, most: 2 },
  options: {
    workers: {
      type: 'string',
      value: 'N',
      help: 'With drain: folds trained at the same time, in runs queued without a number.',
    },
    detach: { type: 'boolean', help: 'With drain: in the background, unless a process does it already.' },
  },
  json: 'Print one document: entries, problems and drainer; after cancel, what was cancelled. drain prints a line for each run that ends.',
  examples: [
    ['queue', 'what runs, what waits'],
    ['queue first lstm', 'the one with “lstm” in its name is next'],
    ['queue cancel lstm', 'not to be trained after all'],
    ['queue drain --detach', 'after a power cut: go on with what waits'],
  ],
  async run({ positionals: [first, word], values }, terminal) {
    const action = readAction(first, word);
    const foldboard = currentFoldboard();
    if (action === 'drain') {
      const workers = wholeNumber('workers', values.workers, 1, 256);
      if (values.detach) return drainDetached(foldboard, values.json, terminal);
      return drainHere(foldboard, workers, values.json, terminal);
    }
    if (action === 'cancel') return cancel(foldboard, word, values.json, terminal);
    if (action !== 'list') await moveInQueue(foldboard, whichRequest(await listQueue(foldboard), word), action);
    show(foldboard, await listQueue(foldboard), values.json, terminal);
    return 0;
  },
});

function readAction(first: string | undefined, run: string | undefined): Action {
  const action = first === undefined ? 'list' : actions.find((one) => one === first);
  const cure = '`foldboard queue --help` shows what it takes.';
  if (!action) {
    const near = nearest(first!, actions);
    const end = near ? `: did you mean ${near}?` : `; it takes ${actions.join(', ')}.`;
    throw new UserError(`${first} is no action of queue${end}`, { kind: 'usage', cure });
  }
  const takesRun = action !== 'list' && action !== 'drain';
  if (takesRun && run === undefined)
    throw new UserError(`queue ${action} needs a run: foldboard queue ${action} <run>`, { kind: 'usage', cure });
  if (!takesRun && run !== undefined)
    throw new UserError(`queue ${action} takes no run, but got ${run}.`, { kind: 'usage', cure });
  return action;
}

/** The id of the request that a word means: its run's name, or any part of it that fits no other in the queue. */
function whichRequest(queue: Queue, word: string): string {
  const damaged = queue.problems.flatMap(({ file }) => /^(.+)\.request\.json$/.exec(file)?.[1] ?? []);
  const ids = [...queue.entries.map(({ id }) => id), ...damaged];
  const fitting = ids.includes(word) ? [word] : ids.filter((id) => id.includes(word));
  if (fitting.length === 1) return fitting[0];
  const cure =
    ids.length === 0 ? 'Nothing is in the queue.' : `\`${commandLine(['queue'])}\` shows what is in the queue.`;
  if (fitting.length === 0)
    throw new UserError(`No run in the queue is called ${JSON.stringify(word)}.`, { kind: 'usage', cure });
  throw new UserError(`${JSON.stringify(word)} means more than one run in the queue: ${fitting.join(', ')}.`, {
    kind: 'usage',
    cure: 'Give more of the name.',
  });
}

function show(foldboard: string, queue: Queue, json: boolean, terminal: Terminal): void {
  if (json) {
    terminal.out(JSON.stringify(queue));
    return;
  }
  const { width, style, errorStyle } = terminal;
  const text = queueReport(queue, { width, style });
  if (text === '')
    terminal.say(`Nothing waits. Put a run there with: ${commandLine(['train', '<experiment>', '--queue'])}`);
  else terminal.out(text);
  const { directory } = queuePaths(foldboard);
  for (const { file, reason } of queue.problems)
    terminal.say(`${errorStyle.bad('warning')}  ${file} is passed over: ${reason} (in ${directory}).`);
  if (queue.drainer === null && queue.entries.some(({ state }) => state === 'waiting'))
    terminal.say(`Nobody works the queue off. Go on with it: ${commandLine(['queue', 'drain', '--detach'])}`);
  const [crashed] = queue.entries.filter(({ state }) => state === 'crashed');
  if (crashed) {
    const { before, line, run } = wayTo(crashed.runDirectory);
    terminal.say(
      ['Why its trainer died, and another try:', ...before, line('show', run), line('resume', run)].join('\n'),
    );
  }
}

async function cancel(foldboard: string, word: string, json: boolean, terminal: Terminal): Promise<number> {
  const id = whichRequest(await listQueue(foldboard), word);
  const cancelled = await cancelQueued(foldboard, id);
  if (!cancelled)
    throw new UserError(`${id} is not in the queue any more.`, {
      kind: 'state',
      cure: '`foldboard list` tells what became of it.',
    });
  terminal.out(
    json ? JSON.stringify({ cancelled: id }) : `${id} is not in the queue any more. Its run stays, and can be resumed.`,
  );
  return 0;
}
