import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumns } from '../../../src/extension/runView/pack.js';
import type { FoldColumns, RunLive, RunSnapshot, ToRunView } from '../../../src/protocol/run.js';
import { waitingFold } from '../../../src/rundir/foldState.js';
import { curveNames as hostNames } from '../../../src/extension/model/columns.js';
import { isEvidence } from '../../../webview/run/evidence.js';
import { curveNames, reduce, unpackColumns, type ViewState } from '../../../webview/run/state.js';

const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const columns: fc.Arbitrary<FoldColumns> = fc.nat({ max: 12 }).chain((rows) =>
  fc.tuple(...curveNames.map(() => fc.array(value, { minLength: rows, maxLength: rows }))).map((curves) => ({
    epoch: Array.from({ length: rows }, (_, i) => i + 1),
    network: Array.from({ length: rows }, (_, i) => (i < 5 ? 0 : 1)),
    ...(Object.fromEntries(curveNames.map((name, c) => [name, curves[c]])) as Omit<FoldColumns, 'epoch' | 'network'>),
  })),
);

const live: RunLive = {
  ...{ status: 'running', reason: null, elapsed: 1, left: null, workers: 1, log: [], canStop: true, canResume: false },
  ...{ name: 'x', canStart: false, starred: false },
};
const snapshot = (own: readonly FoldColumns[]): ToRunView => ({
  type: 'run',
  run: {
    head: { name: 'x', classes: ['a', 'b'], tasks: own.length } as unknown as RunSnapshot['head'],
    ...{ live, folds: own.map(() => waitingFold), columns: own.map((one) => packColumns(one)), outcome: null },
    ...{ file: { state: 'same', places: null } as const, offers: [] },
  },
});
const columnsOf = (state: ViewState): readonly FoldColumns[] => (state.kind === 'run' ? state.run.columns : []);

describe('columns on their way', () => {
  it('have one order of curves on both sides', () => {
    expect(curveNames).toEqual(hostNames);
  });

  it('arrive as they were sent', () => {
    fc.assert(
      fc.property(columns, (own) => {
        expect(unpackColumns(packColumns(own))).toEqual(own);
      }),
    );
  });

  it('grow by patches to what they would be if sent at once', () => {
    fc.assert(
      fc.property(columns, fc.nat(), fc.nat(), (own, a, b) => {
        const rows = own.epoch.length;
        // First up to `known`; then from `from` on: rows behind it were taken back by a resume.
        const known = rows === 0 ? 0 : a % (rows + 1);
        const from = known === 0 ? 0 : b % (known + 1);
        const cut = (end: number): FoldColumns =>
          Object.fromEntries(Object.entries(own).map(([name, values]) => [name, values.slice(0, end)])) as FoldColumns;
        let state = reduce({ kind: 'waiting' }, snapshot([cut(known)]));
        const patch = { fold: 0, from, columns: packColumns(own, from) };
        state = reduce(state, { type: 'news', patches: [patch], folds: [], live });
        expect(columnsOf(state)).toEqual([own]);
      }),
    );
  });
});

describe('predictions', () => {
  const columnsOfTwo: Extract<ToRunView, { type: 'predictions' }> = {
    type: 'predictions',
    of: 'outOfFold',
    reason: null,
    columns: {
      samples: new TextEncoder().encode('s 1\0é2'),
      labels: Int32Array.of(0, -1),
      tasks: null,
      probabilities: Float64Array.of(0.25, 0.75, 0.5, 0.5),
    },
  };
  const outcome = {
    mean: null,
    std: null,
    outOfFold: null,
    samples: null,
    test: null,
    bestEpochs: [],
    mixedNumerics: false,
  };

  it('become rows with prediction, confidence and probability of the truth', () => {
    const state = reduce(reduce({ kind: 'waiting' }, snapshot([])), columnsOfTwo);
    const read = state.kind === 'run' ? state.predictions.outOfFold : null;
    expect(isEvidence(read) && [read.samples, [...read.predicted], [...read.confidence], [...read.ofTruth]]).toEqual([
      ['s 1', 'é2'],
      [1, 0],
      [0.75, 0.5],
      [0.25, NaN],
    ]);
    expect(isEvidence(read) && read.labelled).toBe(false);
  });

  it('go with the finish that they belong to, and stay for other news', () => {
    let state = reduce(reduce({ kind: 'waiting' }, snapshot([])), columnsOfTwo);
    state = reduce(state, { type: 'news', patches: [], folds: [], live });
    expect(state.kind === 'run' && isEvidence(state.predictions.outOfFold)).toBe(true);
    state = reduce(state, { type: 'news', patches: [], folds: [], live, outcome: null });
    expect(state).toMatchObject({ predictions: { outOfFold: null } });
    state = reduce(state, { type: 'news', patches: [], folds: [], live, outcome });
    state = reduce(state, { ...columnsOfTwo, columns: null, reason: 'Torn.' });
    expect(state).toMatchObject({ predictions: { outOfFold: { reason: 'Torn.' } } });
  });

  it('are ignored before there is a run', () => {
    expect(reduce({ kind: 'waiting' }, columnsOfTwo)).toEqual({ kind: 'waiting' });
  });
});
