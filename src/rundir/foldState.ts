/** What a fold's events say about it: a pure reduction, shared by status, terminal and extension. */
import type { Metrics } from '../metrics/types.js';
import type { FoldEvent } from './types.js';

export interface FoldState {
  /** `waiting`: no event yet. `started`: neither ended nor known to be running. */
  readonly state: 'waiting' | 'started' | 'finished' | 'failed' | 'stopped';
  /** Epochs done. */
  readonly epoch: number;
  /** Most epochs it may take; null before it started. */
  readonly epochs: number | null;
  readonly best: { readonly epoch: number; readonly metric: string; readonly value: number } | null;
  /** Of the score part, once finished. */
  readonly metrics: Metrics | null;
  /** Confusion matrix of the select part after the last epoch, where it was kept. */
  readonly selectMatrix?: readonly (readonly number[])[];
  /** Sum of the epochs' seconds. */
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** Why it failed. */
  readonly message: string | null;
}

export const waitingFold: FoldState = {
  state: 'waiting',
  epoch: 0,
  epochs: null,
  best: null,
  metrics: null,
  seconds: 0,
  warnings: [],
  message: null,
};

/** The state after one more event. */
export function advanceFoldState(state: FoldState, event: FoldEvent): FoldState {
  switch (event.type) {
    case 'started':
      return { ...waitingFold, state: 'started', epochs: event.epochs };
    case 'epoch':
      // An epoch after "stopped" or "failed" means that the fold goes on.
      return {
        ...state,
        state: 'started',
        message: null,
        epoch: event.epoch,
        seconds: state.seconds + event.seconds,
        ...(event.metrics?.confusionMatrix ? { selectMatrix: event.metrics.confusionMatrix } : {}),
      };
    case 'best':
      return { ...state, best: { epoch: event.epoch, metric: event.metric, value: event.value } };
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.message] };
    case 'finished':
      return { ...state, state: 'finished', metrics: event.metrics, message: null };
    case 'failed':
      return { ...state, state: 'failed', message: event.message };
    case 'stopped':
      return { ...state, state: 'stopped' };
    default:
      return state;
  }
}

/** The state after all events of a fold. */
export function foldState(events: readonly FoldEvent[]): FoldState {
  return events.reduce(advanceFoldState, waitingFold);
}
