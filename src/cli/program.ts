/** How this program was called, so that advice can be typed as it stands. */
import { basename, dirname, relative, resolve } from 'node:path';
import { findFoldboard, foldboardName } from '../rundir/find.js';

/** `foldboard`, `npx foldboard` or `node dist/cli.js`, as it was called; the path as seen from `folder`. */
export function programName(script = process.argv[1], folder = process.cwd(), env = process.env): string {
  if (env.npm_command === 'exec') return 'npx foldboard';
  if (script === undefined || !/\.[cm]?js$/.test(script) || basename(script).startsWith('foldboard'))
    return 'foldboard';
  const near = relative(folder, resolve(script));
  return `node ${quote(near.length < script.length ? near : script)}`;
}

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,.<>/\\…-]+$/.test(word) ? word : JSON.stringify(word);
}

/** A command line to type in `folder`. */
export function commandLine(words: readonly string[], folder?: string): string {
  return [programName(process.argv[1], folder), ...words.map(quote)].join(' ');
}

/** How to speak of a run from where the user is. */
export interface Way {
  /** Lines to type before: into the folder whose `.foldboard` holds the run, where the user is not there. */
  readonly before: readonly string[];
  /** The word for the run. */
  readonly run: string;
  /** The folder the lines are typed in. */
  readonly folder: string;
  line(...words: readonly string[]): string;
}

/** A run below a `.foldboard` is called by its name, another one by its path. */
export function wayTo(runDirectory: string): Way {
  const here = process.cwd();
  const directory = resolve(runDirectory);
  const foldboard = dirname(dirname(directory));
  const held = basename(foldboard) === foldboardName;
  const folder = held && findFoldboard(here) !== foldboard ? dirname(foldboard) : here;
  return {
    before: folder === here ? [] : [`cd ${quote(relative(here, folder))}`],
    run: held ? basename(directory) : relative(here, directory),
    folder,
    line: (...words) => commandLine(words, folder),
  };
}
