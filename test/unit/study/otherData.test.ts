/** Which runs a table shows where data files have changed, or lie in another folder under the same words. */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSuite } from '../../../src/config/suite.js';
import { ablation } from '../../../src/study/ablation.js';
import type { DataRead } from '../../../src/study/dataRead.js';
import { suiteDirectory } from '../../../src/study/pointers.js';
import { studyRows } from '../../../src/study/rows.js';
import { allRuns, findRuns } from '../../../src/study/runs.js';
import { trainSuite } from '../../../src/study/trainSuite.js';
import { tinyCsv, tinyExperiment } from '../training/tinyRun.js';

const linear = { name: 'linear', change: { model: { kind: 'summaryLinear' } } };
const majority = { name: 'majority', change: { model: { kind: 'majority' } } };
/** Reads other columns: its hash is another, of whatever data. */
const one = { name: 'one', change: { ...linear.change, data: { continuous: ['a'] } } };
const rows = [linear, majority];

/** A folder with an experiment and a suite; the `.foldboard` is the root's. */
async function tinySuite(root: string, folder: string) {
  const directory = join(root, folder);
  const file = join(directory, 'tiny.suite.json');
  const foldboard = join(root, '.foldboard');
  return {
    directory,
    file,
    foldboard,
    memory: join(suiteDirectory(foldboard, file), 'data'),
    write: (content: object) => writeFile(file, JSON.stringify({ base: 'tiny.experiment.json', ...content })),
    setData: (seed: number) => writeFile(join(directory, 'data/train.csv'), tinyCsv(24, seed)),
    /** Names of the rows that were trained, and what the data were. */
    async train(quick = false) {
      const trained: string[] = [];
      let data: DataRead = new Map();
      const outcome = await trainSuite({
        ...{ suite: await loadSuite(file), foldboardDirectory: foldboard, workers: 0, quick },
        onRow: (row) => trained.push(row),
        onRead: (read) => (data = read),
      });
      expect(outcome).toBe('finished');
      return { trained: trained.sort(), data };
    },
    table: async (data?: DataRead) => ablation(await loadSuite(file), foldboard, data ? { data } : {}),
    /** The run of each row. */
    async runs() {
      return (await this.table()).rows.map(({ runs }) => runs.join());
    },
    all: async () => (await allRuns(foldboard, await loadSuite(file))).map((path) => basename(path)),
  };
}

async function workspace(...folders: string[]) {
  const root = dirname((await tinyExperiment()).file);
  await mkdir(join(root, '.foldboard'));
  for (const folder of folders) {
    await mkdir(join(root, folder));
    await cp(join(root, 'data'), join(root, folder, 'data'), { recursive: true });
    await cp(join(root, 'tiny.experiment.json'), join(root, folder, 'tiny.experiment.json'));
  }
  const suites = await Promise.all(folders.map((folder) => tinySuite(root, folder)));
  for (const suite of suites) await suite.write({ rows });
  return { root, suites };
}

test('suites of one name in two folders never show each other’s runs', async () => {
  const {
    suites: [a, b],
  } = await workspace('A', 'B');
  await b.setData(5);
  await a.train();
  const own = await a.runs();
  expect(await b.runs()).toEqual(['', '']);
  await b.train();
  const others = await b.runs();
  expect(own.filter((run) => others.includes(run))).toEqual([]);
  expect(await a.runs()).toEqual(own);
  expect((await a.all()).sort()).toEqual([...own].sort());

  // Runs of before it was kept what was read.
  await rm(a.memory, { recursive: true });
  expect([await a.runs(), await b.runs()]).toEqual([own, others]);
  expect(await a.all()).toHaveLength(2);
  expect((await a.train()).trained).toEqual([]);

  // The same content is the same run, wherever it lies.
  await b.setData(1);
  expect((await b.train()).trained).toEqual([]);
  expect(await b.runs()).toEqual(own);
  expect((await a.table()).caveats).toEqual((await b.table()).caveats);
});

test('a folder that was given another name is found again by its data', async () => {
  const {
    root,
    suites: [a],
  } = await workspace('A');
  await a.train();
  const own = await a.runs();
  await rename(a.directory, join(root, 'C'));
  const c = await tinySuite(root, 'C');
  expect((await c.train()).trained).toEqual([]);
  expect(await c.runs()).toEqual(own);
});

test('a table is of the data that the latest training read, and names rows that are not', async () => {
  const {
    suites: [suite],
  } = await workspace('A');
  await suite.write({ rows: [...rows, one] });
  await suite.train();
  const before = await suite.runs();
  const whole = await suite.table();
  expect(whole.caveats.join(' ')).not.toContain('other data');

  await suite.setData(5);
  await suite.write({ rows: [linear] });
  expect((await suite.train()).trained).toEqual(['linear']);
  await suite.write({ rows: [...rows, one] });
  const mixed = await suite.table();
  expect(mixed.rows[0].runs).not.toEqual(whole.rows[0].runs);
  expect(mixed.rows.slice(1)).toMatchObject(whole.rows.slice(1).map(({ runs }) => ({ runs })));
  const note = '1 of 3 rows was trained on other data than the rest: majority.';
  expect(mixed.caveats.join(' ')).toContain(note);

  // The same where nothing was remembered.
  const memory = await readFile(join(suite.memory, await nameIn(suite.memory)), 'utf8');
  await rm(suite.memory, { recursive: true });
  expect(await suite.table()).toEqual(mixed);
  await mkdir(suite.memory);
  await writeFile(join(suite.memory, 'damaged.json'), memory.slice(1));

  await suite.setData(1);
  const { trained, data } = await suite.train();
  expect(trained).toEqual([]);
  expect((await suite.table(data)).rows).toEqual(whole.rows);
  expect(await suite.runs()).toEqual(before);
  expect(await suite.table()).toEqual(whole);
});

test('rows that a training did not come to are named too, whichever columns they read', async () => {
  const {
    suites: [suite],
  } = await workspace('A');
  await suite.write({ rows: [linear, one] });
  await suite.train();
  const [, ofOne] = await suite.runs();
  await suite.setData(5);
  const stop = new AbortController();
  const outcome = await trainSuite({
    ...{ suite: await loadSuite(suite.file), foldboardDirectory: suite.foldboard, workers: 0, signal: stop.signal },
    onEvent: (_row, _seed, { type }) => void (type === 'finished' && stop.abort()),
  });
  expect(outcome).toBe('stopped');
  const table = await suite.table();
  expect(table.rows[1].runs).toEqual([ofOne]);
  expect(table.caveats.join(' ')).toContain('1 of 2 rows was trained on other data than the rest: one.');
  const loaded = await loadSuite(suite.file);
  const entries = (await studyRows(loaded)).flatMap((row) => row.entries);
  expect((await findRuns(suite.foldboard, loaded, entries)).map((run) => run?.otherData)).toEqual([false, true]);
  expect((await suite.train()).trained).toEqual(['linear', 'one']);
  expect((await suite.table()).caveats.join(' ')).not.toContain('other data');
});

test('a quick look at changed data leaves the full table as it is', async () => {
  const {
    suites: [suite],
  } = await workspace('A');
  await suite.write({ rows, quick: { validation: { folds: 2 } } });
  await suite.train();
  const whole = await suite.table();
  await suite.setData(5);
  await suite.train(true);
  expect(await suite.table()).toEqual(whole);
});

async function nameIn(directory: string): Promise<string> {
  return (await readdir(directory))[0];
}
