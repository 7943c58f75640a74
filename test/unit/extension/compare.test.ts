/** What a view of a comparison shows, from runs on disk; and the talk with it. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonCsv } from '../../../src/extension/compare/csv.js';
import { readInputs } from '../../../src/extension/compare/inputs.js';
import { createCompareSession } from '../../../src/extension/compare/session.js';
import { comparedState } from '../../../src/extension/compare/state.js';
import type { CompareChoice, Compared, ToCompareView } from '../../../src/protocol/compare.js';
import { writeNotes } from '../../../src/rundir/notes.js';
import { epochEvent, fakeEvents, fakeFinished, fakePlan, temporary } from '../runs/fakeRun.js';

let foldboard: string;
let base: string;
let better: string;
let worse: string;
let shifted: string;
let open: string;

const wrong =
  (...samples: number[]) =>
  (sample: number): boolean =>
    !samples.includes(sample);
const unset: CompareChoice = { metric: null, baseline: null, front: null };

beforeAll(async () => {
  foldboard = await temporary();
  base = await fakeFinished(foldboard, 'base', wrong(0, 1, 2, 3, 4, 5, 7, 10));
  better = await fakeFinished(foldboard, 'better', wrong(0, 7), { settings: { model: { layers: 3 } } });
  worse = await fakeFinished(foldboard, 'worse', wrong(...Array.from({ length: 20 }, (_, i) => i)));
  shifted = await fakeFinished(foldboard, 'shifted', wrong(1), { shift: 1 });
  open = `${foldboard}/runs/open`;
  await fakePlan(foldboard, 'open');
  await writeNotes(better, { star: true, note: '', tags: [], name: 'the better one' });
  for (let k = 0; k < 5; k++)
    fakeEvents(foldboard, 'better', k, [
      ...[1, 2, 3].map((epoch) => epochEvent(k, epoch)),
      { type: 'finished', fold: k, epochs: 3, bestEpoch: 2, metrics: null, seconds: 2 },
    ]);
});
afterAll(async () => {
  await rm(foldboard, { recursive: true, force: true });
});

async function stateOf(directories: string[], choice: Partial<CompareChoice> = {}): Promise<Compared> {
  const { inputs, missing } = await readInputs(directories, () => true, new Map());
  return comparedState(inputs, missing, { ...unset, ...choice }).compared;
}

describe('comparedState', () => {
  it('keeps the order of the runs, whichever is the baseline, and takes what the comparison says', async () => {
    const state = await stateOf([base, better, shifted], { metric: 'accuracy' });
    expect(state.runs.map(({ name }) => name)).toEqual(['base', 'better', 'shifted']);
    expect(state).toMatchObject({ baseline: base, metric: 'accuracy', margin: 0.01 });
    expect(state.runs[1]).toMatchObject({ label: 'the better one', starred: true, seconds: 10, verdict: 'better' });
    expect(state.runs[2]).toMatchObject({ setAside: 'its folds are drawn differently', classF1: null, curve: null });
    expect(state.finding).toBe('the better one is better by 0.120.');
    expect(state.evidence).toMatch(
      /^It is ahead in 5 of 5 folds; its interval is \+0\.\d{3} to \+0\.\d{3}\. 6 samples/,
    );
    expect(state.facts).toEqual([
      '50 samples, the same 5 folds',
      'weights chosen on a separate part in all',
      '1 run set aside',
    ]);
    const turned = await stateOf([base, better, shifted], { metric: 'accuracy', baseline: better });
    expect(turned.runs.map(({ name, baseline }) => [name, baseline])).toEqual([
      ['base', false],
      ['better', true],
      ['shifted', false],
    ]);
    expect(turned.finding).toBe('experiment base is worse by 0.120.');
    expect(turned.evidence).toContain('It is behind in 5 of 5 folds');
    expect(turned.settings).toEqual([{ path: 'model.layers', values: [2, 3, 2] }]);
  });

  it('lists the samples that changed sides, and both matrices', async () => {
    const { front } = await stateOf([base, better]);
    expect(front?.fixed.samples.map(({ sample }) => sample).sort()).toEqual(['s1', 's10', 's2', 's3', 's4', 's5']);
    expect(front).toMatchObject({ fixed: { count: 6 }, broken: { count: 0, samples: [] }, bothWrong: 2 });
    expect(front?.fixed.samples.find(({ sample }) => sample === 's1')).toMatchObject({
      ...{ truth: 1, was: 0, is: 1, repeat: null, before: 0.2, after: 0.7 },
    });
    expect(front?.before).toEqual([
      [21, 4],
      [4, 21],
    ]);
    expect(front?.matrix).toEqual([
      [24, 1],
      [1, 24],
    ]);
  });

  it('puts the best run in front, or the one chosen', async () => {
    expect((await stateOf([base, worse, better])).front?.directory).toBe(better);
    expect((await stateOf([base, worse, better], { front: worse })).front?.directory).toBe(worse);
    expect((await stateOf([base, worse, better], { front: '/nowhere' })).front?.directory).toBe(better);
    expect((await stateOf([base, worse, better], { metric: 'logLoss' })).front?.directory).toBe(better);
  });

  it('means curves over folds, gives each fold its score, and nothing where there is none', async () => {
    const { runs, folds } = await stateOf([base, better], { metric: 'accuracy' });
    expect(folds).toEqual(['fold 1', 'fold 2', 'fold 3', 'fold 4', 'fold 5']);
    expect(runs[1].foldScores).toEqual([0.9, 1, 0.9, 1, 1]);
    expect(runs[1].curve?.mean.map((value) => value?.toFixed(2))).toEqual(['0.90', '0.90', '0.90']);
    expect(runs[1].curve?.best).toBeNull(); // epoch 7 of a curve that ends with the third
    expect(runs[0]).toMatchObject({ curve: null, seconds: null });
  });

  it('says so where nothing can be compared', async () => {
    const state = await stateOf([base, shifted]);
    expect(state.finding).toBe(
      'experiment shifted cannot be compared with experiment base: its folds are drawn differently.',
    );
    expect(state).toMatchObject({ evidence: null, front: null, notes: [] });
  });
});

it('comparisonCsv has a line a run, with the word and the flag', async () => {
  const flattered = await fakeFinished(foldboard, 'flattered', wrong(1), {
    settings: { validation: { selection: 'scoredFold' } },
  });
  const [head, ...lines] = comparisonCsv(await stateOf([base, better, flattered], { metric: 'accuracy' }))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const column = (name: string): string[] => lines.map((line) => line[head.indexOf(name)]);
  expect(column('title')).toEqual(['experiment base', 'the better one', 'experiment flattered']);
  expect(column('word')).toEqual(['baseline', 'better', 'set aside']);
  expect(column('flag')).toEqual(['', '', 'optimistic']);
  expect(column('fixed')).toEqual(['', '6', '']);
  expect(Number(column('difference')[1])).toBeCloseTo(0.12, 12);
});

describe('the session', () => {
  function start(directories: string[], known: (directory: string) => boolean = () => true) {
    const posted: ToCompareView[] = [];
    const acted: unknown[] = [];
    const session = createCompareSession({
      ...{ directories, isKnown: known, prepared: async () => undefined, pick: async () => [worse] },
      post: (message) => void posted.push(message),
      become: (runs) => void acted.push(['become', ...runs]),
      openRun: async (directory) => void acted.push(['openRun', directory]),
      openSample: async () => {
        throw new Error('No such file.\nmore');
      },
      diffSettings: async () => undefined,
      openMarkdown: async (...words) => void acted.push(words),
      copy: async (text) => void acted.push(['copy', text.slice(0, 12)]),
      save: async () => undefined,
    });
    return { posted, acted, session };
  }

  it('answers ready with everything, the same is not sent twice, and hidden views get nothing', async () => {
    const { posted, session } = start([base, better]);
    await session.refresh();
    expect(posted).toEqual([]);
    await session.receive({ type: 'ready', choice: unset });
    await session.refresh();
    expect(posted.map(({ type }) => type)).toEqual(['compared']);
    await session.receive({ type: 'choose', choice: { ...unset, metric: 'nonsense' as never, baseline: better } });
    expect(posted[1]).toMatchObject({ compared: { metric: 'weightedF1', baseline: better } });
    session.pause();
    await session.refresh();
    expect(posted).toHaveLength(2);
  });

  it('takes runs in and out, and acts on those only that are compared', async () => {
    const { posted, acted, session } = start([base, better, open]);
    await session.receive({ type: 'ready', choice: unset });
    expect(posted[0]).toMatchObject({
      compared: { missing: [{ name: 'open', reason: expect.stringContaining('not finished') }] },
    });
    await session.receive({ type: 'remove', id: 1, run: open });
    await session.receive({ type: 'request', id: 2, action: 'addRun' });
    expect(acted).toEqual([
      ['become', base, better],
      ['become', base, better, worse],
    ]);
    await session.receive({ type: 'request', id: 3, action: 'openRun', run: shifted });
    await session.receive({ type: 'request', id: 4, action: 'openSample', run: base, row: 3 });
    await session.receive({ type: 'request', id: 5, action: 'toString' as never });
    await session.receive({ type: 'copy', id: 6, form: 'markdown' });
    const answers = posted.flatMap((message) => (message.type === 'answer' ? [message.error ?? message.done] : []));
    expect(answers.slice(2)).toEqual([
      'This run is not in the comparison.',
      'No such file.',
      'Unknown action.',
      'Copied as Markdown.',
    ]);
    expect(acted.at(-1)).toEqual(['copy', '# Comparison']);
    const before = posted.length;
    await session.receive({ type: 'ready', choice: unset });
    expect(posted[before]).toEqual({ type: 'runs', directories: [base, better, worse] });
  });

  it('says so where fewer than two runs are left', async () => {
    const { posted, session } = start([base, better], (directory) => directory === base);
    await session.receive({ type: 'ready', choice: unset });
    expect(posted[0]).toMatchObject({
      ...{ type: 'nothing', title: 'Only one run is left to compare' },
      left: [{ directory: base, label: 'experiment base' }],
    });
    await session.receive({ type: 'copy', id: 1, form: 'csv' });
    expect(posted[1]).toMatchObject({ type: 'answer', error: 'There is nothing to compare.' });
  });
});
