/** Small programs named `foldboard` that run Foldboard's terminal on the editor's own Node. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainerHost } from './launch.js';

/** `foldboard` for POSIX shells and `foldboard.cmd` for Windows; written anew each time, for an update moves the extension. */
export async function writeLaunchers(folder: string, host: TrainerHost): Promise<void> {
  await mkdir(folder, { recursive: true });
  const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;
  const electron = host.isElectron ? 'ELECTRON_RUN_AS_NODE=1 ' : '';
  const posix = join(folder, 'foldboard');
  await writeFile(posix, `#!/bin/sh\n${electron}exec ${quoted(host.node)} ${quoted(host.cli)} "$@"\n`);
  await chmod(posix, 0o755);
  const set = host.isElectron ? 'set ELECTRON_RUN_AS_NODE=1\r\n' : '';
  await writeFile(join(folder, 'foldboard.cmd'), `@echo off\r\nsetlocal\r\n${set}"${host.node}" "${host.cli}" %*\r\n`);
}
