/** The run as the view knows it: what messages from the extension make of it. Pure, so that it is tested without a browser. */
import type {
  ColumnsPatch,
  CurveName,
  FoldColumns,
  PackedColumns,
  PredictionSource,
  RunSnapshot,
  ToRunView,
} from '../../src/protocol/run.js';
import { createEvidence, type Evidence } from './evidence.js';

/** Predictions of a finished run: awaited, there, or not to be read, and why. */
export type Predictions = Evidence | { readonly reason: string } | null;

export type ViewState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string; readonly cure: string | null }
  | {
      readonly kind: 'run';
      readonly run: RunSnapshot;
      readonly predictions: Readonly<Record<PredictionSource, Predictions>>;
    };

/** In the order in which they are packed. */
export const curveNames: readonly CurveName[] = [
  'trainLoss',
  'selectLoss',
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'learningRate',
  'seconds',
];

const nothing = { outOfFold: null, test: null };

/** The state after a message. Columns are appended in place, for they may be long; everything else is new. */
export function reduce(state: ViewState, message: ToRunView): ViewState {
  switch (message.type) {
    case 'run': {
      const columns = message.run.columns.map(unpackColumns);
      return { kind: 'run', run: { ...message.run, columns }, predictions: nothing };
    }
    case 'unreadable':
      return { kind: 'unreadable', name: message.name, reason: message.reason, cure: message.cure };
    case 'news': {
      if (state.kind !== 'run') return state;
      for (const patch of message.patches) applyPatch(state.run.columns[patch.fold], patch);
      const folds = [...state.run.folds];
      for (const { fold, state: next } of message.folds) folds[fold] = next;
      const outcome = message.outcome === undefined ? state.run.outcome : message.outcome;
      // Predictions of a run that is no longer finished are not those of the next finish.
      const predictions = message.outcome === undefined ? state.predictions : nothing;
      const head = { ...state.run.head, name: message.live.name };
      return { kind: 'run', run: { ...state.run, head, folds, live: message.live, outcome }, predictions };
    }
    case 'predictions': {
      if (state.kind !== 'run') return state;
      const read: Predictions = message.columns
        ? createEvidence(message.of, message.columns, state.run.head.classes)
        : { reason: message.reason ?? 'They cannot be read.' };
      return { ...state, predictions: { ...state.predictions, [message.of]: read } };
    }
    default:
      return state;
  }
}

/** Keeps the rows before `patch.from` and appends its own. */
export function applyPatch(columns: FoldColumns, patch: ColumnsPatch<PackedColumns>): void {
  const fresh = unpackColumns(patch.columns);
  for (const name of ['epoch', 'network', ...curveNames] as const) {
    const own: (number | null)[] = columns[name];
    own.length = Math.min(own.length, patch.from);
    for (const value of fresh[name]) own.push(value);
  }
}

/** The inverse of how the extension packs them: NaN stands for no value. */
export function unpackColumns({ rows, values }: PackedColumns): FoldColumns {
  const column = (c: number): number[] => Array.from(values.subarray(c * rows, (c + 1) * rows));
  const curves = curveNames.map((name, c) => [
    name,
    column(c + 2).map((value) => (Number.isNaN(value) ? null : value)),
  ]);
  return { epoch: column(0), network: column(1), ...Object.fromEntries(curves) } as FoldColumns;
}
