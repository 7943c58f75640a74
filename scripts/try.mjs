// `npm run try`: the packed extension on the example workspace, in a real VS Code: the desktop one where `code` is on the PATH,
// else one in the browser on 127.0.0.1. Nothing of the user's own VS Code is touched. `--browser` asks for the second kind.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startCodeServer } from './codeServer.mjs';
import { prepareExample } from './exampleWorkspace.mjs';
import { exec } from './exec.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const { folder, workspace, vsix } = await prepareExample(say);

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
