/** Training in the background: a trainer of its own for one run. */
import { basename } from 'node:path';
import { backgroundNice } from '../execution/priority.js';
import { lockOwner } from '../rundir/lockFile.js';
import { runPaths } from '../rundir/paths.js';
import { startBackground } from './background.js';
import { wayTo } from './program.js';
import type { Terminal } from './terminal.js';

export interface DetachOptions {
  readonly workers: number | undefined;
  readonly nice: number | undefined;
  readonly json: boolean;
}

/** Starts `foldboard resume <directory>` in the background; prints the run's name once the trainer has the run. */
export async function detach(directory: string, options: DetachOptions, terminal: Terminal): Promise<number> {
  const name = basename(directory);
  const { log, owner } = runPaths(directory);
  const workers = options.workers === undefined ? [] : ['--workers', String(options.workers)];
  const nice = ['--nice', String(options.nice ?? backgroundNice)];
  const pid = await startBackground(['resume', directory, ...workers, ...nice], {
    log,
    what: `The trainer of ${name}`,
    atWork: async () => (await lockOwner(owner)) !== null,
  });
  terminal.out(options.json ? JSON.stringify({ name, directory, process: pid }) : name);
  const { before, line, run } = wayTo(directory);
  const lines = [...before, line('show', run), line('stop', run)];
  terminal.say(['It trains in the background. How far it is, and how to stop it:', ...lines].join('\n'));
  return 0;
}
