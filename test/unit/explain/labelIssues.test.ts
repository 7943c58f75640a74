/** Whose models doubt a label: leaky ones may not, and of those that the scored samples chose it is said. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labelIssues } from '../../../src/explain/labelIssues.js';
import { readResult, writeResult } from '../../../src/rundir/result.js';
import { fakeFinished, temporary } from '../runs/fakeRun.js';

let foldboard: string;
beforeAll(async () => {
  foldboard = await temporary();
});
afterAll(async () => {
  await rm(foldboard, { recursive: true, force: true });
});

const most = (sample: number): boolean => sample > 2;

it('says whether the scored samples chose the weights', async () => {
  const honest = await fakeFinished(foldboard, 'honest', most);
  const chosen = await fakeFinished(foldboard, 'chosen', most, {
    settings: { validation: { selection: 'scoredFold' } },
  });
  expect(await labelIssues(honest)).toMatchObject({ optimistic: false, samples: 50 });
  expect(await labelIssues(chosen)).toMatchObject({ optimistic: true, samples: 50 });
});

it('refuses a run whose splits leak', async () => {
  const run = await fakeFinished(foldboard, 'leaking', most);
  const result = (await readResult(run))!;
  await writeResult(run, { ...result, selection: { ...result.selection, optimistic: true, leaky: true } });
  await expect(labelIssues(run)).rejects.toThrow('leaking is leaky: its models have seen what they predict');
});
