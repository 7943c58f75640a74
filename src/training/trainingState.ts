/** Where a training stands: at its beginning, and in its log. */
import { deriveKey } from '../base/random.js';
import type { Network } from '../engine/contract.js';
import { initialParameters } from '../model/initialise.js';
import { startPlateau } from '../model/schedules.js';
import type { OptimizerState } from '../model/types.js';
import { networksOf } from '../rundir/networks.js';
import type { NetworkPlace } from '../rundir/types.js';
import type { TrainingState } from './checkpoint.js';
import type { FoldTask } from './foldTask.js';

/** The state before a network's first epoch. @param before the last state of the network before it; null: it is the first */
export function initialState(
  task: FoldTask,
  network: Network,
  fingerprint: string,
  before: TrainingState | null,
): TrainingState {
  const { experiment } = task.plan;
  const { repeat, fold } = task.fold;
  const parameters = initialParameters(network.spec, deriveKey(task.seed, 'init', repeat, fold));
  return {
    phase: 'train',
    network: before ? before.network + 1 : 0,
    earlier: before
      ? { epochs: before.earlier.epochs + before.epoch, best: [...before.earlier.best, bestEpochOf(before)] }
      : { epochs: 0, best: [] },
    epoch: 0,
    step: 0,
    parameters,
    average: null,
    optimizer: untouched(network),
    plateau:
      experiment.training.schedule === 'plateau' ? startPlateau(experiment.training.optimizer.learningRate) : null,
    best: null,
    waited: 0,
    seconds: before?.seconds ?? 0,
    fingerprints: before?.fingerprints ?? [fingerprint],
  };
}

/** The epoch whose weights count. */
export function bestEpochOf({ best, epoch }: TrainingState): number {
  return best?.epoch ?? epoch;
}

/** Moments of an optimiser before its first step. */
export function untouched(network: Network): OptimizerState {
  const { moments } = network.getOptimizerState();
  return { step: 0, moments: moments.map((moment) => new Float32Array(moment.length)) };
}

/** Where an epoch stands in its fold, and in its network where the fold has several. */
export function placeOf({ plan }: FoldTask, { earlier, network }: TrainingState, epoch: number): NetworkEpoch {
  const of = networksOf(plan).length;
  return { epoch: earlier.epochs + epoch, ...(of > 1 ? { network: { index: network, of, epoch } } : {}) };
}

interface NetworkEpoch {
  readonly epoch: number;
  readonly network?: NetworkPlace;
}
