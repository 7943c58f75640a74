/** Other data that models know by values, ids or groups: found where it is so, silent where ids or groups are only alike by chance. */
import { expect, test } from 'vitest';
import { familiarSamples, type SampleIdentity } from '../../../src/data/familiar.js';
import { guardFindings } from '../../../src/data/guards.js';
import { loadOtherData, loadTestData, loadTrainData } from '../../../src/data/load.js';
import { scratch } from '../scratch.js';
import { experimentIn, put } from './files.js';

const settings = (group: string | null, train = 'train.csv') =>
  experimentIn('.', { data: { train, group } }).experiment;
const identities = (prefix: string, count: number, changes: (i: number) => Partial<SampleIdentity> = () => ({})) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ sample: `${prefix}${i}`, label: i % 2 ? 'up' : 'down', hash: `${prefix} hash ${i}` },
    ...changes(i),
  }));

test('each sample stands under the first that holds: values, id, group', () => {
  const trained = identities('a', 6, (i) => ({ groupName: `S${i % 3}` }));
  const others = [
    { ...trained[0], sample: 'copy' },
    { ...trained[1], hash: 'rounded' },
    { sample: 'new', label: 'up', hash: 'h', groupName: 'S2' },
    { sample: 'stranger', label: 'up', hash: 'i', groupName: 'S9' },
    { sample: 'nobody', label: 'up', hash: 'j', groupName: '' },
  ];
  expect(familiarSamples(trained, others, settings('subject'))).toEqual({
    ...{ seen: ['copy'], sameId: ['a1'], sameGroup: ['new'], groupsUnknown: null },
  });
});

test('ids that only number samples, and those of .ts files, are no names; windows are called as their samples', () => {
  const trained = identities('', 40);
  const again = identities('', 40, () => ({ hash: 'other' }));
  expect(familiarSamples(trained, again, settings(null)).sameId).toHaveLength(40);
  expect(familiarSamples(trained, again, settings(null, 'a.ts')).sameId).toEqual([]);
  const numbered = again.map((one, i) => ({ ...one, label: i % 3 ? 'up' : 'down' }));
  expect(familiarSamples(trained, numbered, settings(null)).sameId).toEqual([]);
  expect(
    familiarSamples(
      trained,
      again.map((one) => ({ ...one, label: '' })),
      settings(null),
    ).sameId,
  ).toEqual([]);
  const windows = experimentIn('.', {
    data: { train: 'train.csv', window: { length: 4, stride: 2 } },
    validation: { scored: 'windows' },
  }).experiment;
  const cut = trained.flatMap((one) => [0, 2].map((first) => ({ ...one, sample: `${one.sample}@${first}` })));
  expect(familiarSamples(cut, again, windows).sameId).toHaveLength(40);
});

test('whose groups are not known is said, but not where nothing depends on them', () => {
  const named = identities('a', 4, () => ({ groupName: 'S1' }));
  expect(familiarSamples(named, identities('b', 4), settings('subject'))).toMatchObject({
    ...{ sameGroup: null, groupsUnknown: 'data' },
  });
  const other = identities('b', 4, () => ({ groupName: 'S1' }));
  expect(familiarSamples(identities('a', 4), other, settings('subject')).groupsUnknown).toBe('run');
  expect(familiarSamples(named, other, settings(null))).toMatchObject({ sameGroup: [], groupsUnknown: null });
  expect(familiarSamples(named, identities('a', 4), settings('subject')).groupsUnknown).toBeNull();
});

const rows = (prefix: string, samples: number, last: (i: number) => string): string =>
  Array.from({ length: samples }, (_, i) =>
    [0, 1, 2].map((t) => `${prefix}${i},${t},${(i * 7919 + t * 104729) % 97},${last(i)}\n`).join(''),
  ).join('');

test('groups of other data are read where they stand, may be missing, and are no part of the hash', async () => {
  const folder = await scratch();
  const subject = (i: number): string => `${i % 2 ? 'up' : 'down'},S${i % 12}`;
  put(folder, 'train.csv', `sample_index,time,x,label,subject\n${rows('a', 24, subject)}`);
  put(folder, 'test.csv', `sample_index,time,x,label,subject\n${rows('b', 4, subject)}`);
  put(folder, 'bare.csv', `sample_index,time,x,label\n${rows('b', 4, (i) => (i % 2 ? 'up' : 'down'))}`);
  put(folder, 'odd.csv', `sample_index,time,x,label,subject\n${rows('b', 4, (i) => subject(i).replace('S0', ''))}`);
  put(folder, 'labels.csv', `sample_index,label,subject\nb0,down,S0\nb1,up,\nb2,down,S7\nb3,up,S99\n`);
  const at = (name: string): string => `${folder}/${name}`;
  const experiment = experimentIn(folder, { data: { train: 'train.csv', test: 'test.csv', group: 'subject' } });
  const train = await loadTrainData(experiment);
  const held = (await loadTestData(experiment, train))!;
  expect(train.groupNames!.slice(0, 3)).toEqual(['S0', 'S1', 'S10']);
  expect(held.groupNames).toEqual(['S0', 'S1', 'S2', 'S3']);
  const other = (name: string, labels: string | null = null) =>
    loadOtherData(experiment, at(name), labels && at(labels), train.classes, { continuous: ['x'], categorical: [] });
  const bare = await other('bare.csv');
  expect(bare.groupNames).toBeUndefined();
  expect(bare.hash).toBe((await other('test.csv')).hash);
  expect((await other('odd.csv')).groupNames).toEqual(['', 'S1', 'S2', 'S3']);
  expect((await other('bare.csv', 'labels.csv')).groupNames).toEqual(['S0', '', 'S7', 'S99']);

  // Values of the first four samples are those of the training data: other values, so that their groups are looked at.
  const moved = { ...held, sampleHashes: held.sampleHashes.map((hash) => `not ${hash}`) };
  const said = (data: typeof held) =>
    guardFindings(train, data, experiment.experiment).filter(({ kind }) => kind === 'testGroups');
  expect(said(moved)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('4 of 4 test samples have a "subject"') },
  ]);
  expect(said({ ...(await other('bare.csv')), sampleHashes: moved.sampleHashes })).toMatchObject([
    { severity: 'note', message: expect.stringContaining('could not be checked') },
  ]);
});

test('check warns of test data with ids of the training data', async () => {
  const folder = await scratch();
  const label = (i: number): string => (i % 2 ? 'up' : 'down');
  put(folder, 'train.csv', `sample_index,time,x,label\n${rows('a', 20, label)}`);
  put(
    folder,
    'test.csv',
    `sample_index,time,x,label\n${rows('a', 20, label).replaceAll(/,(\d+),(\w+)\n/g, ',$1.5,$2\n')}`,
  );
  const experiment = experimentIn(folder, { data: { train: 'train.csv', test: 'test.csv' } });
  const train = await loadTrainData(experiment);
  const found = guardFindings(train, await loadTestData(experiment, train), experiment.experiment);
  expect(found.filter(({ kind }) => kind === 'testIds')).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('20 of 20 test samples have ids') },
  ]);
});
