/** One epoch of a network, from a stored state to the next. */
import { UserError } from '../base/errors.js';
import type { Network } from '../engine/contract.js';
import type { LossSpec, OptimizerState } from '../model/types.js';
import type { EventWriter } from '../rundir/events.js';
import type { FoldEvent } from '../rundir/types.js';
import { nextAverage } from './averaging.js';
import type { ItemSet } from './batches.js';
import { writeCheckpoint, type TrainingState } from './checkpoint.js';
import type { FoldTask } from './foldTask.js';
import { trainEpoch } from './trainEpoch.js';

export interface TrainingContext {
  readonly task: FoldTask;
  readonly network: Network;
  readonly loss: LossSpec;
  readonly log: EventWriter;
  readonly emit: (event: FoldEvent) => void;
  readonly shouldStop: () => boolean;
}

/**
 * One epoch from the stored form of the state to the stored form of the next. Every epoch begins by loading it, so that a
 * resumed training cannot differ from an undisturbed one, whatever an engine keeps inside.
 */
export async function runEpoch(
  context: TrainingContext,
  state: TrainingState,
  set: ItemSet,
  learningRate: (batch: number) => number,
): Promise<{
  trainLoss: number;
  parameters: Float32Array;
  average: Float32Array | null;
  optimizer: OptimizerState;
} | null> {
  const { network, task } = context;
  const { training } = task.plan.experiment;
  let average = state.average;
  network.setParameters(state.parameters);
  network.setOptimizerState(state.optimizer);
  const trainLoss = await trainEpoch(network, set, {
    seed: task.seed,
    repeat: task.fold.repeat,
    fold: task.fold.fold,
    epoch: state.epoch + 1,
    batchSize: task.plan.resolved.batchSize,
    sampler: training.sampler,
    augmentation: training.augmentation,
    learningRate,
    shouldStop: context.shouldStop,
    ...(training.averaging && {
      afterStep: (batch) => {
        average = nextAverage(average, network.getParameters(), state.step + batch, training.averaging!.decay);
      },
    }),
  });
  if (trainLoss === null) return null;
  const parameters = network.getParameters();
  if (!Number.isFinite(trainLoss) || !parameters.every(Number.isFinite))
    throw new UserError(`Training diverged: epoch ${state.epoch + 1} left weights that are not numbers.`, {
      kind: 'state',
      cure: 'Lower training.optimizer.learningRate, or set training.gradientClip, and train anew.',
    });
  const optimizer = network.getOptimizerState();
  // What is scored are the stored weights, so that predictions made later from the file are the same.
  network.setParameters(average ?? parameters);
  return { trainLoss, parameters, average, optimizer };
}

/** Writes the checkpoint of a state. @returns the state */
export async function keep(context: TrainingContext, state: TrainingState): Promise<TrainingState> {
  await writeCheckpoint(context.task.paths.checkpoint, state, context.log.offset());
  return state;
}
