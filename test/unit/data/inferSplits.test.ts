/** What `init` makes of whose the samples are, of labels that are missing, and of files that lie beside the data. */
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { guardFindings } from '../../../src/data/guards.js';
import { inferExperiment, renderExperiment, type Answers } from '../../../src/data/infer.js';
import { loadTrainData } from '../../../src/data/load.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
});

/** A line of `cells` for each of 4 steps of each sample. */
function longCsv(header: string, samples: number, cells: (sample: number) => string): string {
  const rows = Array.from({ length: 4 * samples }, (_, i) => {
    const [s, t] = [Math.floor(i / 4), i % 4];
    return `r${s},${t},${(s * 31 + t * 17) % 23}.5,${cells(s)}`;
  });
  return `rec,t,v,${header}\n${rows.join('\n')}\n`;
}

async function suggested(train: string, labels: string | null = null, answers: Answers = {}) {
  const inference = await inferExperiment(train, labels);
  const text = renderExperiment(inference, answers, folder);
  const loaded = parseExperiment(text, join(folder, 'new.experiment.json'));
  const warnings = inference.guesses.flatMap(({ warning }) => (warning === undefined ? [] : [warning]));
  const { data, validation } = loaded.experiment;
  return { loaded, text, warnings, data, validation };
}

/** Errors of the guards in the experiment suggested. */
async function refused({ loaded }: Awaited<ReturnType<typeof suggested>>): Promise<string[]> {
  const found = guardFindings(await loadTrainData(loaded), null, loaded.experiment);
  return found.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('groups', () => {
  const bySubject = (subjects: number, classOf: (subject: number) => string) =>
    put(
      folder,
      'd.csv',
      longCsv('subject,label', 48, (s) => `s${s % subjects},${classOf(s % subjects)}`),
    );

  test('four subjects, two in each class: two folds by subject', async () => {
    const found = await suggested(bySubject(4, (subject) => (subject < 2 ? 'pd' : 'hc')));
    expect(found.data).toMatchObject({ group: 'subject', ignore: [] });
    expect(found.validation).toMatchObject({ folds: 2, stratified: true });
    expect(found.text).toContain('class hc has 2 groups: one for each fold');
    expect(found.warnings).toEqual([]);
    expect(await refused(found)).toEqual([]);
  });

  test('eight subjects, four in each class: four folds', async () => {
    const found = await suggested(bySubject(8, (subject) => (subject < 4 ? 'pd' : 'hc')));
    expect(found.data.group).toBe('subject');
    expect(found.validation).toMatchObject({ folds: 4, stratified: true });
    expect(await refused(found)).toEqual([]);
  });

  test('subjects that have samples of each class count in each', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('subject,label', 48, (s) => `s${s % 3},${s % 2}`),
    );
    const found = await suggested(train);
    expect(found.data.group).toBe('subject');
    expect(found.validation.folds).toBe(3);
    expect(await refused(found)).toEqual([]);
  });

  test('one subject of a class among many: folds that are not stratified', async () => {
    const found = await suggested(bySubject(8, (subject) => (subject === 0 ? 'pd' : 'hc')));
    expect(found.data.group).toBe('subject');
    expect(found.validation).toMatchObject({ folds: 5, stratified: false });
    expect(found.text).toContain('class pd has one group: it cannot be in every fold');
    expect(await refused(found)).toEqual([]);
  });

  test('no two folds are possible: the subject is left out, and that is said loudly', async () => {
    const found = await suggested(bySubject(2, (subject) => (subject < 1 ? 'pd' : 'hc')));
    expect(found.data).toMatchObject({ group: null, ignore: ['subject'] });
    expect(found.warnings).toEqual([
      expect.stringContaining('samples of one subject stand on both sides of every split') as string,
    ]);
    expect(found.text).toContain('// ! samples of one subject stand on both sides');
  });

  test('of two columns the one that allows more folds', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('site,subject,label', 48, (s) => `${s % 2 ? 'north' : 'south'},s${s % 12},${s % 4 < 2 ? 'a' : 'b'}`),
    );
    const { data, validation } = await suggested(train);
    expect(data).toMatchObject({ group: 'subject', ignore: ['site'] });
    expect(validation.folds).toBe(5);
  });

  test('subjects that the labels file names', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('w', 48, (s) => `${(s * s) % 13}.25`),
    );
    const write = (subjects: number) => {
      const lines = Array.from(
        { length: 48 },
        (_, s) => `r${s},s${s % subjects},${s % subjects < subjects / 2 ? 'pd' : 'hc'}`,
      );
      return put(folder, 'labels.csv', `rec,subject,label\n${lines.join('\n')}\n`);
    };
    const four = await suggested(train, write(4));
    expect([four.data.group, four.validation.folds]).toEqual(['subject', 2]);
    expect(await refused(four)).toEqual([]);
    const two = await suggested(train, write(2));
    expect(two.data.group).toBeNull();
    expect(two.warnings).toEqual([expect.stringContaining('samples of one subject') as string]);
  });

  test('few groups of many samples: none is set apart to select by', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('subject,label', 400, (s) => `s${s % 4},${s % 4 < 2 ? 'pd' : 'hc'}`),
    );
    const found = await suggested(train);
    expect(found.validation.selection).toBe('none');
    expect(found.text).toContain('15 % of a training part, of 2 groups, cannot hold each class');
  });
});

describe('labels', () => {
  test('missing ones are no class, and are said to be refused', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('label', 12, (s) => (s < 3 ? '' : String(s % 2))),
    );
    const found = await suggested(train);
    expect(found.data.classes).toEqual(['0', '1']);
    expect(found.text).toContain('// 2 classes: 0 4, 1 5\n');
    expect(found.warnings).toEqual([
      '3 samples have no label (r0, r1, r2), which check will refuse: give each one, or remove their rows',
    ]);
  });

  test('a column of the data comes before a file that lies beside it and is about something else', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('dx', 12, (s) => String(s % 2)),
    );
    const lines = (samples: number) => Array.from({ length: samples }, (_, s) => `r${s},${s % 5}`).join('\n');
    const ages = put(folder, 'ages.csv', `rec,age\n${lines(12)}\n`);
    put(folder, 'others.csv', `rec,label\n${lines(20)}\n`);
    const { questions } = await inferExperiment(train, null);
    expect(questions).toMatchObject([{ setting: 'data.label', choices: [{ value: 'dx' }] }]);
    const found = await suggested(train, null, { 'data.label': 'dx' });
    expect(found.data).toMatchObject({ labels: null, label: 'dx' });
    expect((await suggested(train, ages)).data).toMatchObject({ labels: 'ages.csv', label: 'age' });
  });

  test.each([
    ['lacks one', (s: number) => (s === 7 ? [] : [`r${s}`]), 'column "rec" lacks an id of d.csv: r7'],
    ['has one twice', (s: number) => (s === 7 ? ['r7', 'r7'] : [`r${s}`]), 'column "rec" has an id more than once: r7'],
    ['writes them otherwise', (s: number) => [`r00${s}`], 'column "rec" writes "r000" for the id "r0" of d.csv'],
  ])('a labels file that %s says which id', async (_, ids, message) => {
    const train = put(
      folder,
      'd.csv',
      longCsv('w', 10, (s) => `${(s * s) % 13}.25`),
    );
    const lines = Array.from({ length: 10 }, (_row, s) => ids(s).map((id) => `${id},${s % 2}`)).flat();
    const labels = put(folder, 'y.csv', `rec,label\n${lines.join('\n')}\n`);
    await expect(inferExperiment(train, labels)).rejects.toThrow(message);
  });
});
