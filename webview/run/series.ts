/** The lines of a run: one a fold, and where a fold trains several networks one each, over its own epochs. Pure. */
import type { CurveName, FoldState, RunSnapshot } from '../../src/protocol/run.js';
import { align } from '../chart/curves.js';
import { foldLook, foldName, networkName } from './folds.js';

export interface Series {
  /** Fold task. */
  readonly task: number;
  readonly name: string;
  /** What it tells apart, where there are stages: curves of other stages are of other tasks. */
  readonly stage: string;
  /** Null: the fold has one network, or its log does not tell them apart. */
  readonly network: number | null;
  /** Rows of the fold's columns, the last one excluded; the first is epoch `first` of the fold. */
  readonly rows: readonly [from: number, to: number];
  readonly first: number;
  /** Epochs it has behind it. */
  readonly last: number;
  /** In its own epochs. */
  readonly best: number | null;
  /** It trains at this moment. */
  readonly isLive: boolean;
  /** It trains no more: it counts in the mean. */
  readonly isDone: boolean;
  /** Nothing of its fold follows it. */
  readonly isLatest: boolean;
}

/** Fold by fold, and within one in the order of training. */
export function seriesOf(run: RunSnapshot): Series[] {
  return run.folds.flatMap((fold, k) => (fold.networks ? ofNetworks(run, fold, k) : [ofFold(run, fold, k)]));
}

const isDone = (run: RunSnapshot, fold: FoldState): boolean =>
  run.live.status === 'finished' || fold.state === 'finished';

function ofFold(run: RunSnapshot, fold: FoldState, k: number): Series {
  const { epoch } = run.columns[k];
  return {
    ...{ task: k, name: foldName(run, k), stage: '', network: null },
    ...{ rows: [0, epoch.length], first: 1, last: epoch.at(-1) ?? 0 },
    best: fold.best?.epoch ?? run.outcome?.bestEpochs[k] ?? null,
    isLive: foldLook(run, fold) === 'running',
    isDone: isDone(run, fold),
    isLatest: true,
  };
}

function ofNetworks(run: RunSnapshot, fold: FoldState, k: number): Series[] {
  const { epoch, network } = run.columns[k];
  const begun = fold.networks?.begun ?? [];
  return begun.flatMap(({ best }, n): Series[] => {
    const from = network.indexOf(n);
    // News of a fold and its rows may come one after the other.
    if (from < 0) return [];
    const to = network.lastIndexOf(n) + 1;
    const isLatest = n === begun.length - 1;
    return [
      {
        ...{ task: k, name: networkName(run, k, n), stage: run.head.networks[n]?.stage ?? '', network: n },
        ...{ rows: [from, to], first: epoch[from], last: epoch[to - 1] - epoch[from] + 1 },
        best: best?.epoch ?? null,
        isLive: isLatest && foldLook(run, fold) === 'running',
        isDone: !isLatest || isDone(run, fold),
        isLatest,
      },
    ];
  });
}

/** Its values by its own epochs, from 1 to `length`. */
export function curveOf(run: RunSnapshot, series: Series, curve: CurveName, length: number): (number | null)[] {
  const columns = run.columns[series.task];
  if (series.network === null) return align(columns.epoch, columns[curve], length);
  const [from, to] = series.rows;
  const epochs = columns.epoch.slice(from, to).map((epoch) => epoch - series.first + 1);
  return align(epochs, columns[curve].slice(from, to), length);
}
