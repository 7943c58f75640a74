/** What a report says of the splits of a run. */
import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPaths } from '../../../src/rundir/paths.js';
import { splitFacts } from '../../../src/study/report/splits.js';
import { fakePlan, temporary } from '../runs/fakeRun.js';

let foldboard: string;
beforeAll(async () => {
  foldboard = await temporary();
});
afterAll(async () => {
  await rm(foldboard, { recursive: true, force: true });
});

async function facts(name: string, kind: string, validation: object): Promise<string> {
  const plan = await fakePlan(foldboard, name, { settings: { model: { kind }, validation } });
  const directory = `${foldboard}/runs/${name}`;
  await writeFile(runPaths(directory).splits, 'repeat,fold,sample,part\n0,0,a,fit\n0,0,b,select\n0,0,c,score\n');
  return (await splitFacts(directory, plan)).join(' ');
}

it('says on which part scaling was fitted: rocket sets none apart', async () => {
  const alone = 'on the fit part of each fold alone';
  const both = 'on the fit and select parts of each fold, never on the scored one';
  expect(await facts('network', 'recurrent', {})).toContain(alone);
  expect(await facts('rocket', 'rocket', {})).toContain(both);
  expect(await facts('chosen', 'rocket', { selection: 'scoredFold' })).toContain(alone);
});

it('calls a score optimistic only where the scored part chose something', async () => {
  expect(await facts('flattered', 'recurrent', { selection: 'scoredFold' })).toContain('scores are optimistic');
  expect(await facts('counted', 'majority', { selection: 'scoredFold' })).not.toContain('optimistic');
});
