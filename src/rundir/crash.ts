/** Why a run that nobody computes is not finished: what its trainer said last, or what its silence means. */
import { existsSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { lastLines } from './lastLines.js';
import { describe, isAlive, readOwner } from './owner.js';
import { runPaths } from './paths.js';
import type { Owner } from './types.js';

export interface CrashReport {
  /** One sentence, or an error's message. */
  readonly reason: string;
  /** The last lines of trainer.log. */
  readonly lastLogLines: readonly string[];
}

export interface CrashOptions {
  /** Further files that hold what the trainer printed, where that did not go to trainer.log. */
  readonly logs?: readonly string[];
  /** How many lines of the log are wanted. */
  readonly lines?: number;
}

const stamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
const begun = /^\S+Z started by process \d+/;
const ended = /^\S+Z (finished|stopped on request|failed: folds? [\d, ]+)$/;
const bytes = 65536;

/**
 * Why the run's trainer died or gave up; null where it is at work, has finished, or was stopped by somebody (and where only folds
 * failed: their own events say why).
 */
export async function crashReport(runDirectory: string, options: CrashOptions = {}): Promise<CrashReport | null> {
  const paths = runPaths(runDirectory);
  if (existsSync(paths.result)) return null;
  const owner = await readOwner(runDirectory);
  if (owner && (await isAlive(owner))) return null;
  const log = await lastLines(paths.log, Infinity, bytes);
  const others = await Promise.all((options.logs ?? []).map((file) => lastLines(file, Infinity, bytes)));
  const said = [...log.slice(log.findLastIndex((line) => begun.test(line) || ended.test(line)) + 1), ...others.flat()];
  const reason = reasonIn(said) ?? (owner ? silence(owner) : null);
  if (reason === null) return null;
  return { reason, lastLogLines: [...log, ...others.flat()].slice(-(options.lines ?? 12)) };
}

/** Of what was said after a trainer began, or after the last one had ended in order. */
function reasonIn(lines: readonly string[]): string | null {
  const found = (pattern: RegExp): RegExpExecArray | null =>
    lines.reduce<RegExpExecArray | null>((last, line) => pattern.exec(line) ?? last, null);

  const givenUp = found(/Z the run cannot go on: (.+)$/)?.[1];
  if (givenUp !== undefined) return givenUp;
  if (found(/heap out of memory|Zone Allocation failed|Array buffer allocation failed|Cannot allocate memory/i))
    return 'The trainer ran out of memory. Use fewer workers, smaller batches or shorter windows.';
  // What Node prints of an error that nobody caught; its own lines are stamped.
  const own = lines.filter((line) => !stamp.test(line));
  const error = own.find((line) => /^(Uncaught )?[\w$.]*(Error|Exception)\b.*: /.test(line));
  if (error !== undefined) return `The trainer ended by an error in Foldboard: ${error}`;
  const killed = found(/Z the trainer, process \d+, was ended (by SIG[A-Z]+|with code \d+)$/)?.[1];
  if (killed === 'by SIGKILL') return 'The trainer was killed (SIGKILL): by hand, or by the system for want of memory.';
  return killed === undefined ? null : `The trainer was ended ${killed}.`;
}

/** It had the run, is no more, and said nothing. */
function silence(owner: Owner): string {
  const last = Date.parse(owner.heartbeat);
  if (owner.host !== hostname()) return `There is no sign of life of ${describe(owner)} since ${owner.heartbeat}.`;
  if (last < Date.now() - uptime() * 1000) return 'The machine was restarted while it was trained.';
  return `The trainer (process ${owner.pid}) ended without a word: it was killed, by hand or by the system for want of memory.`;
}
