/** What `init` makes of data: the file it writes is read back, and says what the data is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseExperiment, type LoadedExperiment } from '../../../src/config/load.js';
import { generatePain } from '../../../src/data/generate/pain.js';
import { answered, inferExperiment, renderExperiment, type Answers } from '../../../src/data/infer.js';
import { loadTestData, loadTrainData } from '../../../src/data/load.js';
import { scratch } from '../scratch.js';
import { put, shared } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
});

/** The experiment that the data suggests, as it is read back from the text. */
async function experimentFor(
  train: string,
  labels: string | null = null,
  answers: Answers = {},
): Promise<LoadedExperiment> {
  const inference = await inferExperiment(train, labels);
  const text = renderExperiment(inference, answers, folder);
  return parseExperiment(text, join(folder, 'new.experiment.json'));
}

/** Rows of `samples` samples of `steps` steps; `cells` gives what stands behind id and time. */
function longCsv(
  header: string,
  samples: number,
  steps: number,
  cells: (sample: number, step: number) => string,
): string {
  const rows = Array.from({ length: samples * steps }, (_, i) => cells(Math.floor(i / steps), i % steps));
  return `${header}\n${rows.join('\n')}\n`;
}

describe('long CSV', () => {
  test('generated pain data: labels beside it, categories, constant and heavy-tailed columns', async () => {
    const { train } = await generatePain({ out: folder, samples: 40, testSamples: 3 });
    const loaded = await experimentFor(train);
    const { data, preprocessing, validation } = loaded.experiment;
    expect(data).toMatchObject({
      train: 'pirate_pain_train.csv',
      labels: 'pirate_pain_train_labels.csv',
      test: 'pirate_pain_test.csv',
      testLabels: null,
      sampleId: 'sample_index',
      time: 'time',
      label: 'label',
      group: null,
      classes: ['high_pain', 'low_pain', 'no_pain'],
      continuous: ['joint_*'],
      categorical: {
        'pain_survey_*': { embedding: 4 },
        n_legs: { embedding: 2 },
        n_hands: { embedding: 2 },
        n_eyes: { embedding: 2 },
      },
      ignore: ['joint_30'],
    });
    expect(Object.values(preprocessing.transform)).toContain('asinh');
    expect(validation).toMatchObject({ scheme: 'kFold', stratified: true });
    const dataset = await loadTrainData(loaded);
    expect(dataset.sampleIds).toHaveLength(40);
    expect((await loadTestData(loaded, dataset))!.sampleIds).toHaveLength(3);
    expect(loaded.text).toContain('// it is constant: always 0.5\n      "joint_30"');
  });

  test('a label column, a subject, an id per sample, a counter, a text, empty cells', async () => {
    const text = longCsv('row,trial,subject,frame,clock,force,mood,note,age,activity', 40, 6, (s, t) =>
      [
        6 * s + t, `trial-${s}`, `p${s % 8}`, t, 5 * t + 1, t === 3 ? '' : Math.sqrt(s * 7 + t * t),
        ['calm', 'tense', ''][(s + t) % 2], `free text ${s}/${t}`, 20 + (s % 8) * 3.5, s % 3 === 0 ? 'walk' : 'run',
      ].join(','),
    ); // prettier-ignore
    const train = put(folder, 'walk.csv', text);
    const { experiment, text: written } = await experimentFor(train, null, { 'data.time': 'frame' });
    expect(experiment.data).toMatchObject({
      sampleId: 'trial',
      time: 'frame',
      label: 'activity',
      group: 'subject',
      continuous: ['force', 'age'],
      categorical: { mood: { embedding: 2 }, note: { embedding: 8 } },
      ignore: ['row', 'clock'],
    });
    expect(experiment.preprocessing.missing).toBe('interpolate');
    expect(written).toMatch(/grows with the time by the same amount every step\n\s+"row"/);
    expect(written).toMatch(/40 cells of force are missing/);
    expect(written).toMatch(/8 values for 40 samples/);
  });

  test('rows in any order: the name of the time decides, where no time comes twice', async () => {
    const rows = longCsv('x', 12, 5, (s, t) => `${s},${t},${(s * 31 + t * 17) % 23}.5,${s % 2 ? 'a' : 'b'}`)
      .split('\n')
      .slice(1, -1);
    const shuffled = rows.map((row, i) => ({ row, key: (i * 37) % 60 })).sort((a, b) => a.key - b.key);
    const train = put(folder, 'd.csv', `sample,step,x,class\n${shuffled.map(({ row }) => row).join('\n')}\n`);
    const loaded = await experimentFor(train);
    expect(loaded.experiment.data).toMatchObject({
      sampleId: 'sample',
      time: 'step',
      label: 'class',
      continuous: ['x'],
    });
    expect((await loadTrainData(loaded)).sampleIds).toHaveLength(12);
  });

  test('no time: the order of the file', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('sample_id,x,label', 10, 4, (s, t) => `${s},${(t * 7) % 4}.5,${s % 2}`),
    );
    const { experiment } = await experimentFor(train);
    expect(experiment.data).toMatchObject({ sampleId: 'sample_id', time: null, label: 'label', continuous: ['x'] });
    expect(experiment.data.classes).toEqual(['0', '1']);
  });

  test('few samples: none is set apart to select by, and the rate falls', async () => {
    const of = async (samples: number) => {
      const text = longCsv('id,t,x,label', samples, 2, (s, t) => `${s},${t},${s * t}.25,${s % 2}`);
      const loaded = await experimentFor(put(folder, `n${samples}.csv`, text));
      const { training, validation } = loaded.experiment;
      return { text: loaded.text, chosen: [training.schedule, validation.selection, training.earlyStopping === null] };
    };
    const few = await of(60);
    expect(few.chosen).toEqual(['cosine', 'none', true]);
    expect(few.text).toContain(
      '// 15 % of a training part, 7 samples, are too few to choose weights by\n    "selection": "none"',
    );
    expect((await of(400)).chosen).toEqual(['none', { fraction: 0.15 }, false]);
  });

  test('long sequences: a stem, by the half that is longest', async () => {
    const stemOf = async (lengths: readonly number[]) => {
      const rows = lengths.flatMap((steps, s) =>
        Array.from({ length: steps }, (_, t) => `${s},${t},${s * t}.25,${s % 2}`),
      );
      const text = `id,t,x,label\n${rows.join('\n')}\n`;
      return (await experimentFor(put(folder, 'lengths.csv', text))).experiment.model.stem;
    };
    const ten = (short: number, long: number) => Array.from({ length: 10 }, (_, i) => (i < 5 ? short : long));
    expect(await stemOf(ten(49, 49))).toBeNull();
    expect(await stemOf(ten(8, 50))).toMatchObject({ kernel: 9, stride: 2 });
    expect(await stemOf([...ten(8, 50), 8])).toBeNull();
  });

  test('small classes: fewer folds, or unstratified ones', async () => {
    const few = (small: number) =>
      longCsv('id,t,x,label', 12, 3, (s, t) => `${s},${t},${s * t}.25,${s < small ? 'rare' : 'common'}`);
    expect((await experimentFor(put(folder, 'a.csv', few(3)))).experiment.validation).toMatchObject({ folds: 3 });
    expect((await experimentFor(put(folder, 'b.csv', few(1)))).experiment.validation).toMatchObject({
      folds: 5,
      stratified: false,
    });
  });
});

