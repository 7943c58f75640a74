import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendEpoch, emptyColumns, sliceColumns } from '../../../src/extension/model/columns.js';
import { foldRow, progressText, runRow, timeText } from '../../../src/extension/model/describe.js';
import { experimentNodes, experimentRow, namedRuns } from '../../../src/extension/model/nodes.js';
import { experimentPath, readRecord, type RunRecord } from '../../../src/extension/model/record.js';
import { textDifference } from '../../../src/extension/model/differences.js';
import { settingsRows } from '../../../src/extension/model/settingsText.js';
import { durationText, escapeMarkdown, foldTooltip, runTooltip } from '../../../src/extension/model/tooltip.js';
import { waitingFold } from '../../../src/rundir/foldState.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { epochEvent, fakeEvents, fakeFinished, fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';

const now = new Date('2025-01-02T10:00:00.000Z');
const foldboardOf = async (): Promise<string> => join(await scratch(), '.foldboard');

async function finished(): Promise<RunRecord> {
  const foldboard = await foldboardOf();
  return readRecord(await fakeFinished(foldboard, 'done', (sample) => sample % 10 !== 0));
}

async function unfinished(events: readonly FoldEvent[], settings: object = {}): Promise<RunRecord> {
  const foldboard = await foldboardOf();
  await fakePlan(foldboard, 'half', { folds: 3, settings });
  fakeEvents(foldboard, 'half', 0, events);
  return readRecord(join(foldboard, 'runs/half'));
}
const started: FoldEvent = { type: 'started', fold: 0, time: '', epochs: 20, fit: 8, select: 2, score: 5 };

describe('columns', () => {
  type Epoch = Extract<FoldEvent, { type: 'epoch' }>;
  const epoch = (number: number, trainLoss: number): Epoch => ({ ...(epochEvent(0, number) as Epoch), trainLoss });

  it('takes an epoch that comes again for a resume, and drops what stood behind it', () => {
    const columns = emptyColumns();
    for (const number of [1, 2, 3]) appendEpoch(columns, epoch(number, number));
    expect(appendEpoch(columns, epoch(2, 20))).toBe(1);
    expect(columns.epoch).toEqual([1, 2]);
    expect(columns.trainLoss).toEqual([1, 20]);
    expect(columns.weightedF1).toEqual([0.9, 0.9]);
  });

  it('leaves a gap where an epoch measured nothing', () => {
    const columns = emptyColumns();
    appendEpoch(columns, { ...epoch(1, NaN), selectLoss: null, metrics: null });
    expect([columns.trainLoss[0], columns.selectLoss[0], columns.accuracy[0]]).toEqual([null, null, null]);
  });

  it('cuts out what is new', () => {
    const columns = emptyColumns();
    for (const number of [1, 2, 3]) appendEpoch(columns, epoch(number, number));
    expect(sliceColumns(columns, 2).trainLoss).toEqual([3]);
    expect(columns.epoch).toHaveLength(3);
  });
});

describe('rows', () => {
  it('put the score of a finished run first', async () => {
    const row = runRow(await finished(), { named: false, now });
    expect(row.label).toMatch(/^0\.\d{3} ± 0\.\d{3} \(5\)$/);
    expect(row.description).toMatch(/^Finished · /);
    expect(row.look.icon).toBe('pass');
    expect(runRow(await finished(), { named: true, now }).description).toMatch(/^experiment done · Finished/);
  });

  it('say how far a stopped run came', async () => {
    const record = await unfinished([
      started,
      epochEvent(0, 1),
      epochEvent(0, 2),
      { type: 'stopped', fold: 0, epoch: 2 },
    ]);
    expect(record.status).toBe('stopped');
    expect(progressText(record)).toBe('fold 1/3 · epoch 2');
    expect(runRow(record, { named: false, now })).toMatchObject({ label: 'Stopped' });
    expect(runRow(record, { named: false, now }).description).toContain('fold 1/3 · epoch 2');
    expect(foldRow(record, 0).description).toBe('Stopped · epoch 2 of 20');
    expect(foldRow(record, 1).description).toBe('Not started');
  });

  it('say why a run failed', async () => {
    const record = await unfinished([started, { type: 'failed', fold: 0, message: 'the disk is full\nat write' }]);
    const row = runRow(record, { named: false, now });
    expect([row.label, row.look.word]).toEqual(['Failed', 'Failed']);
    expect(row.description).toContain('the disk is full');
    expect(row.description).not.toContain('at write');
  });

  it('name several folds at once', () => {
    const folds = [3, 5].map((epoch) => ({ ...waitingFold, state: 'started' as const, epoch }));
    const record = { folds: [...folds, waitingFold], plan: null } as unknown as RunRecord;
    expect(progressText(record)).toBe('folds 1, 2/3 · epoch 3, 5');
  });

  it('write times shortly', () => {
    const local = (text: string): string => new Date(text).toISOString();
    const today = new Date(2025, 4, 3, 12);
    expect(timeText(local('2025-05-03T09:05:00'), today)).toBe('09:05');
    expect(timeText(local('2025-02-01T09:05:00'), today)).toBe('1 Feb, 09:05');
    expect(timeText(local('2024-02-01T09:05:00'), today)).toBe('1 Feb 2024, 09:05');
    expect(timeText('no time')).toBe('');
  });
});

