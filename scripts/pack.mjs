// Packs the extension (dist/ must be built) into a VSIX.
import { join, resolve } from 'node:path';
import { exec } from './exec.mjs';

const root = resolve(import.meta.dirname, '..');

/** Path of the packing tool, for its other commands. */
export const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

/** Writes the packed extension to `vsix`. */
export async function packExtension(vsix) {
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await exec(process.execPath, [vsce, 'package', ...flags, '--out', vsix], { cwd: root, quiet: true });
}
