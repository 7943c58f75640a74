/** Which runs a clean-up proposes, and which the trash gives back. */
import { describe, expect, it } from 'vitest';
import { runsToPrune, sizeText } from '../../../src/extension/model/prune.js';
import { trashed, trashName } from '../../../src/extension/model/trash.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import type { RunRecord } from '../../../src/extension/model/record.js';
import { waitingFold } from '../../../src/rundir/foldState.js';
import { samplePlan } from '../rundir/plan.js';

const metrics = (right: number) =>
  computeMetrics(
    Int32Array.from({ length: 10 }, (_, i) => i % 2),
    Float64Array.from({ length: 20 }, (_, j) => (((j >> 1) % 2 === j % 2) === j >> 1 < right ? 0.9 : 0.1)),
    ['a', 'b'],
  );

function run(
  id: string,
  right: number | null,
  more: Partial<RunRecord> = {},
  experimentFile = 'x.experiment.json',
): RunRecord {
  const folds = [{ ...waitingFold, state: 'finished' as const, metrics: right === null ? null : metrics(right) }];
  const status = right === null ? 'stopped' : 'finished';
  const notes = { star: false, note: '', tags: [] };
  const plan = samplePlan({ experimentFile });
  return {
    directory: `/w/.foldboard/runs/${id}`,
    id,
    plan,
    reason: null,
    status,
    owner: null,
    folds,
    result: null,
    notes,
    ...more,
  };
}
const ids = (runs: readonly RunRecord[]): string[] => runs.map((record) => record.id);

describe('pruning', () => {
  const starred = { notes: { star: true, note: '', tags: [] } };
  const runs = [
    run('best', 10),
    run('good', 8),
    run('bad', 4),
    run('loved', 1, starred),
    run('stopped', null),
    run('stopped-loved', null, starred),
    run('running', null, { status: 'running' }),
    run('unknown', null, { status: 'unreadable', plan: null }),
    run('other', 2, {}, 'y.experiment.json'),
  ];

  it('keeps the best of each experiment, what is starred, what runs and what nobody can read', () => {
    expect(ids(runsToPrune(runs, { keepBest: 1 }))).toEqual(['good', 'bad', 'stopped']);
    expect(ids(runsToPrune(runs, { keepBest: 2 }))).toEqual(['bad', 'stopped']);
  });

  it('keeps all that have a score', () => {
    expect(ids(runsToPrune(runs, { keepBest: null }))).toEqual(['stopped']);
  });

  it('says sizes in the units of disks', () => {
    expect([1234, 5_600_000, 7.25e9].map(sizeText)).toEqual(['1 KB', '5.6 MB', '7.3 GB']);
  });
});

describe('the trash', () => {
  it('names the runs in it, deleted last first, and nothing that others put there', () => {
    const names = [trashName('2025-01-02-a', 1700000000000), trashName('b-7', 1800000000000), '.DS_Store', 'mine-12'];
    expect(trashed(names).map(({ run }) => run)).toEqual(['b-7', '2025-01-02-a']);
    expect(trashed(names)[0].name).toBe(names[1]);
  });
});
