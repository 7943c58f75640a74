import { describe, expect, it } from 'vitest';
import type { FoldColumns, RunSnapshot } from '../../../src/protocol/run.js';
import { waitingFold, type FoldState } from '../../../src/rundir/foldState.js';
import { csvOf } from '../../../webview/chart/table.js';
import { firstChoices } from '../../../webview/run/choices.js';
import { axisEnd, epochChart, smallCharts } from '../../../webview/run/curveData.js';

function columns(values: readonly number[]): FoldColumns {
  const none = values.map(() => null);
  return {
    epoch: values.map((_, i) => i + 1),
    network: values.map(() => 0),
    ...{ trainLoss: values.map((value) => 1 - value), selectLoss: values.map((value) => 1.5 - value) },
    ...{ accuracy: none, balancedAccuracy: none, macroF1: none, weightedF1: [...values] },
    ...{ learningRate: values.map(() => 1e-3), seconds: values.map(() => 2) },
  };
}

function run(
  status: RunSnapshot['live']['status'],
  folds: readonly (readonly [FoldState['state'], readonly number[]])[],
): RunSnapshot {
  return {
    head: {
      folds: folds.length,
      repeats: 1,
      tasks: folds.length,
      epochs: 100,
      mainMetric: 'weightedF1',
      selects: true,
    },
    live: { status },
    folds: folds.map(([state, values]) => ({
      ...waitingFold,
      state,
      epoch: values.length,
      best: { epoch: 2, metric: 'weightedF1', value: 0 },
    })),
    columns: folds.map(([, values]) => columns(values)),
    ...{ outcome: null, file: { state: 'same', places: null }, offers: [] },
  } as unknown as RunSnapshot;
}

const finished = run('finished', [
  ['finished', [0.5, 0.7, 0.8]],
  ['finished', [0.3, 0.5]],
]);

describe('a chart over epochs', () => {
  it('has a thin line a fold with a ring, the bold mean, and its band', () => {
    const { data, title } = epochChart('metric', finished, firstChoices);
    expect(title).toBe('Weighted F1');
    expect(data.lines.map((line) => [line.look, line.ring])).toEqual([
      ['fold', 2],
      ['fold', 2],
      ['mean', null],
    ]);
    expect(data.lines[2].values).toEqual([0.4, 0.6, null]);
    expect(data.bands[0].high[0]).toBeCloseTo(0.4 + Math.SQRT2 * 0.1, 12);
  });

  it('says every value of an epoch, the mean first', () => {
    const { data } = epochChart('metric', finished, firstChoices);
    expect(data.said(2)).toEqual({
      head: 'epoch 2',
      rows: [
        { name: 'mean', value: '0.600 ± 0.141', strong: true },
        { name: 'fold 1', value: '0.700' },
        { name: 'fold 2', value: '0.500' },
      ],
    });
    expect(data.said(3).rows).toEqual([{ name: 'fold 1', value: '0.800' }]);
    expect(epochChart('loss', finished, firstChoices).data.said(1)).toMatchObject({
      head: 'epoch 1 · train / select',
      rows: [{ name: 'mean train' }, { name: 'mean select' }, { value: '0.500 / 1.000' }, {}],
    });
  });

  it('saves what it shows', () => {
    expect(csvOf(epochChart('metric', finished, firstChoices).table)).toBe(
      'epoch,fold 1,fold 2,mean,std\n1,0.5,0.3,0.4,0.14142135623730953\n2,0.7,0.5,0.6,0.14142135623730948\n3,0.8,,,\n',
    );
    expect(epochChart('loss', finished, { ...firstChoices, hidden: [1] }).table.names).toEqual([
      'epoch',
      'fold 1 train',
      'fold 1 select',
    ]);
  });

  it('keeps raw lines behind smoothed ones', () => {
    const { data } = epochChart('metric', finished, { ...firstChoices, smoothing: 3 });
    expect(data.lines.map((line) => line.look)).toEqual(['raw', 'raw', 'fold', 'fold', 'rawMean', 'mean']);
    expect(data.lines[0].values).toEqual([0.5, 0.7, 0.8]);
    expect(
      epochChart('learningRate', finished, { ...firstChoices, smoothing: 3 }).data.lines.map((line) => line.look),
    ).toEqual(['fold', 'fold', 'mean']);
  });

  it('leaves out folds that are not wanted; one alone is what is seen', () => {
    const { data } = epochChart('metric', finished, { ...firstChoices, hidden: [1] });
    expect(data.lines.map((line) => line.look)).toEqual(['mean']);
    expect(data.bands).toEqual([]);
    expect(epochChart('metric', finished, { ...firstChoices, hidden: [0, 1] }).data.lines).toEqual([]);
  });

  it('has what trains in front, with its last value', () => {
    const { data } = epochChart(
      'metric',
      run('running', [
        ['finished', [0.5, 0.7]],
        ['started', [0.3]],
        ['waiting', []],
      ]),
      firstChoices,
    );
    expect(data.lines.map((line) => [line.look, line.label?.word, line.label?.rest])).toEqual([
      ['fold', '', 'fold 1, best 2'],
      ['fold', undefined, undefined],
      ['live', 'fold 2', '0.300'],
    ]);
    expect(data.now).toBe(1);
  });

  it('does not let a fold that failed end the mean', () => {
    const three = run('failed', [
      ['finished', [0.5, 0.7, 0.8]],
      ['finished', [0.3, 0.5, 0.6]],
      ['failed', [0.1]],
    ]);
    const { data } = epochChart('metric', three, firstChoices);
    expect(data.lines.at(-1)?.values[2]).toBeCloseTo(0.7, 12);
    expect(data.lines.map((line) => line.label?.rest)).toContain('fold 3, failed');
  });

  it('zooms, and forgets a zoom that does not fit', () => {
    expect(epochChart('metric', finished, { ...firstChoices, zoom: [2, 9] }).data.range).toEqual([2, 3]);
    expect(epochChart('metric', finished, { ...firstChoices, zoom: [5, 9] }).data.range).toEqual([1, 3]);
  });

  it('has an axis that goes ahead of what trains', () => {
    expect(axisEnd(finished)).toBe(3);
    expect(axisEnd(run('running', [['started', [0.3]]]))).toBe(10);
    expect(axisEnd(run('running', [['started', Array.from({ length: 100 }, () => 0.5)]]))).toBe(100);
  });

  it('leaves no curve out', () => {
    expect(smallCharts(finished, firstChoices)).toEqual([
      'macroF1',
      'balancedAccuracy',
      'accuracy',
      'learningRate',
      'seconds',
    ]);
    expect(smallCharts(finished, { ...firstChoices, metric: 'accuracy' })).toContain('weightedF1');
  });
});

