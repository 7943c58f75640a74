/** The run as the view knows it: what messages from the extension make of it. Pure, so that it is tested without a browser. */
import type { ColumnsPatch, CurveName, FoldColumns, RunSnapshot, ToRunView } from '../../src/protocol/run.js';

export type ViewState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string }
  | { readonly kind: 'run'; readonly run: RunSnapshot };

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

/** The state after a message. Columns are appended in place, for they may be long; everything else is new. */
export function reduce(state: ViewState, message: ToRunView): ViewState {
  switch (message.type) {
    case 'run':
      return { kind: 'run', run: message.run };
    case 'unreadable':
      return { kind: 'unreadable', name: message.name, reason: message.reason };
    case 'news': {
      if (state.kind !== 'run') return state;
      for (const patch of message.patches) applyPatch(state.run.columns[patch.fold], patch);
      const folds = [...state.run.folds];
      for (const { fold, state: next } of message.folds) folds[fold] = next;
      const outcome = message.outcome === undefined ? state.run.outcome : message.outcome;
      return { kind: 'run', run: { ...state.run, folds, live: message.live, outcome } };
    }
    default:
      return state;
  }
}

/** Keeps the rows before `patch.from` and appends its own. */
export function applyPatch(columns: FoldColumns, patch: ColumnsPatch): void {
  columns.epoch.length = Math.min(columns.epoch.length, patch.from);
  columns.epoch.push(...patch.columns.epoch);
  for (const name of curveNames) {
    const own = columns[name];
    own.length = Math.min(own.length, patch.from);
    own.push(...patch.columns[name]);
  }
}
