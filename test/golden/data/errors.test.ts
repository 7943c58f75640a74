/** Every error of the data room, as the terminal prints it: a file that provokes it, and the words. */
import { beforeEach, describe, expect, test } from 'vitest';
import { formatUserError, UserError } from '../../../src/base/errors.js';
import { planFolds } from '../../../src/data/folds.js';
import { loadOtherData, loadTestData, loadTrainData } from '../../../src/data/load.js';
import { applyPreprocessing } from '../../../src/data/prepare.js';
import { experimentIn, put } from '../../unit/data/files.js';
import { scratch } from '../../unit/scratch.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
});

/** The message of what `work` throws, without the scratch folder. */
async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = formatUserError(error).replaceAll('\\', '/');
    return `${text.replaceAll(`${folder.replaceAll('\\', '/')}/`, '')}\n`;
  }
  throw new Error('nothing was thrown');
}

const golden = (name: string): string => `./snapshots/${name.replaceAll(/\W+/g, '-')}.txt`;
const load = (settings: object) => () => loadTrainData(experimentIn(folder, settings));

/** name, content of data.csv, further settings of data */
const csv: [string, string | Uint8Array, object?][] = [
  ['empty file', ''],
  ['only blank lines', '\n\r\n\n'],
  ['header without rows', 'sample_index,time,x,label\n'],
  ['no header', '1,0,2.5,3\n1,1,2.5,3\n'],
  ['column without a name', ',sample_index,time,x,label\n0,a,0,1,up\n'],
  ['two columns of one name', 'sample_index,time,x,x,label\na,0,1,1,up\n'],
  ['semicolons', 'sample_index;time;x;label\na;0;1,5;up\n'],
  ['tabs', 'sample_index\ttime\tx\tlabel\na\t0\t1.5\tup\n'],
  ['quote open in header', 'sample_index,"time,x,label\na,0,1,up\n'],
  ['UTF-16 with mark', Buffer.from('\uFEFFsample_index,time,x,label\na,0,1,up\n', 'utf16le')],
  ['UTF-16 without mark', Buffer.from('sample_index,time,x,label\na,0,1,up\n', 'utf16le')],
  ['Latin-1 in a label', Buffer.from('sample_index,time,x,label\na,0,1,rot\na,1,1,gr\xfcn\n', 'latin1')],
  ['Latin-1 in a number', Buffer.from('sample_index,time,x,label\na,0,1\xb5,rot\n', 'latin1')],
  ['Latin-1 in the header', Buffer.from('sample_index,time,l\xe4nge,label\na,0,1,rot\n', 'latin1')],
  ['not a number', 'sample_index,time,x,label\na,0,1,up\na,1,two,up\n"b\nb",0,1,down\n"b\nb",1," 1.2.3 ",down\n'],
  ['decimal comma', 'sample_index,time,x,label\na,0,"1,5",up\n'],
  ['infinite', 'sample_index,time,x,label\na,0,inf,up\na,1,1e400,up\na,2,-3.5e38,up\n'],
  ['missing value', 'sample_index,time,x,label\na,0,,up\na,1,NA,up\n'],
  ['missing category', 'sample_index,time,x,k,label\na,0,1,,up\n', { categorical: { k: { embedding: 2 } } }],
  ['missing sample id, label and group', 'sample_index,time,x,label,who\n,0,1,up,p\na,0,1,,p\nb,0,1,up,\n', { group: 'who' }],
  ['time is missing or text', 'sample_index,time,x,label\na,,1,up\na,noon,1,up\n'],
  ['duplicate time step', 'sample_index,time,x,label\na,0,1,up\na,1,1,up\nb,1,1,down\na,1.0,2,up\na,0,2,up\n'],
  ['ragged rows', 'sample_index,time,x,label\na,0,1,up\na,1,1\na,2,1,up,more,"and, more"\na,3,1,up\na\n'],
  ['quote never closed', 'sample_index,time,x,label\na,0,1,up\na,1,1,"up\na,2,1,up\n'],
  ['quote never closed after a block', `sample_index,time,x,label\n${'a,0,1,up\n'.repeat(200_000)}"`],
  ['carriage return alone', 'sample_index,time,x,label\na,0,1,up\ra,1,1,up\r\n'],
  ['unknown class', 'sample_index,time,x,label\na,0,1,up\nb,0,1,Dwon\nc,0,1,left\n', { classes: ['up', 'down'] }],
  ['one class only', 'sample_index,time,x,label\na,0,1,up\nb,0,1,up\n'],
  ['label varies', 'sample_index,time,x,label\na,0,1,up\nb,0,1,down\na,1,1,up\nb,1,1,up\n'],
  ['group varies', 'sample_index,time,x,label,who\na,0,1,up,p\na,1,1,up,q\nb,0,1,down,q\n', { group: 'who' }],
  ['more than 65,535 categories', `sample_index,time,x,k,label\n${Array.from({ length: 70_000 }, (_, i) => `a,${i},1,${i / 4},up\n`).join('')}`, { categorical: { k: { embedding: 2 } } }],
  ['many findings', `sample_index,time,x,label\n${Array.from({ length: 1030 }, (_, i) => `a,${i},v${i},up\n`).join('')}`],
]; // prettier-ignore

