/** Training in the background: a process of its own, which outlives this one and the terminal. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../base/errors.js';
import { readOwner } from '../rundir/owner.js';
import { runPaths } from '../rundir/paths.js';
import { wayTo } from './program.js';
import type { Terminal } from './terminal.js';

/** How long the trainer may take to begin before this is called a failure. */
const patienceMs = 60_000;

/** Starts `foldboard resume <directory>` in the background; prints the run's name once the trainer has the run. */
export async function detach(
  directory: string,
  workers: number | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const name = basename(directory);
  const { log } = runPaths(directory);
  const descriptor = openSync(log, 'a');
  const child = spawn(
    process.execPath,
    [
      realpathSync(process.argv[1]),
      'resume',
      directory,
      ...(workers === undefined ? [] : ['--workers', String(workers)]),
    ],
    {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', descriptor, descriptor],
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  closeSync(descriptor);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  child.unref();
  for (const end = Date.now() + patienceMs; !ended && (await readOwner(directory)) === null; await wait(50))
    if (Date.now() > end) break;
  if (ended && child.exitCode !== 0)
    throw new UserError(`The trainer of ${name} ended at once.`, {
      kind: 'state',
      place: { file: log },
      cure: readFileSync(log, 'utf8').trim().split('\n').slice(-6).join('\n  '),
    });
  terminal.out(json ? JSON.stringify({ name, directory, process: child.pid }) : name);
  const { before, line, run } = wayTo(directory);
  const lines = [...before, line('show', run), line('stop', run)];
  terminal.say(['It trains in the background. How far it is, and how to stop it:', ...lines].join('\n'));
  return 0;
}
