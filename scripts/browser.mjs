// Finds Chromium for the webview and vscode rings, or installs Debian's where it may.
import { existsSync } from 'node:fs';
import { exec } from './exec.mjs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a Chromium: FOLDBOARD_CHROMIUM, else one of the usual places, else installed with apt-get as root. */
export async function ensureChromium() {
  const named = process.env.FOLDBOARD_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`FOLDBOARD_CHROMIUM names ${named}, which does not exist.`);
  }
  const found = places.find(existsSync);
  if (found) return found;
  await installPackages(['chromium']);
  const installed = places.find(existsSync);
  if (!installed) throw new Error('chromium was installed, but is in none of the usual places.');
  return installed;
}

/** Installs Debian packages; throws with what to do where this user may not. */
export async function installPackages(names) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    throw new Error(
      `Missing: ${names.join(', ')}. Install by hand (Debian: sudo apt-get install ${names.join(' ')})` +
        (names.includes('chromium') ? ', or point FOLDBOARD_CHROMIUM at a Chromium.' : '.'),
    );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  process.stdout.write(`installing ${names.join(', ')} with apt-get\n`);
  await exec('apt-get', ['update', '-qq'], { env, quiet: true, check: false });
  await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env, quiet: true });
}

/** Arguments that keep Chromium on this machine and quiet. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];