describe('a run whose folds train several networks', () => {
  const own = (epochs: number, best: number) => ({
    ...{ epochs, seconds: epochs },
    best: { epoch: best, metric: 'weightedF1', value: 0 },
  });
  /** Two folds: networks of three and two epochs; of the second fold the second one trains. */
  function networks(status: RunSnapshot['live']['status'], names: RunSnapshot['head']['networks']): RunSnapshot {
    const base = run(status, [
      ['finished', [0.5, 0.7, 0.8, 0.4, 0.6]],
      [status === 'finished' ? 'finished' : 'started', [0.3, 0.5, 0.2]],
    ]);
    const begun = [
      [own(3, 3), own(2, 2)],
      [own(2, 2), own(1, 1)],
    ];
    const of = [
      [0, 0, 0, 1, 1],
      [0, 0, 1],
    ];
    return {
      ...base,
      head: { ...base.head, networks: names },
      folds: base.folds.map((fold, k) => ({ ...fold, networks: { of: 2, begun: begun[k] } })),
      columns: base.columns.map((one, k) => ({ ...one, network: of[k] })),
    };
  }
  const seeds = [1, 2].map((n) => ({ name: `network ${n} of 2`, stage: '' }));
  const stages = ['a or b', 'b or c'].map((name) => ({ name, stage: name }));

  it('has a line a network over its own epochs, with its own ring', () => {
    const { data, table } = epochChart('metric', networks('finished', seeds), firstChoices);
    expect(data.range).toEqual([1, 3]);
    expect(data.lines.slice(0, 4).map((line) => [line.look, line.values, line.ring])).toEqual([
      ['fold', [0.5, 0.7, 0.8], 3],
      ['fold', [0.4, 0.6, null], 2],
      ['fold', [0.3, 0.5, null], 2],
      ['fold', [0.2, null, null], 1],
    ]);
    expect(data.lines[4].values).toEqual([0.35, null, null]);
    expect(data.said(2).rows.map(({ name }) => name)).toEqual([
      'fold 1, network 1 of 2',
      'fold 1, network 2 of 2',
      'fold 2, network 1 of 2',
    ]);
    expect(table.names.slice(0, 3)).toEqual(['epoch', 'fold 1, network 1 of 2', 'fold 1, network 2 of 2']);
  });

  it('has the network that trains in front', () => {
    const { data } = epochChart('metric', networks('running', seeds), firstChoices);
    expect(data.lines.map(({ look }) => look)).toEqual(['fold', 'fold', 'fold', 'live']);
    expect(data.lines[3].label).toEqual({ word: 'fold 2, network 2 of 2', rest: '0.200' });
    expect(data.now).toBe(1);
  });

  it('never takes the mean of two stages together', () => {
    const { data } = epochChart('metric', networks('finished', stages), firstChoices);
    expect(data.lines.filter(({ look }) => look === 'mean').map(({ values, label }) => [label?.word, values])).toEqual([
      ['a or b', [0.4, 0.6, null]],
      ['b or c', [expect.closeTo(0.3, 12), null, null]],
    ]);
    expect(data.said(1).rows.map(({ name }) => name)).toEqual([
      ...['mean a or b', 'mean b or c'],
      ...['fold 1, a or b', 'fold 1, b or c', 'fold 2, a or b', 'fold 2, b or c'],
    ]);
  });

  it('says where the networks of a fold lie, where there are too many to name', () => {
    const base = networks('finished', []);
    const many = Array.from({ length: 30 }, (_, n) => n);
    const fold = { ...base.folds[0], networks: { of: 30, begun: many.map(() => own(1, 1)) } };
    const wide = { ...base, folds: [fold], columns: [{ ...columns(many.map((n) => n / 100)), network: many }] };
    const { rows } = epochChart('metric', wide, firstChoices).data.said(1);
    expect(rows.map(({ name, value }) => `${name} ${value}`)).toEqual(['mean 0.145 ± 0.088', 'fold 1 0.000 to 0.290']);
  });

  it('draws a log of before networks were told apart as it did', () => {
    const old = networks('finished', seeds);
    const without = run('finished', [
      ['finished', [0.5, 0.7, 0.8, 0.4, 0.6]],
      ['finished', [0.3, 0.5, 0.2]],
    ]).folds;
    const { data } = epochChart('metric', { ...old, folds: without }, firstChoices);
    expect(data.lines.map(({ values }) => values.length)).toEqual([5, 5, 5]);
  });
});
