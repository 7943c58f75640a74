/** Every message about experiment files, as a user sees it. `npx vitest run --project golden -u` accepts what changed. */
import { expect, test } from 'vitest';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { formatUserError, UserError } from '../../../src/base/errors.js';
import { checkExperimentText } from '../../../src/config/check.js';
import { checkClassWeights } from '../../../src/config/classWeights.js';
import { resolveColumns } from '../../../src/config/columns.js';
import { loadExperiment, parseExperiment, withOverrides } from '../../../src/config/load.js';
import { scratch } from '../../unit/scratch.js';
import { contradictionCases, settingCases, syntaxCases, type Case } from './cases.js';
import { classWeightCase, columnCases, header, overrideBase, overrideCases } from './moreCases.js';

const file = 'pain.experiment.json';

/** The input with line numbers, and what is printed about it. */
function section(title: string, input: string, printed: string): string {
  const shown = input.length > 400 ? `${input.slice(0, 60)} … (${input.length} letters)` : input;
  const lines = shown.split('\n').map((line, i) => `${String(i + 1).padStart(4)} | ${line}`.trimEnd());
  return `### ${title}\n${lines.join('\n')}\n${printed}\n`;
}

function thrown(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return formatUserError(error);
    throw error;
  }
  return '(no mistake)';
}

const ofText = ([title, text]: Case): string =>
  section(title, text, checkExperimentText(text, file).map(formatUserError).join('\n') || '(no mistake)');

async function ofFiles(): Promise<string[]> {
  const directory = await scratch();
  await mkdir(join(directory, 'folder.experiment.json'));
  await writeFile(join(directory, 'pain.experiment.json'), '{}');
  await writeFile(join(directory, 'old.experiment.json'), Buffer.from([0x7b, 0xe4, 0x7d]));
  await mkdir(join(directory, 'empty'));
  const cases = [
    'pian.experiment.json',
    'lstm.experiment.json',
    'empty/a.experiment.json',
    'folder.experiment.json',
    'old.experiment.json',
  ];
  return Promise.all(
    cases.map(async (name) => {
      const error: unknown = await loadExperiment(join(directory, name)).catch((reason: unknown) => reason);
      const printed = error instanceof UserError ? formatUserError(error) : String(error);
      return section(
        'reading a file',
        name,
        printed.replaceAll(`${relative('', directory)}/`, '').replaceAll(`${directory}/`, ''),
      );
    }),
  );
}

test('messages about experiment files', async () => {
  const base = parseExperiment(overrideBase, file);
  const parts = [
    '# Text that is not JSON\n',
    ...syntaxCases.map(ofText),
    '# Settings that are not in the schema\n',
    ...settingCases.map(ofText),
    '# Settings that contradict each other\n',
    ...contradictionCases.map(ofText),
    '# Settings from the command line\n',
    ...overrideCases.map((assignments) =>
      section(
        '--set',
        assignments.join('\n'),
        thrown(() => withOverrides(base, assignments)),
      ),
    ),
    `# Columns\nof a file with: ${header.join(', ')}\n`,
    ...columnCases.map(([title, text, names = header]) =>
      section(
        title,
        text,
        thrown(() => resolveColumns(parseExperiment(text, file), names, 'x.csv')),
      ),
    ),
    section(
      'class weights against the classes found',
      classWeightCase,
      thrown(() => checkClassWeights(parseExperiment(classWeightCase, file), ['low', 'high'])),
    ),
    '# Files\n',
    ...(await ofFiles()),
  ];
  await expect(parts.join('\n')).toMatchFileSnapshot('messages.txt');
});
