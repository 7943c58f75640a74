/** Three processes queue and claim, and are killed at random: every run is finished exactly once, or still waits to be seen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { enqueue, listQueue } from '../../../src/rundir/queue.js';
import { scratch } from '../scratch.js';

const seed = Number(process.env['FOLDBOARD_TEST_SEED'] ?? Date.now() % 100_000);
const random = new RandomStream(deriveKey(seed, 'selfTest'));
const kills = 16;

async function journalOf(foldboard: string): Promise<string[][]> {
  const text = await readFile(join(foldboard, 'journal'), 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '));
}

test(`killed ${kills} times (seed ${seed}), nothing is lost and nothing is done twice`, async () => {
  const folder = await scratch();
  const foldboard = join(folder, '.foldboard');
  await mkdir(foldboard);
  const actor = join(folder, 'actor.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'queueActor.ts')],
    outfile: actor,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
    mainFields: ['module', 'main'], // of jsonc-parser, as in the build
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  let actors = 0;
  const errors: string[] = [];
  const start = (count: number) => {
    const name = `p${actors++}`;
    const child = spawn(process.execPath, [actor, foldboard, name, String(seed + actors), String(count)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => void errors.push(chunk.toString()));
    return { name, child, ended: once(child, 'exit') };
  };

  const killed = new Set<string>();
  let running = [start(1000), start(1000), start(1000)];
  // Between two kills something is done, however slow the machine is.
  const lines = async (): Promise<number> => (await journalOf(foldboard)).length;
  while (killed.size < kills) {
    const before = await lines();
    while ((await lines()) <= before && errors.length === 0) await wait(10);
    expect(errors.join('')).toBe('');
    await wait(random.uniform() * 120);
    const victim = running[random.integer(running.length)];
    victim.child.kill('SIGKILL');
    await victim.ended;
    killed.add(victim.name);
    running = [...running.filter((one) => one !== victim), start(1000)];
  }
  for (const one of running) {
    one.child.kill('SIGKILL');
    await one.ended;
    killed.add(one.name);
  }

  // Whatever was queued is finished, or can be seen.
  const queued = (await journalOf(foldboard)).filter(([what]) => what === 'queued').map(([, id]) => id);
  expect(queued.length).toBeGreaterThan(kills / 2);
  const seen = await listQueue(foldboard);
  expect(seen.problems).toEqual([]);
  expect(seen.entries.filter(({ state }) => state === 'running')).toEqual([]);
  const finished = (id: string): boolean => existsSync(runPaths(join(foldboard, 'runs', id)).result);
  for (const id of queued) expect(finished(id) || seen.entries.some((entry) => entry.id === id), id).toBe(true);

  // Nobody is killed any more: all of it gets done, those that were set aside as well.
  for (const { state, runDirectory } of seen.entries)
    if (state === 'crashed') await enqueue(foldboard, { runDirectory });
  const last = [start(2), start(2)];
  for (const { ended } of last) expect(await ended).toEqual([0, null]);
  expect(await listQueue(foldboard)).toEqual({ entries: [], problems: [], drainer: null });
  const journal = await journalOf(foldboard);
  for (const [what, id] of journal) if (what === 'queued') expect(finished(id), id).toBe(true);

  // Between one's begin and end nobody else begins, unless the first was killed; and no run ends twice.
  const at = new Map<string, string>();
  const done = new Set<string>();
  for (const [what, id, name] of journal) {
    if (what === 'begin') {
      const other = at.get(id);
      expect(other === undefined || killed.has(other), `${name} begins ${id}, which ${other} has`).toBe(true);
      at.set(id, name);
    }
    if (what === 'end') {
      expect(at.get(id)).toBe(name);
      expect(done.has(id)).toBe(false);
      done.add(id);
      at.delete(id);
    }
  }
  expect(errors.join('')).toBe('');
}, 60_000);