describe('what the data does not decide is asked', () => {
  test('which column is the id, where time never restarts', async () => {
    const text = longCsv(
      'batch_id,case_id,t,x,label',
      20,
      4,
      (s, t) => `${s >> 1},${s},${4 * s + t},${t % 3}.5,${s % 2}`,
    );
    const train = put(folder, 'd.csv', text);
    const inference = await inferExperiment(train, null);
    expect(inference.questions).toMatchObject([
      {
        setting: 'data.sampleId',
        choices: [{ value: 'batch_id' }, { value: 'case_id', reason: '20 values, each on 4 rows' }],
      },
    ]);
    expect(() => renderExperiment(inference)).toThrow('The data does not decide data.sampleId');
    const decided = answered(inference, { 'data.sampleId': 'case_id' });
    expect(decided.questions).toEqual([]);
    const { experiment } = await experimentFor(train, null, { 'data.sampleId': 'case_id' });
    expect(experiment.data).toMatchObject({ sampleId: 'case_id', time: 't', label: 'label' });
  });

  test('which column is the class, where none says so', async () => {
    const text = longCsv(
      'id,t,x,hand,mood',
      12,
      4,
      (s, t) => `${s},${t},${t % 3}.5,${s % 2 ? 'left' : 'right'},${s % 3}`,
    );
    const train = put(folder, 'd.csv', text);
    const { questions } = await inferExperiment(train, null);
    expect(questions).toMatchObject([
      { setting: 'data.label', choices: [{ value: 'hand', reason: '2 classes: left 6, right 6' }, { value: 'mood' }] },
    ]);
    const { experiment } = await experimentFor(train, null, { 'data.label': 'hand' });
    expect(experiment.data).toMatchObject({ label: 'hand', categorical: { mood: { embedding: 4 } } });
  });

  test('which file holds the labels', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('id,t,x', 6, 3, (s, t) => `${s},${t},${(s + t * t) % 7}.5`),
    );
    for (const name of ['first', 'second'])
      put(folder, `${name}.csv`, `id,label\n${[0, 1, 2, 3, 4, 5].map((s) => `${s},${name[s % 2]}`).join('\n')}\n`);
    put(folder, 'other.csv', 'id,label\n99,a\n');
    const { questions } = await inferExperiment(train, null);
    expect(questions.map(({ setting, choices }) => [setting, choices.map(({ value }) => value)])).toEqual([
      ['data.labels', [join(folder, 'first.csv'), join(folder, 'second.csv')]],
    ]);
    const { experiment } = await experimentFor(train, join(folder, 'second.csv'));
    expect(experiment.data).toMatchObject({ labels: 'second.csv', classes: ['e', 's'] });
  });
});

