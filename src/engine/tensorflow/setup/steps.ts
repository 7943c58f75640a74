/** Runs the programs of a set-up; where one is missing or fails, the user is told which and what it said last. */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../../base/errors.js';

export interface StepOptions {
  /** Gets the program's last lines where it fails. */
  readonly say?: (line: string) => void;
  readonly cwd?: string;
  /** A folder to look for programs in first. */
  readonly path?: string;
  /** After so long it is ended. */
  readonly seconds?: number;
}

/** @throws UserError (system) where the program is not there, fails or takes too long */
export function runStep(program: string, args: readonly string[], options: StepOptions): Promise<void> {
  const { say, cwd, path, seconds } = options;
  const env = path ? { ...process.env, PATH: `${path}${delimiter}${process.env.PATH ?? ''}` } : process.env;
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      ...(cwd ? { cwd } : {}),
      ...(seconds ? { timeout: seconds * 1000 } : {}),
      // npm and npx are scripts there.
      shell: process.platform === 'win32' && /^np[mx]$/.test(program),
    });
    const last: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        last.push(line);
        if (last.length > 30) last.shift();
      });
    }
    const name = args[0]?.endsWith('.js') ? args[0] : [program, ...args.slice(0, 2)].join(' ');
    const failed = (what: string, cure: string, cause?: unknown): void => {
      for (const line of last) say?.(line);
      fail(new UserError(what, { kind: 'system', cure, cause }));
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT')
        failed(
          `${program} is not installed, or not on the PATH.`,
          `Install ${provider(program)}, then run this again.`,
        );
      else failed(`${name} could not be started: ${error.message}`, 'See above.', error);
    });
    child.on('close', (code, signal) => {
      if (code === 0) done();
      else if (signal && seconds)
        failed(`${name} was not done after ${seconds} s.`, 'Try again with a better connection.');
      else failed(`${name} failed: ${reason(last)}`, 'The lines above say more.');
    });
  });
}

function provider(program: string): string {
  if (program === 'npm' || program === 'npx') return 'Node.js with npm';
  return program === 'python3' ? 'Python 3 with pip' : program;
}

/** The line that says why: the last with "error" in it, else the last. */
function reason(lines: readonly string[]): string {
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it said nothing').trim();
}
