/** Experiment and suite files as text, and in words why one cannot be read. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../base/errors.js';
import { nearest } from './suggest.js';

const ending = '.experiment.json';
const stem = (name: string): string => (name.endsWith(ending) ? name.slice(0, -ending.length) : name);

/** @param error - what reading threw; null: the file is there, but is not UTF-8 */
async function fileProblem(file: string, error: unknown): Promise<UserError> {
  const place = { file };
  if (error === null)
    return new UserError('the file is not UTF-8 text', { place, cure: 'Save it with the encoding UTF-8.' });
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const others = await experimentsIn(dirname(file));
    // The common ending would make every name look near.
    const near = nearest(stem(basename(file)), others.map(stem));
    const cure =
      others.length > 0
        ? `Experiments there: ${others.slice(0, 8).join(', ')}${others.length > 8 ? ' …' : ''}.`
        : 'Write one with: foldboard init <data>';
    return new UserError(
      `there is no such file${near === null ? '' : `: did you mean ${join(dirname(file), near + ending)}?`}`,
      {
        place,
        cure,
      },
    );
  }
  if (code === 'EISDIR')
    return new UserError('this is a folder, not an experiment file', {
      place,
      cure: 'Name a *.experiment.json in it.',
    });
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError('the file may not be read', { place, cure: 'Check its permissions.', kind: 'system' });
  return new UserError(`the file cannot be read (${code ?? String(error)})`, { place, kind: 'system', cause: error });
}

async function experimentsIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith(ending)).sort();
  } catch {
    return [];
  }
}

/** Who names data where an experiment is expected has not met experiments yet. */
function refuseData(file: string): void {
  if (!/\.(csv|tsv|ts)$/i.test(file)) return;
  const word = /\s/.test(file) ? `"${file}"` : file;
  throw new UserError('this is data, not an experiment', {
    place: { file },
    cure: `\`foldboard init ${word}\` writes an experiment for it.`,
  });
}

/** The text of an experiment or suite file (UTF-8). @throws UserError where it cannot be read or is not text */
export async function readConfigText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw await fileProblem(file, error);
  }
  refuseData(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw await fileProblem(file, null);
  }
}
