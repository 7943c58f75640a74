/** `foldboard delete`: removes a run. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../base/errors.js';
import { isAlive, readOwner } from '../rundir/owner.js';
import { foldboardName } from '../rundir/find.js';
import { runPaths } from '../rundir/paths.js';
import { tryReadPlan } from '../rundir/plan.js';
import { dequeueRun } from '../rundir/queue.js';
import { summariseRun } from '../runs/summary.js';
import { defineCommand } from './command.js';
import { runLine } from './format/runLine.js';
import { visible } from './format/visible.js';
import { wayTo } from './program.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<run> [--yes]',
  about:
    'Removes the directory of a run, for good. Asks first; where nobody can be asked, --yes is needed. A running run is refused; one that waits in the queue leaves it.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: { yes: { type: 'boolean', short: 'y', help: 'Do not ask.' } },
  json: 'Print one document: the name of what was deleted.',
  examples: [
    ['delete 20250102-030405', 'asks first'],
    ['delete latest --yes', 'does not'],
  ],
  async run({ positionals: [word], values }, terminal) {
    const { directory, name } = await whichRun(word);
    const owner = await readOwner(directory);
    const { line, run } = wayTo(directory);
    if (owner && (await isAlive(owner)))
      throw new UserError(`${name} is running, in process ${owner.pid} on ${owner.host}.`, {
        kind: 'state',
        cure: `Stop it first: \`${line('stop', run)}\`.`,
      });
    if (!values.yes) {
      if (!terminal.interactive)
        throw new UserError(`Deleting ${name} is not confirmed.`, {
          kind: 'usage',
          cure: 'Say --yes to delete it without being asked.',
        });
      const answer = await terminal.ask(
        `Delete ${name} (${runLine(visible(await summariseRun(directory)))}) for good? [y/N] `,
      );
      if (!/^y(es)?$/i.test(answer ?? '')) {
        terminal.say('Nothing is deleted.');
        return 1;
      }
    }
    await dequeueRun(directory, (await tryReadPlan(directory)).plan?.root);
    await remove(directory);
    terminal.out(values.json ? JSON.stringify({ deleted: name }) : `Deleted ${name}.`);
    return 0;
  },
});

/**
 * Out of sight in one step, then gone: a deletion that is interrupted leaves no half run behind. A run elsewhere (--run-dir) goes
 * only if nothing but a run is in its directory.
 */
async function remove(directory: string): Promise<void> {
  const foldboard = dirname(dirname(directory));
  if (basename(foldboard) === foldboardName) {
    const trash = join(foldboard, 'trash');
    await mkdir(trash, { recursive: true });
    const there = join(trash, `${basename(directory)}-${Date.now()}`);
    await rename(directory, there);
    await rm(there, { recursive: true, maxRetries: 3 });
    return;
  }
  const own = new Set(
    Object.values(runPaths(directory)).flatMap((file) => (typeof file === 'string' ? [basename(file)] : [])),
  );
  const foreign = (await readdir(directory)).filter((name) => !own.has(name));
  if (foreign.length > 0)
    throw new UserError(`${directory} holds more than a run: ${foreign.slice(0, 5).join(', ')}.`, {
      kind: 'state',
      cure: 'Move these away first, or delete the directory yourself.',
    });
  await rm(directory, { recursive: true, maxRetries: 3 });
}
