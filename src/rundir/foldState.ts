/** What a fold's events say about it: a pure reduction, shared by status, terminal and extension. */
import type { Metrics } from '../metrics/types.js';
import type { FoldEvent, NetworkPlace } from './types.js';

export interface BestEpoch {
  readonly epoch: number;
  readonly metric: string;
  readonly value: number;
}

/** One of the networks of a fold. */
export interface NetworkState {
  readonly epochs: number;
  readonly seconds: number;
  /** Counted from its own first epoch. */
  readonly best: BestEpoch | null;
}

export interface FoldState {
  /** `waiting`: no event yet. `started`: neither ended nor known to be running. */
  readonly state: 'waiting' | 'started' | 'finished' | 'failed' | 'stopped';
  /** Epochs done. */
  readonly epoch: number;
  /** Most epochs it may take; null before it started. */
  readonly epochs: number | null;
  readonly best: BestEpoch | null;
  /** Where the fold trains several: how many, and those that have begun, each with its own epochs. */
  readonly networks?: { readonly of: number; readonly begun: readonly NetworkState[] };
  /** Of the score part, once finished. */
  readonly metrics: Metrics | null;
  /** Confusion matrix of the select part after the last epoch, where it was kept. */
  readonly selectMatrix?: readonly (readonly number[])[];
  /** Sum of the epochs' seconds. */
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** Why it failed. */
  readonly message: string | null;
  /** What to do about it; null where trying again is all that is known. */
  readonly cure: string | null;
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
  cure: null,
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
        cure: null,
        epoch: event.epoch,
        seconds: state.seconds + event.seconds,
        ...withNetwork(state, event, (own, epochs) => ({ ...own, epochs, seconds: own.seconds + event.seconds })),
        ...(event.metrics?.confusionMatrix ? { selectMatrix: event.metrics.confusionMatrix } : {}),
      };
    case 'best':
      return {
        ...state,
        best: bestOf(event, event.epoch),
        ...withNetwork(state, event, (own, epoch) => ({ ...own, best: bestOf(event, epoch) })),
      };
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.message] };
    case 'finished':
      return { ...state, state: 'finished', metrics: event.metrics, message: null, cure: null };
    case 'failed':
      return { ...state, state: 'failed', message: event.message, cure: event.cure ?? null };
    case 'stopped':
      return { ...state, state: 'stopped' };
    default:
      return state;
  }
}

const bestOf = (event: Extract<FoldEvent, { type: 'best' }>, epoch: number): BestEpoch => ({
  epoch,
  metric: event.metric,
  value: event.value,
});

const untrained: NetworkState = { epochs: 0, seconds: 0, best: null };

/** The networks after an event of one of them: those after it are taken back, for a resume trains them anew. */
function withNetwork(
  { networks }: FoldState,
  { network }: { readonly network?: NetworkPlace },
  change: (own: NetworkState, epoch: number) => NetworkState,
): Pick<FoldState, 'networks'> {
  if (!network) return {};
  const { index, of, epoch } = network;
  const before = Array.from({ length: index }, (_, i) => networks?.begun[i] ?? untrained);
  return { networks: { of, begun: [...before, change(networks?.begun[index] ?? untrained, epoch)] } };
}

/** `epoch 14`, and where there are several networks `network 3 of 5, epoch 14`. */
export function farText({ epoch, networks }: FoldState): string {
  if (!networks) return `epoch ${epoch}`;
  return `network ${networks.begun.length} of ${networks.of}, epoch ${networks.begun.at(-1)!.epochs}`;
}

/** Most epochs of the network that trains: those of the fold are dealt evenly. */
export function epochsAtMost({ epochs, networks }: FoldState): number | null {
  return epochs === null || !networks ? epochs : Math.round(epochs / networks.of);
}

/** The state after all events of a fold. */
export function foldState(events: readonly FoldEvent[]): FoldState {
  return events.reduce(advanceFoldState, waitingFold);
}

/** What to do about folds that failed, each cure once; and whether one failed that may as well be tried again, for none is known. */
export function curesOf(folds: readonly FoldState[]): { readonly cures: readonly string[]; readonly again: boolean } {
  const failed = folds.filter(({ state }) => state === 'failed');
  const known = failed.flatMap(({ cure }) => (cure === null ? [] : [cure]));
  return { cures: [...new Set(known)], again: known.length < failed.length };
}
