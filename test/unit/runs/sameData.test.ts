/** Runs on the same data are known by what they read. */
import { expect, test } from 'vitest';
import { dataIdentity } from '../../../src/data/identity.js';
import { loadTrainData } from '../../../src/data/load.js';
import type { RunPlan } from '../../../src/rundir/types.js';
import { dataDifference, dataFileOf } from '../../../src/runs/sameData.js';
import { experimentIn, put } from '../data/files.js';
import { scratch } from '../scratch.js';

const header = 'sample_index,time,x,y,kind,subject,label\n';
const rows = ['a,0,1,2,p,s1,up', 'a,1,3,,q,s1,up', 'b,0,5,6,p,s2,down', 'b,1,7,8,p,s2,down'];

/** A plan as far as it speaks of data, of a real reading. */
async function planned(content: readonly string[], data: object = {}, missing = 'zero') {
  const folder = await scratch();
  put(folder, 'd.csv', header + content.join('\n'));
  const chosen = { train: 'd.csv', categorical: { kind: { embedding: 2 } }, ignore: ['subject'], ...data };
  const { experiment, ...loaded } = experimentIn(folder, { data: chosen, preprocessing: { missing } });
  const dataset = await loadTrainData({ experiment, ...loaded });
  const { continuous, categorical } = dataset;
  const plan = {
    ...{ root: '.', experimentFile: 'e.experiment.json', experiment },
    data: { hash: dataset.hash, identity: dataIdentity(dataset) },
    columns: { continuous: continuous.map(({ name }) => name), categorical: categorical.map(({ name }) => ({ name })) },
  };
  return { directory: folder, plan: plan as unknown as RunPlan };
}
const withoutIdentity = ({ directory, plan }: Awaited<ReturnType<typeof planned>>) => ({
  directory,
  plan: { ...plan, data: { ...plan.data, identity: undefined } } as unknown as RunPlan,
});

test('other columns, groups, order of rows, or ways to fill are no other data', async () => {
  const run = await planned(rows);
  for (const same of [
    await planned([...rows].reverse()),
    await planned(rows, { ignore: ['subject', 'y'] }),
    await planned(rows, { group: 'subject', ignore: [] }),
    await planned(rows.map((row) => row.replace('up', 'left'))),
    await planned(rows, {}, 'interpolate'),
    await planned(rows, { categorical: { kind: { embedding: 2 }, x: { embedding: 2 } } }),
  ])
    expect(dataDifference(same, run)).toBeNull();
});

test('other values, samples and lengths are', async () => {
  const run = await planned(rows);
  const difference = async (content: readonly string[], data = {}) => dataDifference(await planned(content, data), run);
  expect(await difference(rows.with(0, 'a,0,1.5,2,p,s1,up'))).toBe('column x has other values');
  expect(await difference(rows.with(0, 'a,0,1,2,q,s1,up'))).toBe('column kind has other values');
  expect(await difference(rows.map((row) => row.replace(/^b/, 'c')))).toBe('other samples, or other numbers of steps');
  expect(await difference(rows.slice(0, 3))).toBe('other samples, or other numbers of steps');
  // A column that only one of them reads may be another one.
  expect(await difference(rows.with(0, 'a,0,1,9,p,s1,up'), { ignore: ['subject', 'y'] })).toBeNull();
});

test('of runs without hashes of columns only equal readings tell', async () => {
  const [run, changed, other] = [
    await planned(rows),
    await planned(rows.with(0, 'a,0,1.5,2,p,s1,up')),
    await planned(rows.with(0, 'a,0,1.5,2,p,s1,up'), { ignore: ['subject', 'y'] }),
  ];
  expect(dataDifference(changed, withoutIdentity(run))).toBe('other values');
  expect(dataDifference(withoutIdentity(other), run)).toBeNull();
  expect(dataDifference(withoutIdentity(run), run)).toBeNull();
  expect(dataFileOf(run)).toMatch(/d\.csv$/);
});
