// `npm run try`: the packed extension on the example workspace, in a real VS Code: the desktop one where `code` is on the PATH,
// else one in the browser on 127.0.0.1. Nothing of the user's own VS Code is touched. `--browser` asks for the second kind.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { startCodeServer } from './codeServer.mjs';
import { exec } from './exec.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = join(cacheFolder(), 'try');
const workspace = join(folder, 'examples');
const vsix = join(folder, 'foldboard.vsix');
const say = (text) => process.stdout.write(`${text}\n`);

mkdirSync(workspace, { recursive: true });
say('building and packing the extension');
await exec(process.execPath, [join(root, 'scripts/build.mjs')], { quiet: true });
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
const quietly = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
await exec(process.execPath, [vsce, 'package', ...quietly, '--out', vsix], { cwd: root, quiet: true });

// The workspace stays from one time to the next, with the runs in it; experiment files come anew.
cpSync(join(root, 'examples'), workspace, {
  recursive: true,
  filter: (path) => !/[\\/](data|\.foldboard)$/.test(path),
});
if (!existsSync(join(workspace, 'data'))) {
  say('generating the example data');
  const generated = join(folder, 'generated');
  execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'generate', 'pain', '--out', generated], {
    stdio: 'ignore',
  });
  cpSync(join(generated, 'data'), join(workspace, 'data'), { recursive: true });
}

const code = process.platform === 'win32' ? 'code.cmd' : 'code';
const shell = process.platform === 'win32';
const hasDesktop = !process.argv.includes('--browser') && spawnSync(code, ['--version'], { shell }).status === 0;
if (hasDesktop) {
  const own = ['--user-data-dir', join(folder, 'desktop/data'), '--extensions-dir', join(folder, 'desktop/extensions')];
  await exec(code, [...own, '--install-extension', vsix, '--force'], { quiet: true });
  await exec(code, [...own, '--new-window', workspace]);
  say(`VS Code opens ${workspace}: the Foldboard icon stands at its left.`);
} else {
  const server = await startCodeServer({ scratch: join(folder, 'browser'), vsix });
  say(`VS Code with Foldboard is at\n\n  ${server.url}/?folder=${encodeURI(workspace)}\n\nCtrl-C ends it.`);
  const end = () => void server.stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}