describe('long CSV', () => {
  test.each(csv)('%s', async (name, content, data = {}) => {
    put(folder, 'data.csv', content);
    await expect(await messageOf(load({ data: { train: 'data.csv', ...data } }))).toMatchFileSnapshot(golden(name));
  });
});

describe('files', () => {
  test.each([
    ['no such file', { train: 'dada.csv' }],
    ['no such folder', { train: 'elsewhere/data.csv' }],
    ['no such labels file', { train: 'data.csv', labels: 'label.csv' }],
    ['folder without CSV', { train: 'empty' }],
    ['folder with an empty sample', { train: 'samples' }],
    ['column missing in one file of a folder', { train: 'mixed' }],
    ['labels is a folder', { train: 'data.csv', labels: 'mixed' }],
  ])('%s', async (name, data) => {
    put(folder, 'data.csv', 'sample_index,time,x\na,0,1\n');
    put(folder, 'labels.csv', 'sample_index,label\na,up\n');
    put(folder, 'empty/readme.txt', '');
    put(folder, 'samples/a.csv', 'time,x,label\n0,1,up\n');
    put(folder, 'samples/b.csv', 'time,x,label\n');
    put(folder, 'mixed/a.csv', 'time,pressure,label\n0,1,up\n');
    put(folder, 'mixed/b.csv', 'time,presure,label\n0,1,up\n');
    await expect(await messageOf(load({ data }))).toMatchFileSnapshot(golden(name));
  });
});

describe('labels', () => {
  const settings = { data: { train: 'data.csv', labels: 'labels.csv' } };
  test.each([
    ['sample without label', 'sample_index,label\na,up\nc,down\n'],
    ['label without sample', 'sample_index,label\na,up\nb,down\nc,up\nd,down\n'],
    ['duplicate label', 'sample_index,label\na,up\nb,down\na,up\nc,up\nb,up\n'],
    ['ids written otherwise', 'sample_index,label\n1,up\n2,down\n3,up\n'],
    ['labels file without the label column', 'sample_index,lable\na,up\nb,down\nc,up\n'],
    ['labels file without the id column', 'number,label\na,up\nb,down\nc,up\n'],
    ['empty labels file', ''],
    ['empty label', 'sample_index,label\na,up\nb,\nc,down\n'],
  ])('%s', async (name, labels) => {
    put(folder, 'data.csv', 'sample_index,time,x\na,0,1\nb,0,1\nb,1,1\nc,0,1\n');
    put(folder, 'labels.csv', labels);
    await expect(await messageOf(load(settings))).toMatchFileSnapshot(golden(name));
  });
});

test('group in neither file', async () => {
  put(folder, 'data.csv', 'sample_index,time,x\na,0,1\nb,0,1\n');
  put(folder, 'labels.csv', 'sample_index,label,who\na,up,p\nb,down,q\n');
  const settings = { data: { train: 'data.csv', labels: 'labels.csv', group: 'subject' } };
  await expect(await messageOf(load(settings))).toMatchFileSnapshot(golden('group in neither file'));
});

test('class weights for other classes than the labels have', async () => {
  put(folder, 'data.csv', 'sample_index,time,x,label\na,0,1,up\nb,0,1,down\nc,0,1,flat\n');
  const settings = { data: { train: 'data.csv' }, training: { loss: { classWeights: { up: 1, dwon: 2 } } } };
  await expect(await messageOf(load(settings))).toMatchFileSnapshot(golden('class weights for other classes'));
});

describe('.ts files', () => {
  const header = '@classLabel true up down\n@data\n';
  test.each([
    ['ts empty', ''],
    ['ts without data line', '@problemName x\n@classLabel true up down\n'],
    ['ts data before the header', '1,2,3:up\n'],
    ['ts without samples', header],
    ['ts without labels', '@classLabel false\n@data\n1,2\n'],
    ['ts time stamps declared', '@timeStamps true\n@classLabel true up down\n@data\n(0,1),(1,2):up\n'],
    ['ts time stamps in the data', `${header}(0,1),(1,2):up\n`],
    ['ts regression', '@targetLabel true\n@data\n1,2:0.5\n'],
    ['ts bad dimensions', '@dimensions many\n@data\n1:up\n'],
    ['ts classes not named', '@classLabel true\n@data\n1:up\n'],
    ['ts unknown class', `${header}1,2:up\n3,4:left\n`],
    ['ts channels of unequal length', `${header}1,2,3:4,5:up\n`],
    ['ts other number of channels', `@dimensions 2\n${header}1,2:3,4:up\n1,2:down\n1:2:3:up\n`],
    ['ts other number of channels than the first', `${header}1,2:3,4:up\n1,2:down\n`],
    ['ts not a number', `${header}1,two,3:4,5,6:up\n1,2,3:4,5,inf:down\n`],
    ['ts missing value', `${header}1,?,3:up\n`],
  ])('%s', async (name, content) => {
    put(folder, 'data.ts', content);
    await expect(await messageOf(load({ data: { train: 'data.ts' } }))).toMatchFileSnapshot(golden(name));
  });
});

