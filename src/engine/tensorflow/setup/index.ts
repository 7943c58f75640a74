/**
 * `foldboard setup tfjs-node`: a working tfjs-node in the user's cache folder, by its own installer or, where that cannot reach its
 * download, out of the registries of npm and Python.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../../base/errors.js';
import { packageIn, setupFolder, tfjsNodeName } from '../findTfjsNode.js';
import { runStep } from './steps.js';
import { fromWheel, wheelFits } from './fromWheel.js';
import { tryTfjsNode } from './tryTfjsNode.js';

const version = '4.22.0';

export interface SetupOptions {
  /** Default: where Foldboard looks for it by itself. */
  readonly folder?: string;
  /** Called with a line for every step, and with the last lines of a program that fails. */
  readonly say: (line: string) => void;
}

export interface SetUp {
  /** The package's folder, for FOLDBOARD_TFJS_NODE. */
  readonly folder: string;
  /** Of the native library. */
  readonly tensorflow: string;
  /** False where it was there already and only tried. */
  readonly installed: boolean;
}

/**
 * Takes about a minute and 1 GB; where it is there already, a second. Two at the same time do not meet: each works aside.
 * @throws UserError (system) where it cannot be had here, with what failed and what to do
 */
export async function setUpTfjsNode({ folder: wanted = setupFolder(), say }: SetupOptions): Promise<SetUp> {
  const folder = resolve(wanted);
  const found = packageIn(folder);
  const before = existsSync(found) ? tryTfjsNode(found) : null;
  if (before?.works) return { folder: found, tensorflow: before.tensorflow, installed: false };

  const partial = `${folder}.partial-${process.pid}`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeFile(join(partial, 'package.json'), '{ "name": "tfjs-node-cache", "private": true }\n');
    say(`npm: ${tfjsNodeName} ${version}`);
    // Its install script would stop npm where its download is out of reach; it is run below, by hand.
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', partial];
    await runStep('npm', [...install, `${tfjsNodeName}@${version}`], { say });
    await installLibrary(packageIn(partial), say);
    const tried = tryTfjsNode(packageIn(partial));
    if (!tried.works) throw failure(`${tfjsNodeName} was put together but does not load: ${tried.reason}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(partial, folder);
    return { folder: found, tensorflow: tried.tensorflow, installed: true };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The package's own way first: it needs no compiler. */
async function installLibrary(packageFolder: string, say: SetupOptions['say']): Promise<void> {
  say("libtensorflow: the package's own download");
  const own = await runStep(process.execPath, ['scripts/install.js'], {
    cwd: packageFolder,
    // It calls node-pre-gyp by name, as it stands below npm.
    path: join(dirname(dirname(packageFolder)), '.bin'),
    seconds: 600,
  }).catch((error: unknown) => error);
  if (tryTfjsNode(packageFolder).works) return;
  if (!wheelFits())
    throw failure(`The download of ${tfjsNodeName} failed: ${own instanceof Error ? own.message : 'it does not load'}`);
  say('That is out of reach here. The same library comes out of the tensorflow-cpu wheel; the addon is compiled.');
  await fromWheel(packageFolder, say);
}

function failure(message: string): UserError {
  const text = message.endsWith('.') ? message : `${message}.`;
  return new UserError(text, {
    kind: 'system',
    cure: `Nothing is lost: the fused engine needs none of it. Or install ${tfjsNodeName} by other means and name its folder in FOLDBOARD_TFJS_NODE.`,
  });
}
