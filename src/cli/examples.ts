/** The experiment files that come with Foldboard. */
import { constants } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of examples: beside dist/, seen from wherever the bundler put this code. */
function examplesDirectory(): string {
  for (const candidate of ['../examples/', '../../examples/']) {
    const directory = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(join(directory, 'pain-quick.experiment.json'))) return directory;
  }
  throw new Error('The folder examples/ is missing from this installation of Foldboard.');
}

/** Copies the experiment files for the pain data; those that are there already stay as they are. Returns their paths. */
export async function copyExamples(out: string): Promise<string[]> {
  const from = examplesDirectory();
  const names = (await readdir(from)).filter((name) => name.endsWith('.experiment.json')).sort();
  for (const name of names)
    await copyFile(join(from, name), join(out, name), constants.COPYFILE_EXCL).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  return names.map((name) => join(out, name));
}
