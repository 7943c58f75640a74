import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readRecord, type RunRecord } from '../../../src/extension/model/record.js';
import {
  everything,
  orderLabel,
  parseTags,
  selectionMessage,
  selectRuns,
} from '../../../src/extension/model/selection.js';
import { assignmentsOf, isAssignment } from '../../../src/extension/train/assignments.js';
import { writeLaunchers } from '../../../src/extension/train/launchers.js';
import { writeNotes } from '../../../src/rundir/notes.js';
import { fakeFinished, fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';

async function records(): Promise<RunRecord[]> {
  const foldboard = join(await scratch(), '.foldboard');
  const good = await fakeFinished(foldboard, 'good', (sample) => sample % 25 !== 0);
  const bad = await fakeFinished(foldboard, 'bad', (sample) => sample % 3 !== 0);
  await fakePlan(foldboard, 'unfinished');
  await writeNotes(bad, { star: true, note: 'why so bad', tags: ['wide'] });
  return Promise.all([bad, join(foldboard, 'runs/unfinished'), good].map(readRecord));
}
const names = (runs: readonly RunRecord[]): string[] => runs.map((record) => record.id);

describe('the runs that are shown', () => {
  it('stand in their order unless another is asked for', async () => {
    const runs = await records();
    expect(names(selectRuns(runs, everything))).toEqual(['bad', 'unfinished', 'good']);
    expect(names(selectRuns(runs, { sort: 'weightedF1', filter: '' }))).toEqual(['good', 'bad', 'unfinished']);
    expect(names(selectRuns(runs, { sort: 'logLoss', filter: '' }))).toEqual(['good', 'bad', 'unfinished']);
  });

  it('stand in an order that the list of orders marks', () => {
    expect([true, false].map((now) => orderLabel('newest first', now))).toEqual([
      '$(check) Newest first',
      '$(blank) Newest first',
    ]);
  });

  it('are those in which every word occurs', async () => {
    const runs = await records();
    const filtered = (filter: string): string[] => names(selectRuns(runs, { sort: 'created', filter }));
    expect(filtered('FINISHED  experiment')).toEqual(['bad', 'unfinished', 'good']);
    expect(filtered('stopped')).toEqual(['unfinished']);
    expect(filtered('#wide')).toEqual(['bad']);
    expect(filtered('starred why')).toEqual(['bad']);
    expect(filtered('nothing')).toEqual([]);
  });

  it('say that not all is shown as usual', () => {
    expect(selectionMessage(everything, 3, 3)).toBeUndefined();
    expect(selectionMessage({ sort: 'macroF1', filter: 'gru' }, 1, 3)).toBe('1 of 3 runs: “gru” · best macro F1 first');
  });
});

describe('what is typed', () => {
  it('as tags is split into words', () => {
    expect(parseTags(' #wide, deep  wide ')).toEqual(['wide', 'deep']);
    expect(parseTags('')).toEqual([]);
  });

  it('as settings is split where a new one begins', () => {
    expect(assignmentsOf('training.epochs=5  data.classes=["a b", "c"] seed=7')).toEqual([
      'training.epochs=5',
      'data.classes=["a b", "c"]',
      'seed=7',
    ]);
    expect(assignmentsOf(' ')).toEqual([]);
    expect(['a.b=1', 'a=', 'a b'].map(isAssignment)).toEqual([true, false, false]);
  });
});

describe.skipIf(process.platform === 'win32')('launchers', () => {
  it('hand on every argument as it is', async () => {
    const folder = await scratch();
    const cli = join(folder, "it's a cli.mjs");
    await writeFile(cli, 'console.log(JSON.stringify(process.argv.slice(2)))');
    await writeLaunchers(folder, { node: process.execPath, isElectron: false, cli, workers: 0 });
    const { stdout } = await promisify(execFile)(join(folder, 'foldboard'), ['train', 'a b', "$c'"]);
    expect(JSON.parse(stdout)).toEqual(['train', 'a b', "$c'"]);
  });
});
