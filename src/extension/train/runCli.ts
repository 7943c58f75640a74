/** Runs a command of Foldboard's terminal as a child and waits for it: what takes long is never done in the extension host. */
import { spawn } from 'node:child_process';
import { UserError } from '../../base/errors.js';
import { lastWords, type TrainerHost } from './launch.js';
import { hostEnvironment, lowerPriority } from './nodeProcess.js';

export interface CliRequest {
  readonly args: readonly string[];
  /** Where relative names in `args` and files of the command count from. */
  readonly cwd: string;
  /** Ends the child. */
  readonly signal?: AbortSignal;
  /** Lines of stderr as they come: progress, remarks. */
  readonly onSaid?: (line: string) => void;
}

export interface CliAnswer {
  /** Null where it was ended by a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

/** Runs a command to its end. Rejects only where it cannot be started, or was ended by `signal`. */
export function runCli(host: TrainerHost, request: CliRequest): Promise<CliAnswer> {
  return new Promise((done, fail) => {
    const child = spawn(host.node, [host.cli, ...request.args], {
      cwd: request.cwd,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...hostEnvironment(process.env, host), NO_COLOR: '1' },
      ...(request.signal ? { signal: request.signal } : {}),
    });
    if (child.pid !== undefined) lowerPriority(child.pid);
    let [out, said, rest] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) request.onSaid?.(line);
    });
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, out, said });
    });
  });
}

/**
 * Runs a command with --json and reads its document.
 * @throws UserError with the command's own words where it refuses
 */
export async function runJson(host: TrainerHost, request: CliRequest): Promise<unknown> {
  const { code, out, said } = await runCli(host, { ...request, args: [...request.args, '--json'] });
  if (code === 0) return JSON.parse(out) as unknown;
  throw new UserError(lastWords(said) || `foldboard ${request.args[0]} ended with ${code}.`, { kind: 'state' });
}