describe('a folder with one CSV a sample', () => {
  test('the file names are the ids; labels are found by them', async () => {
    for (let s = 0; s < 8; s++)
      put(
        folder,
        `data/rec-${s}.csv`,
        longCsv('t,x,kind', 1, 4, (_, t) => `${t},${s * t}.5,${t % 2 ? 'in' : 'out'}`),
      );
    put(folder, 'y.csv', `file,label\n${Array.from({ length: 8 }, (_, s) => `rec-${s},${s % 2}`).join('\n')}\n`);
    const loaded = await experimentFor(join(folder, 'data'));
    expect(loaded.experiment.data).toMatchObject({
      train: 'data',
      labels: 'y.csv',
      sampleId: 'file',
      time: 't',
      categorical: { kind: { embedding: 2 } },
    });
    expect((await loadTrainData(loaded)).sampleIds[7]).toBe('rec-7');
  });
});

describe.skipIf(!existsSync(shared))('real data', () => {
  test.each(['BasicMotions', 'JapaneseVowels'])('%s', async (name) => {
    const loaded = await experimentFor(join(shared, `uea/${name}_TRAIN.ts`));
    expect(loaded.experiment.name).toBe(name);
    expect(loaded.experiment.data).toMatchObject({ continuous: ['channel_*'], categorical: {}, ignore: [] });
    const train = await loadTrainData(loaded);
    expect((await loadTestData(loaded, train))!.labels.every((label) => label >= 0)).toBe(true);
  });

  test('the excerpt of the pain task', async () => {
    const { experiment } = await experimentFor(join(shared, 'pirate-pain/train_excerpt.csv'));
    expect(experiment.data).toMatchObject({ continuous: ['joint_*'], ignore: ['joint_30'], sampleId: 'sample_index' });
    expect(Object.keys(experiment.data.categorical)).toEqual(['pain_survey_*', 'n_legs', 'n_hands', 'n_eyes']);
    // The columns that the published statistics show to be spread over magnitudes.
    expect(Object.keys(experiment.preprocessing.transform)).toEqual(['joint_{13..16}', 'joint_{18..26}']);
    expect(experiment.validation.stratified).toBe(false);
  });
});

describe('what cannot be used is refused', () => {
  test.each([
    ['no id', 'x,y\n1.5,2\n2.5,3\n', 'no column names the sample a row belongs to'],
    ['an id of two columns', longCsv('subject,trial,t,x,label', 12, 3, (s, t) => `${s >> 2},${s & 3},${t},${t}.5,a${s % 2}`), '"subject" and "trial" do together'],
    ['no labels', longCsv('id,t,x', 6, 3, (s, t) => `${s},${t},${(s + t * t) % 7}.5`), 'the samples have no labels'],
    ['empty', '', 'the file is empty'],
  ])('%s', async (_, content, message) => {
    const train = put(folder, 'd.csv', content);
    await expect(inferExperiment(train, null)).rejects.toThrow(message);
  }); // prettier-ignore

  test('ids of two names, labels of other ids', async () => {
    const train = put(
      folder,
      'd.csv',
      longCsv('id,t,x', 6, 3, (s, t) => `${s},${t},${(s + t * t) % 7}.5`),
    );
    const named = put(folder, 'named.csv', `number,label\n0,a\n1,b\n2,a\n3,b\n4,a\n5,b\n`);
    const foreign = put(folder, 'foreign.csv', `id,label\n10,a\n11,b\n`);
    await expect(inferExperiment(train, named)).rejects.toThrow(
      'the ids are in column "number" here, but in column "id"',
    );
    await expect(inferExperiment(train, foreign)).rejects.toThrow('no column holds the ids of d.csv');
  });
});
