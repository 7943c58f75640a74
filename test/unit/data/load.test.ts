/** Labels, groups, folders, missing values, other files: what lies around the reading of rows. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadOtherData, loadTestData, loadTrainData, loadTrainDataWithReport } from '../../../src/data/load.js';
import { planFolds } from '../../../src/data/folds.js';
import type { Dataset } from '../../../src/data/types.js';
import { scratch } from '../scratch.js';
import { experimentIn, plain, put, shared } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
});

const labelsOf = (dataset: Dataset): (string | undefined)[] =>
  Array.from(dataset.labels, (label) => dataset.classes[label]);

describe('labels and groups', () => {
  const rows = 'sample_index,time,x\nb,0,1\nb,1,2\na,0,3\na,1,4\n';

  test('from a file, in any order, with the group beside them', async () => {
    put(folder, 'train.csv', rows);
    put(folder, 'labels.csv', 'label,subject,sample_index\nup,s2,a\ndown,s1,b\n');
    const dataset = await loadTrainData(
      experimentIn(folder, { data: { train: 'train.csv', labels: 'labels.csv', group: 'subject' } }),
    );
    expect(dataset.sampleIds).toEqual(['a', 'b']);
    expect(dataset.classes).toEqual(['down', 'up']);
    expect(labelsOf(dataset)).toEqual(['up', 'down']);
    expect([...dataset.groups!]).toEqual([1, 0]);
    expect([...dataset.continuous[0].values]).toEqual([3, 4, 1, 2]);
  });

  test('the same content has the same hash from a labels file and from a column', async () => {
    put(folder, 'train.csv', rows);
    put(folder, 'labels.csv', 'sample_index,label\na,up\nb,down\n');
    put(folder, 'both.csv', 'sample_index,time,x,label\nb,0,1,down\nb,1,2,down\na,0,3,up\na,1,4,up\n');
    const first = await loadTrainData(experimentIn(folder, { data: { train: 'train.csv', labels: 'labels.csv' } }));
    const second = await loadTrainData(experimentIn(folder, { data: { train: 'both.csv' } }));
    expect(plain(first)).toEqual(plain(second));
  });

  test('classes stand in the experiment’s order, else sorted, numbers by value', async () => {
    const data = '10,0,1,10\n9,0,1,9\n100,0,1,100\n';
    put(folder, 'train.csv', `sample_index,time,x,label\n${data}`);
    const sorted = await loadTrainData(experimentIn(folder, { data: { train: 'train.csv' } }));
    expect(sorted.classes).toEqual(['9', '10', '100']);
    expect(sorted.sampleIds).toEqual(['9', '10', '100']);
    const given = await loadTrainData(
      experimentIn(folder, { data: { train: 'train.csv', classes: ['100', '9', '10'] } }),
    );
    expect(given.classes).toEqual(['100', '9', '10']);
    expect(given.hash).toBe(sorted.hash);
  });
});

describe('a folder with one CSV a sample', () => {
  test('file names are the ids; columns may stand in any order', async () => {
    put(folder, 'data/s1.csv', 'time,x,y\n1,3,4\n0,1,2\n');
    put(folder, 'data/s2.CSV', 'y,time,x\n6,0,5\n');
    put(folder, 'data/notes.txt', 'not data');
    put(folder, 'labels.csv', 'sample_index,label\ns1,up\ns2,down\n');
    const dataset = await loadTrainData(experimentIn(folder, { data: { train: 'data', labels: 'labels.csv' } }));
    expect(dataset.sampleIds).toEqual(['s1', 's2']);
    expect(dataset.continuous.map(({ name, values }) => [name, [...values]])).toEqual([
      ['x', [1, 3, 5]],
      ['y', [2, 4, 6]],
    ]);
    expect(labelsOf(dataset)).toEqual(['up', 'down']);
  });

  test('an id column wins over the file names; labels may be a column; no time: order of the file', async () => {
    put(folder, 'data/one.csv', 'sample_index,x,label\n7,1,up\n7,2,up\n');
    put(folder, 'data/two.csv', 'sample_index,x,label\n8,3,down\n9,4,down\n');
    const dataset = await loadTrainData(experimentIn(folder, { data: { train: 'data', time: null } }));
    expect(dataset.sampleIds).toEqual(['7', '8', '9']);
    expect([...dataset.continuous[0].values]).toEqual([1, 2, 3, 4]);
    expect(labelsOf(dataset)).toEqual(['up', 'down', 'down']);
  });

  test('gives the dataset of the long CSV with the same rows', async () => {
    put(folder, 'data/a.csv', 'time,x,label\n0,1,up\n1,2,up\n');
    put(folder, 'data/b.csv', 'time,x,label\n0,3,down\n');
    put(folder, 'long.csv', 'sample_index,time,x,label\nb,0,3,down\na,1,2,up\na,0,1,up\n');
    const many = await loadTrainData(experimentIn(folder, { data: { train: 'data' } }));
    const one = await loadTrainData(experimentIn(folder, { data: { train: 'long.csv' } }));
    expect(plain(many)).toEqual(plain(one));
  });
});

describe('missing values', () => {
  const text =
    'sample_index,time,x,kind,label\na,0,,p,up\na,1,1,,up\na,3,NaN,q,up\na,5,5,,up\na,6,,,up\nb,0,7,,down\nb,1,?,p,down\n';
  const load = async (missing: string) => {
    put(folder, 'train.csv', text);
    return loadTrainDataWithReport(
      experimentIn(folder, {
        data: { train: 'train.csv', categorical: { kind: { embedding: 2 } } },
        preprocessing: { missing },
      }),
    );
  };
  const kinds = (dataset: Dataset): string[] =>
    Array.from(dataset.categorical[0].codes, (code) => dataset.categorical[0].levels[code]);

  test('interpolate: linear along time, held at the ends, categories carried on', async () => {
    const { dataset, report } = await load('interpolate');
    expect([...dataset.continuous[0].values]).toEqual([1, 1, 3, 5, 5, 7, 7]);
    expect(kinds(dataset)).toEqual(['p', 'p', 'q', 'q', 'q', 'p', 'p']);
    expect(dataset.categorical[0].levels).toEqual(['p', 'q']);
    expect(report.missing).toEqual([{ column: 'x', cells: 4 }]);
  });

  test('zero: numbers become 0, an empty category is one of its own', async () => {
    const { dataset } = await load('zero');
    expect([...dataset.continuous[0].values]).toEqual([0, 1, 0, 5, 0, 7, 0]);
    expect(kinds(dataset)).toEqual(['p', '', 'q', '', '', '', 'p']);
  });

  test('error: all of them are named', async () => {
    await expect(load('error')).rejects.toMatchObject({ place: { line: 2, column: 5 }, others: { length: 7 } });
  });
});

describe('data besides the training data', () => {
  const settings = {
    data: {
      train: 'train.csv',
      test: 'test.csv',
      continuous: ['x*'],
      categorical: { kind: { embedding: 1 } },
      classes: ['up', 'down'],
    },
  };
  beforeEach(() => {
    put(folder, 'train.csv', 'sample_index,time,x1,x2,kind,label\na,0,1,2,k,up\nb,0,3,4,l,down\n');
  });

  test('test data takes the columns of the training data; without a label column labels are -1', async () => {
    put(folder, 'test.csv', 'x3,kind,x2,x1,sample_index,time\nwords,m,2,1,c,0\n');
    const experiment = experimentIn(folder, settings);
    const train = await loadTrainData(experiment);
    const held = (await loadTestData(experiment, train))!;
    expect(held.continuous.map(({ name }) => name)).toEqual(['x1', 'x2']);
    expect([...held.labels]).toEqual([-1]);
    expect(held.classes).toBe(train.classes);
    expect(held.categorical[0].levels).toEqual(['m']);
  });

  test('its labels may be a column, or a file', async () => {
    put(folder, 'test.csv', 'sample_index,time,x1,x2,kind,label\nc,0,1,2,k,down\n');
    put(folder, 'testLabels.csv', 'sample_index,label\nc,up\n');
    const train = await loadTrainData(experimentIn(folder, settings));
    expect(labelsOf((await loadTestData(experimentIn(folder, settings), train))!)).toEqual(['down']);
    const withFile = experimentIn(folder, { data: { ...settings.data, testLabels: 'testLabels.csv' } });
    expect(labelsOf((await loadTestData(withFile, train))!)).toEqual(['up']);
  });

  test('other data, by the columns of a model or those of the experiment; a seen sample has the same hash', async () => {
    const experiment = experimentIn(folder, settings);
    const train = await loadTrainData(experiment);
    const file = put(folder, 'more.csv', 'label,kind,x2,x1,sample_index,time\nup,l,4,3,z,0\n');
    const columns = { continuous: ['x1', 'x2'], categorical: ['kind'] };
    for (const dataset of [
      await loadOtherData(experiment, file, null, train.classes, columns),
      await loadOtherData(experiment, file, null, train.classes),
    ]) {
      expect(labelsOf(dataset)).toEqual(['up']);
      expect(dataset.sampleHashes[0]).toBe(train.sampleHashes[1]);
      expect(dataset.sampleHashes[0]).not.toBe(train.sampleHashes[0]);
    }
  });
});

describe.skipIf(!existsSync(join(shared, 'pirate-pain')))('the real excerpt of the pain task', () => {
  const settings = (validation: object): object => ({
    data: {
      train: join(shared, 'pirate-pain/train_excerpt.csv'),
      labels: 'labels.csv',
      classes: ['no_pain', 'low_pain', 'high_pain'],
      continuous: ['joint_*'],
      categorical: {
        'pain_survey_*': { embedding: 4 },
        n_legs: { embedding: 2 },
        n_hands: { embedding: 2 },
        n_eyes: { embedding: 2 },
      },
      ignore: ['joint_30'],
    },
    validation,
  });
  const allLabels = (): string => readFileSync(join(shared, 'pirate-pain/train_labels.csv'), 'utf8');

  test('loads: 11 samples of 160 steps', async () => {
    put(folder, 'labels.csv', allLabels().split('\n').slice(0, 12).join('\n'));
    const dataset = await loadTrainData(experimentIn(folder, settings({})));
    expect(dataset.sampleIds).toEqual(['000', '001', '002', '003', '004', '005', '006', '007', '008', '009', '010']);
    expect([...dataset.rowStart]).toEqual(Array.from({ length: 12 }, (_, i) => 160 * i));
    expect(dataset.continuous).toHaveLength(30);
    expect(dataset.continuous[0].values[0]).toBe(Math.fround(1.0947052308906111));
    expect(dataset.categorical.map(({ levels }) => levels.join(' '))).toEqual([
      ...new Array<string>(4).fill('0 1 2'), 'one+peg_leg two', 'one+hook_hand two', 'one+eye_patch two',
    ]); // prettier-ignore
    expect(labelsOf(dataset).filter((label) => label !== 'no_pain')).toEqual(['low_pain']);
  });

  test('five stratified folds are refused: low_pain has one sample; two unstratified ones are not', async () => {
    put(folder, 'labels.csv', allLabels().split('\n').slice(0, 12).join('\n'));
    const five = experimentIn(folder, settings({}));
    const dataset = await loadTrainData(five);
    expect(() => planFolds(dataset, five.experiment, (path) => five.locate(path))).toThrow(
      'class "low_pain" has 1 sample: too few for 5 folds that each hold every class',
    );
    const two = experimentIn(folder, settings({ folds: 2, stratified: false })).experiment;
    expect(planFolds(dataset, two)).toHaveLength(2);
  });

  test('labels of the 650 samples that the excerpt leaves out are findings, with a cure', async () => {
    put(folder, 'labels.csv', allLabels());
    await expect(loadTrainData(experimentIn(folder, settings({})))).rejects.toMatchObject({
      message: 'a label for sample "011", which train_excerpt.csv does not hold',
      cure: expect.stringContaining('Remove the line'),
      place: { line: 13, column: 1 },
      others: { length: 20, 19: { message: 'and 630 more findings' } },
    });
  });
});