describe('experiments and their runs', () => {
  it('join by the file of the experiment; runs of a file that is gone stay', async () => {
    const record = await finished();
    const file = experimentPath(record) ?? '';
    const [own, other] = [experimentNodes([file], [record]), experimentNodes(['/w/other.experiment.json'], [record])];
    expect(own.map((node) => [node.missing, node.runs.length])).toEqual([[false, 1]]);
    expect(other.map((node) => [node.missing, node.runs.length])).toEqual([
      [false, 0],
      [true, 1],
    ]);
    expect(experimentRow(other[1], []).description).toContain('file is gone');
  });

  it('are called by their file and folder', () => {
    const [node] = experimentNodes([join('/w', 'sub', 'bigru.experiment.json')], []);
    expect(experimentRow(node, ['/w'])).toMatchObject({ label: 'bigru', description: 'sub' });
  });

  it('have the score of the newest run that is finished, and say whose it is', async () => {
    const done = await finished();
    const scoredFold = { ...waitingFold, state: 'finished' as const, metrics: done.folds[0].metrics };
    const half: RunRecord = { ...done, status: 'running', result: null, folds: [scoredFold, waitingFold] };
    const node = { kind: 'experiment' as const, file: '/w/x.experiment.json', missing: false };
    const row = experimentRow({ ...node, runs: [half, done] }, [], now);
    expect(row.description).toMatch(/^0\.\d{3} ± 0\.\d{3} \(5\) · 2 runs/);
    expect(row.tooltip).toMatch(
      /^\/w\/x\.experiment\.json\n0\.\d{3} .*\(5\): experiment done, .*, the newest finished run$/,
    );
    expect(experimentRow({ ...node, runs: [half] }, [], now)).toMatchObject({
      description: '1 run',
      tooltip: node.file,
    });
  });

  it('are named where they are called otherwise than most', async () => {
    const done = await finished();
    const called = (name: string, own?: string): RunRecord => ({
      ...{ ...done, plan: { ...done.plan!, name } },
      notes: { ...done.notes, ...(own === undefined ? {} : { name: own }) },
    });
    const names = (runs: RunRecord[]): string[] => [...namedRuns(runs)].map((one) => one.notes.name ?? one.plan!.name);
    expect(names([called('a'), called('a'), called('b')])).toEqual(['b']);
    expect(names([called('a'), called('a', 'mine')])).toEqual(['mine']);
    expect(names([called('a'), called('b')])).toEqual(['a', 'b']);
    expect(names([called('a')])).toEqual([]);
    expect(names([called('a', 'mine')])).toEqual(['mine']);
  });
});

describe('tooltips', () => {
  it('make nothing of what stands in files', async () => {
    const hostile = '](command:workbench.action.quit) <img src=x> **b** $(bug) `c`';
    const escaped = escapeMarkdown(hostile);
    expect(escaped).not.toMatch(/[\][()<>*`$]/);
    const record = await finished();
    const plan = { ...record.plan!, name: hostile };
    expect(runTooltip({ ...record, plan })).not.toContain('](command:');
    const metrics = { ...record.folds[0].metrics!, classes: [hostile, 'b'] };
    expect(foldTooltip({ ...record, folds: [{ ...record.folds[0], metrics }] }, 0)).not.toContain('](command:');
  });

  it('say how the weights were chosen, and what flatters', async () => {
    const record = await unfinished([started], { validation: { folds: 3, selection: 'scoredFold' } });
    expect(runTooltip(record)).toContain('*optimistic*');
    expect(runTooltip(await finished())).toContain('a separate part');
    expect(runTooltip(await finished())).not.toContain('optimistic');
  });

  it('write durations as people do', () => {
    expect([12, 187, 7500].map(durationText)).toEqual(['12 s', '3 min 07 s', '2 h 05 min']);
  });
});

describe('what differs from the file now', () => {
  it('names settings with both values, and no comments', () => {
    const then = '{ "model": { "hiddenUnits": 8 } }';
    expect(textDifference(then, '{ // more\n "model": { "hiddenUnits": 16 }, "seed": 7 }')).toBe(
      'The file differs now: model.hiddenUnits 8 → 16, seed (not set) → 7.',
    );
    expect(textDifference(then, `// same\n${then}`)).toBeNull();
    expect(textDifference(then, '{')).toBe('The experiment file cannot be read now.');
  });
});

describe('an experiment in words', () => {
  it('names what matters', async () => {
    const record = await unfinished([started]);
    const rows = Object.fromEntries(settingsRows(record.plan!));
    expect(rows['model']).toBe('GRU, 64 units, 2 layers, bidirectional, attention, layer norm, dropout 0.3');
    expect(rows['training']).toBe('AdamW 1e-3, batch 8, at most 20 epochs, patience 5 on weighted F1');
    expect(rows['validation']).toContain('3 folds, stratified, by sample');
  });
});
