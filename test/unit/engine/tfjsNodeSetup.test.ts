/** Where tfjs-node is looked for, and what a set-up says that cannot succeed. The one that does is the interop ring's. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addonIn, findTfjsNode, packageIn, setupFolder } from '../../../src/engine/tensorflow/findTfjsNode.js';
import { setUpTfjsNode } from '../../../src/engine/tensorflow/setup/index.js';
import { wheelFits } from '../../../src/engine/tensorflow/setup/fromWheel.js';
import { scratch } from '../scratch.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function fakeAddon(folder: string): Promise<string> {
  const addon = addonIn(packageIn(folder));
  await mkdir(dirname(addon), { recursive: true });
  await writeFile(addon, '');
  return packageIn(folder);
}

describe('tfjs-node is found', () => {
  it('where it is named, before anywhere else', async () => {
    const cache = await scratch();
    vi.stubEnv('FOLDBOARD_CACHE', cache);
    await fakeAddon(setupFolder());
    vi.stubEnv('FOLDBOARD_TFJS_NODE', join(cache, 'elsewhere'));
    expect(findTfjsNode()).toEqual({ path: join(cache, 'elsewhere'), named: true });
  });

  it('where the set-up has put it, and only when that is whole; not at all where that is switched off', async () => {
    vi.stubEnv('FOLDBOARD_CACHE', await scratch());
    vi.stubEnv('FOLDBOARD_TFJS_NODE', undefined);
    expect(findTfjsNode()).toBeNull();
    const found = await fakeAddon(setupFolder());
    expect(findTfjsNode()).toEqual({ path: found, named: false });
    vi.stubEnv('FOLDBOARD_TFJS_NODE', '');
    expect(findTfjsNode()).toBeNull();
  });
});

describe.runIf(process.platform !== 'win32')('a set-up that cannot succeed', () => {
  /** Programs that stand for npm and others: shell scripts, nothing else on the PATH. */
  async function onlyPrograms(programs: Record<string, string>): Promise<void> {
    const bin = await scratch();
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    }
    vi.stubEnv('PATH', bin);
  }

  it('names the program that is missing, and leaves nothing behind', async () => {
    await onlyPrograms({});
    const cache = await scratch();
    await expect(setUpTfjsNode({ folder: join(cache, 'tfjs-node'), say: () => undefined })).rejects.toMatchObject({
      kind: 'system',
      message: 'npm is not installed, or not on the PATH.',
      cure: 'Install Node.js with npm, then run this again.',
    });
    expect(await readdir(cache)).toEqual([]);
  });

  it('says what a program that failed said', async () => {
    await onlyPrograms({ npm: 'echo working; echo "npm error code E404 not in this registry" >&2; exit 1' });
    const said: string[] = [];
    const setUp = setUpTfjsNode({ folder: join(await scratch(), 'x'), say: (line) => void said.push(line) });
    await expect(setUp).rejects.toMatchObject({
      message: expect.stringMatching(/^npm install --ignore-scripts failed: npm error code E404/) as string,
    });
    expect(said).toContain('working');
  });

  it.runIf(wheelFits())('goes on to the wheel where the download is out of reach', async () => {
    // An npm that unpacks a package whose own install script fails.
    const unpack =
      'd="$6/node_modules/@tensorflow/tfjs-node/scripts"; /bin/mkdir -p "$d"; echo "process.exit(1)" > "$d/install.js"';
    await onlyPrograms({ npm: unpack });
    const said: string[] = [];
    const setUp = setUpTfjsNode({ folder: join(await scratch(), 'x'), say: (line) => void said.push(line) });
    await expect(setUp).rejects.toMatchObject({
      message: 'python3 is not installed, or not on the PATH.',
      cure: 'Install Python 3 with pip, then run this again.',
    });
    expect(said.at(-1)).toMatch(/^pip: tensorflow-cpu==/);
  });
});