describe('missing values', () => {
  test('nothing to interpolate', async () => {
    put(folder, 'data.csv', 'sample_index,time,x,k,label\na,0,1,p,up\nb,0,,,down\nb,1,,,down\n');
    const data = { train: 'data.csv', categorical: { k: { embedding: 1 } } };
    const message = await messageOf(load({ data, preprocessing: { missing: 'interpolate' } }));
    await expect(message).toMatchFileSnapshot(golden('nothing to interpolate'));
  });
});

describe('other data', () => {
  const settings = { data: { train: 'data.csv', test: 'test.csv', classes: ['up', 'down'] } };
  beforeEach(() => {
    put(folder, 'data.csv', 'sample_index,time,pressure,label\na,0,1,up\nb,0,2,down\n');
  });

  test('test data lacks a column', async () => {
    put(folder, 'test.csv', 'sample_index,time,presure\na,0,1\n');
    const experiment = experimentIn(folder, settings);
    const train = await loadTrainData(experiment);
    await expect(await messageOf(() => loadTestData(experiment, train))).toMatchFileSnapshot(
      golden('test data lacks a column'),
    );
  });

  test('test data lacks a channel', async () => {
    put(folder, 'train.ts', '@classLabel true up down\n@data\n1,2:3,4:up\n5,6:7,8:down\n');
    put(folder, 'test.ts', '@classLabel true up down\n@data\n1,2:up\n');
    const experiment = experimentIn(folder, { data: { train: 'train.ts', test: 'test.ts' } });
    const train = await loadTrainData(experiment);
    await expect(await messageOf(() => loadTestData(experiment, train))).toMatchFileSnapshot(
      golden('test data lacks a channel'),
    );
  });

  test('other data with an unknown class', async () => {
    const file = put(folder, 'other.csv', 'sample_index,time,pressure,label\na,0,1,upp\n');
    const message = await messageOf(() => loadOtherData(experimentIn(folder, settings), file, null, ['up', 'down']));
    await expect(message).toMatchFileSnapshot(golden('other data with an unknown class'));
  });

  test('data without a column that the model was trained on', async () => {
    const dataset = await loadTrainData(experimentIn(folder, settings));
    const column = { name: 'speed', transform: 'none', transformScale: 1, center: 0, scale: 1 } as const;
    const preprocessing = { continuous: [column], categorical: [], timeSteps: 1 };
    await expect(await messageOf(() => applyPreprocessing(dataset, preprocessing))).toMatchFileSnapshot(
      golden('data without a column that the model was trained on'),
    );
  });
});

describe('folds', () => {
  /** Rows `sample,label,group`. */
  const rows: Record<string, string[]> = {
    few: ['a,up,p', 'b,up,q', 'c,down,r', 'd,down,s'],
    rare: ['a,up,p', 'b,up,q', 'c,up,r', 'd,up,s', 'e,up,t', 'f,up,u', 'g,down,v', 'h,left,w', 'i,left,x'],
    grouped: ['a,up,p', 'b,up,q', 'c,up,q', 'd,down,p', 'e,down,p', 'f,down,q'],
    groupedClass: ['a,up,p', 'b,up,q', 'c,up,r', 'd,down,p', 'e,down,p', 'f,down,p'],
    pair: ['a,up,p', 'b,down,q', 'c,up,r'],
  };
  test.each([
    ['fewer samples than folds', 'few', { folds: 5 }, false],
    ['classes with fewer samples than folds', 'rare', { folds: 3 }, false],
    ['a class of one sample and a holdout', 'rare', { scheme: 'holdout' }, false],
    ['fewer groups than folds', 'grouped', { folds: 3 }, true],
    ['a class in fewer groups than folds', 'groupedClass', { folds: 3 }, true],
    ['one group left to train on', 'grouped', { folds: 2, stratified: false }, true],
    ['nothing left to select on', 'pair', { folds: 3, stratified: false }, false],
  ])('%s', async (name, data, validation, grouped) => {
    put(folder, 'data.csv', `sample_index,label,who,x\n${rows[data].join(',1\n')},1\n`);
    const group = grouped ? { group: 'who' } : { ignore: ['who'] };
    const loaded = experimentIn(folder, { data: { train: 'data.csv', time: null, ...group }, validation });
    const dataset = await loadTrainData(loaded);
    const message = await messageOf(() => planFolds(dataset, loaded.experiment, (path) => loaded.locate(path)));
    await expect(message).toMatchFileSnapshot(golden(name));
  });
});
