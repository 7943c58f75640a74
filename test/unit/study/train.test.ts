/** A suite trained in this thread on tiny data: nothing twice, stop and go on, the table. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { loadSuite } from '../../../src/config/suite.js';
import type { RunResult } from '../../../src/rundir/types.js';
import { compareRuns } from '../../../src/runs/compare.js';
import { summariseRun } from '../../../src/runs/summary.js';
import { ablation } from '../../../src/study/ablation.js';
import { ablationCsv, ablationLatex, ablationMarkdown } from '../../../src/study/export.js';
import { reportHtml } from '../../../src/study/report/html.js';
import { reportMarkdown } from '../../../src/study/report/markdown.js';
import { suiteReport } from '../../../src/study/report/suite.js';
import { trainSuite, type SuiteHooks } from '../../../src/study/trainSuite.js';
import { tinyExperiment } from '../training/tinyRun.js';

async function tinySuite(value: object) {
  const { file } = await tinyExperiment();
  const suite = join(dirname(file), 'tiny.suite.json');
  const foldboardDirectory = join(dirname(file), '.foldboard');
  const write = async (content: object) => writeFile(suite, JSON.stringify({ base: basename(file), ...content }));
  await write(value);
  const train = async (hooks: SuiteHooks & { signal?: AbortSignal; quick?: boolean } = {}) =>
    trainSuite({ suite: await loadSuite(suite), foldboardDirectory, workers: 0, ...hooks });
  const table = async (quick = false) => ablation(await loadSuite(suite), foldboardDirectory, { quick });
  const report = async () => suiteReport(await loadSuite(suite), foldboardDirectory);
  return { train, table, report, write, foldboardDirectory };
}

const rows = [
  { name: 'majority', change: { model: { kind: 'majority' } } },
  { name: 'gru' },
  { name: '+ lstm', change: { model: { cell: 'lstm' } } },
];

test('trains each row once, whatever it is called, and again where its settings changed', async () => {
  const { train, table, write, foldboardDirectory } = await tinySuite({
    rows,
    baseline: 'gru',
    quick: { training: { epochs: 1 } },
  });
  const trained: string[] = [];
  const onRow = (row: string): void => void trained.push(row);
  let timed = 0;
  expect(await train({ onRow, onTimed: () => timed++ })).toBe('finished');
  expect(trained.sort()).toEqual(['+ lstm', 'gru', 'majority']);
  expect(timed).toBe(1);

  trained.length = 0;
  await write({ rows: [...rows, { name: 'gru again' }], baseline: 'gru' });
  const events: unknown[] = [];
  expect(await train({ onRow, onEvent: (...event) => events.push(event) })).toBe('finished');
  expect(events).toEqual([]);
  const full = await table();
  expect(full.rows.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished', 'finished']);
  expect(full.rows[3]).toMatchObject({
    difference: { difference: 0, p: 1 },
    verdict: 'equivalent',
    runs: full.rows[1].runs,
  });
  expect(full.rows[1]).toMatchObject({ baseline: true, difference: null, folds: 3 });
  expect(full.rows[0].parameters).toBeNull();
  expect(full.rows[2].parameters).toBeGreaterThan(full.rows[1].parameters!);

  // The same figures as `foldboard compare` gives, which goes another way to them.
  const directory = (i: number): string => join(foldboardDirectory, 'runs', full.rows[i].runs[0]);
  const compared = await compareRuns([1, 0, 2, 3].map(directory).slice(0, 3));
  expect(compared.runs.slice(1).map(({ difference }) => difference)).toEqual([
    full.rows[0].difference,
    full.rows[2].difference,
  ]);

  await write({ rows: [rows[0], rows[1], { name: '+ lstm', change: { model: { cell: 'rnn' } } }] });
  expect((await table()).rows.map(({ status }) => status)).toEqual(['finished', 'finished', 'missing']);
  await train({ onRow });
  expect(trained).toEqual(['+ lstm']);

  await rm(directory(1), { recursive: true });
  trained.length = 0;
  await train({ onRow });
  expect(trained).toEqual(['gru']);
});

test('stops and goes on where it was, quick rows beside full ones', async () => {
  const { train, table } = await tinySuite({
    rows,
    seeds: [3, 4],
    quick: { training: { epochs: 1 }, validation: { folds: 2 } },
  });
  const abort = new AbortController();
  let finished = 0;
  const outcome = await train({
    signal: abort.signal,
    onEvent(_row, _seed, event) {
      if (event.type === 'finished' && ++finished === 5) abort.abort();
    },
  });
  expect(outcome).toBe('stopped');
  expect((await table()).rows.some(({ status }) => status !== 'finished')).toBe(true);
  let later = 0;
  expect(await train({ onEvent: (_row, _seed, event) => void (event.type === 'finished' && later++) })).toBe(
    'finished',
  );
  // Three rows, two seeds, three folds: none was trained twice.
  expect(finished + later).toBe(18);
  const full = await table();
  expect(full.rows.map(({ folds }) => folds)).toEqual([6, 6, 6]);
  expect(full.seeds).toEqual([3, 4]);
  expect(full.rows[1].difference?.folds).toBe(6);

  expect((await table(true)).rows.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing']);
  await train({ quick: true });
  expect((await table(true)).rows.map(({ folds }) => folds)).toEqual([2, 2, 2]);

  expect(
    ablationMarkdown(full)
      .split('\n')
      .filter((line) => line.startsWith('|')),
  ).toHaveLength(5);
  expect(ablationLatex(full)).toMatch(/\\toprule[^]*majority[^]*\\bottomrule/);
  expect(ablationLatex(full)).not.toMatch(/[±−–’“”]/);
  const lines = ablationCsv(full)
    .split('\n')
    .map((line) => line.split(','));
  expect(lines.map(({ length }) => length)).toEqual([21, 21, 21, 21]);
  expect(Number(lines[2][3])).toBe(full.rows[1].mean!.weightedF1);
});

test('a leaky row stands beside the honest ones, marked and without a word', async () => {
  const { train, table, foldboardDirectory } = await tinySuite({
    change: { data: { window: { length: 6, stride: 3 } } },
    rows: [
      { name: 'honest', change: { model: { kind: 'summaryLinear' } } },
      { name: 'by the scored fold', change: { validation: { selection: 'scoredFold' } } },
      { name: 'leaky', change: { model: { kind: 'summaryLinear' }, validation: { leaky: true } } },
    ],
  });
  expect(await train()).toBe('finished');
  const { rows: shown, caveats, picking } = await table();
  const [honest, optimistic, leaky] = shown;
  expect([honest, optimistic, leaky].map((row) => [row.optimistic, row.leaky])).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
  expect(optimistic).toMatchObject({ verdict: null, adjustedP: null, setAside: 'its score is optimistic' });
  expect(optimistic.difference?.low).not.toBeNull();
  expect(leaky).toMatchObject({ verdict: null, pooled: null, difference: { low: null, p: null } });
  expect(leaky.difference!.difference).toBeCloseTo(leaky.mean!.weightedF1 - honest.mean!.weightedF1, 12);
  expect(caveats.join(' ')).toContain('leaky on purpose');
  expect(picking).toBeNull();
  expect(ablationMarkdown(await table())).toMatch(/\| leaky \|.*\| leaky \|/);

  const directory = join(foldboardDirectory, 'runs', leaky.runs[0]);
  const result = JSON.parse(await readFile(join(directory, 'result.json'), 'utf8')) as RunResult;
  expect(result.selection).toMatchObject({ optimistic: true, leaky: true });
  expect(await summariseRun(directory)).toMatchObject({ optimistic: true, leaky: true });
  // Windows of one sample really stand on both sides.
  const splits = (await readFile(join(directory, 'splits.csv'), 'utf8')).trim().split('\n').slice(1);
  const sides = new Map<string, Set<string>>();
  for (const line of splits) {
    const [, fold, window, part] = line.split(',');
    const key = `${fold} ${window.split('@')[0]}`;
    sides.set(key, (sides.get(key) ?? new Set()).add(part === 'score' ? 'score' : 'train'));
  }
  expect([...sides.values()].filter((parts) => parts.size === 2).length).toBeGreaterThan(5);
});

test('its report is one document with everything, in which no word of the workspace does anything', async () => {
  const evil = '<img src=x onerror=alert(1)> [a](javascript:b) | `c`';
  const { train, report } = await tinySuite({
    name: evil,
    rows: [
      { name: 'majority', change: { model: { kind: 'majority' } } },
      { name: evil, change: { model: { kind: 'summaryLinear' } } },
    ],
    grid: { 'training.epochs': [1, 2] },
  });
  await expect(report()).rejects.toThrow('Nothing of');
  await train();
  const made = await report();
  const html = reportHtml(made);
  const markdown = reportMarkdown(made);
  for (const heading of ['Result', 'Data', 'Method', 'Guards', 'Versions', 'How to reproduce it']) {
    expect(html).toContain(`<h2>${heading}</h2>`);
    expect(markdown).toContain(`## ${heading}`);
  }
  expect(html).toContain("default-src 'none'");
  // Values of attributes set aside: a word in them is escaped and does nothing.
  const tags = html.replace(/="[^"]*"/g, '=""');
  expect(tags).not.toMatch(/<(img|script|link|iframe|a)\b|<[^>]+\son\w+=/);
  expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  expect(html.match(/<svg /g)!.length).toBeGreaterThanOrEqual(3);
  expect(markdown).not.toMatch(/<img|\]\(javascript/);
  expect(
    markdown
      .split('\n')
      .filter((line) => line.startsWith('| majority'))[0]
      .split(' | '),
  ).toHaveLength(8);
  expect(html).toContain('In no fold does a scored sample stand among those');
  expect(html).toContain('foldboard train tiny.suite.json');
}, 20_000);

test.each([
  [{ seed: 9 }, 'a row cannot change seed'],
  [{ validation: { folds: 4 } }, 'a row cannot change validation.folds'],
  [{ data: { train: 'data/other.csv' } }, 'a row cannot change data.train'],
  [{ model: { hiddenUnit: 4 } }, 'did you mean hiddenUnits?'],
])('a row that cannot stand in the table: %j', async (change, message) => {
  const { train } = await tinySuite({ rows: [{ name: 'a' }, { name: 'b', change }] });
  const error: unknown = await train().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toContain(message);
  expect((error as UserError).place?.file).toMatch(/tiny\.suite\.json$/);
});
