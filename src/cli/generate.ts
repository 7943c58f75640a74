/** `foldboard generate pain`: example data with the shape of the pain task, and experiment files for it. */
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UserError } from '../base/errors.js';
import { nearest } from '../config/suggest.js';
import { generatePain } from '../data/generate/pain.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { copyExamples } from './examples.js';
import { bar } from './format/progress.js';
import { counted } from './format/number.js';
import { checkOutFolder } from './outPath.js';
import { commandLine } from './program.js';
import type { Terminal } from './terminal.js';

export const command = defineCommand({
  usage: 'pain --out D [--samples N] [--seed S]',
  about:
    'Generates data with the shape of the pain task: labelled sequences of 160 time steps, four survey scores, three body indicators and 31 joint angles, three unequal classes; and 1,324 sequences without labels. Writes D/data/*.csv, and D/*.experiment.json where they are not there yet. The same seed gives the same bytes everywhere.',
  positionals: { names: ['kind of data'], least: 1, most: 1 },
  options: {
    out: { type: 'string', value: 'D', help: 'Folder to write to; made where it does not exist.' },
    samples: { type: 'string', value: 'N', help: 'Labelled sequences, 30 to 100,000. Default: 661.' },
    seed: { type: 'string', value: 'S', help: 'Another seed, other data. Default: 42.' },
  },
  json: 'Print one document: the files written. How far it is goes to stderr, a line of JSON for each per cent.',
  examples: [
    ['generate pain --out examples', 'as large as the real task'],
    ['generate pain --out small --samples 120 --seed 7', 'small and quick'],
  ],
  async run({ positionals: [kind], values }, terminal) {
    if (kind !== 'pain') {
      const near = nearest(kind, ['pain']);
      throw new UserError(
        `There is no data of the kind ${JSON.stringify(kind)}${near ? `: did you mean ${near}?` : '.'}`,
        {
          kind: 'usage',
          cure: 'It can generate pain.',
        },
      );
    }
    if (values.out === undefined) throw new UserError('generate needs a folder: --out D.', { kind: 'usage' });
    checkOutFolder('out', values.out);
    const samples = wholeNumber('samples', values.samples, 30, 100_000);
    const seed = wholeNumber('seed', values.seed, 0);
    const files = await generate(
      values.out,
      { ...(samples === undefined ? {} : { samples }), ...(seed === undefined ? {} : { seed }) },
      terminal,
      values.json ? sayProgress(terminal) : undefined,
    );
    if (values.json) terminal.out(JSON.stringify(files));
    else {
      for (const file of [...files.data, ...files.experiments]) terminal.out(relative('', file));
      terminal.say(`\nNext\n${commandLine(['train', join(values.out, 'pain-quick.experiment.json')])}`);
    }
    return 0;
  },
});

export interface Generated {
  readonly data: readonly string[];
  readonly experiments: readonly string[];
}

/** Generates the data and copies the experiment files; shows how far it is on a terminal. */
export async function generate(
  out: string,
  options: { readonly samples?: number; readonly seed?: number; readonly testSamples?: number },
  terminal: Terminal,
  onProgress?: (written: number, total: number) => void,
): Promise<Generated> {
  await mkdir(out, { recursive: true });
  const show = onProgress ?? showProgress(terminal);
  const data = await generatePain({ out: join(out, 'data'), ...options, ...(show ? { onProgress: show } : {}) });
  return { data: [data.train, data.labels, data.test], experiments: await copyExamples(out) };
}

/** A line of JSON for each per cent, for programs. */
function sayProgress(terminal: Terminal): (written: number, total: number) => void {
  let said = 0;
  return (written, total) => {
    const percent = Math.floor((100 * written) / total);
    if (percent > said) terminal.say(JSON.stringify({ written, total }));
    said = percent;
  };
}

function showProgress(terminal: Terminal): ((written: number, total: number) => void) | undefined {
  return terminal.live
    ? (written: number, total: number): void => {
        if (written % 20 !== 0 && written !== total) return;
        const text = `${bar(written / total, 30, terminal.errorStyle)}  ${counted(written, 'sequence')}`;
        process.stderr.write(`\r\u001b[K${written === total ? '' : text}`);
      }
    : undefined;
}
