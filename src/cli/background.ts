/** This program again, as a process of its own, which outlives this one and the terminal. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../base/errors.js';
import { childEnvironment } from '../execution/trainerChild.js';

/** How long it may take to begin before nobody waits for it any more. */
const patienceMs = 60_000;

/**
 * Starts `foldboard <words>` in a session of its own and waits until it is at work. What it prints is appended to `log`.
 * @param atWork asked over and over
 * @returns its process id
 * @throws UserError with its last words where it ended at once, and not in order
 */
export async function startBackground(
  words: readonly string[],
  options: { readonly log: string; readonly what: string; readonly atWork: () => Promise<boolean> },
): Promise<number | undefined> {
  const { log, what, atWork } = options;
  const descriptor = openSync(log, 'a');
  const child = spawn(process.execPath, [realpathSync(process.argv[1]), ...words], {
    // Not the folder of whoever started it, which may be removed or unmounted meanwhile.
    cwd: dirname(log),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', descriptor, descriptor],
    env: childEnvironment(),
  });
  closeSync(descriptor);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  child.unref();
  for (const end = Date.now() + patienceMs; !ended && !(await atWork()) && Date.now() < end;) await wait(50);
  if (ended && child.exitCode !== 0)
    throw new UserError(`${what} ended at once.`, {
      kind: 'state',
      place: { file: log },
      cure: readFileSync(log, 'utf8').trim().split('\n').slice(-6).join('\n  '),
    });
  return child.pid;
}
