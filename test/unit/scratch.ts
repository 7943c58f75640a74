/** Temporary folders of a test file, removed when its tests are done. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(async () => {
  await Promise.all(made.map((directory) => rm(directory, { recursive: true, force: true })));
});

export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'foldboard-'));
  made.push(directory);
  return directory;
}
