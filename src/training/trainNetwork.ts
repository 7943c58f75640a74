/** A fold's training: epochs, selection, early stopping, fine-tuning; from any checkpoint to the weights that count. */
import { UserError } from '../base/errors.js';
import { deriveKey } from '../base/random.js';
import type { Network } from '../engine/contract.js';
import { initialParameters } from '../model/initialise.js';
import { learningRateAt, nextPlateau, startPlateau, type Schedule } from '../model/schedules.js';
import type { LossSpec, OptimizerState } from '../model/types.js';
import type { EventWriter } from '../rundir/events.js';
import { networksOf } from '../rundir/networks.js';
import type { FoldEvent, NetworkPlace } from '../rundir/types.js';
import { itemSet, type ItemSet } from './batches.js';
import { writeCheckpoint, type TrainingState } from './checkpoint.js';
import { labelsOf, type FoldTask } from './foldTask.js';
import { cutItems } from '../data/windows.js';
import { isBetter, scoreSelect, selectionMetric } from './selection.js';
import { nextAverage } from './averaging.js';
import { trainEpoch } from './trainEpoch.js';

export interface TrainingContext {
  readonly task: FoldTask;
  readonly network: Network;
  readonly loss: LossSpec;
  readonly log: EventWriter;
  readonly emit: (event: FoldEvent) => void;
  readonly shouldStop: () => boolean;
}

/** How far training came. */
export interface Progress {
  readonly state: TrainingState;
  readonly stopped: boolean;
}

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

function untouched(network: Network): OptimizerState {
  const { moments } = network.getOptimizerState();
  return { step: 0, moments: moments.map((moment) => new Float32Array(moment.length)) };
}

/** Epochs at most, over both phases and all networks: what the `started` event announces. */
export function epochsAtMost({ plan }: FoldTask): number {
  return networksOf(plan).length * (plan.resolved.epochs + (plan.experiment.fineTune?.epochs ?? 0));
}

/**
 * Trains from `state` to the end, writing events and a checkpoint after every epoch.
 * @returns the last state; unless it was asked to stop, its parameters are those selected
 */
export async function trainNetwork(context: TrainingContext, state: TrainingState): Promise<Progress> {
  let current = state;
  while (current.phase === 'train' && !isOver(context.task, current)) {
    const next = await trainingEpoch(context, current);
    if (next === null) return { state: current, stopped: true };
    current = next;
  }
  const { fineTune } = context.task.plan.experiment;
  if (current.phase === 'train') {
    const parameters = current.best?.parameters ?? current.average ?? current.parameters;
    current = { ...current, parameters, average: null };
    if (!fineTune) return { state: current, stopped: false };
    current = { ...current, phase: 'fineTune', step: 0, optimizer: untouched(context.network) };
  }
  return fineTune ? fineTuneFrom(context, current, fineTune) : { state: current, stopped: false };
}

function isOver(task: FoldTask, state: TrainingState): boolean {
  const { epochs, patience } = task.plan.resolved;
  return state.epoch >= epochs || (task.selects && patience !== null && state.waited >= patience);
}

async function trainingEpoch(context: TrainingContext, state: TrainingState): Promise<TrainingState | null> {
  const { task, network } = context;
  const { plan } = task;
  const { training, data } = plan.experiment;
  const perEpoch = Math.ceil(task.fit.items.sample.length / plan.resolved.batchSize);
  const schedule: Schedule = {
    name: training.schedule,
    learningRate: training.optimizer.learningRate,
    totalSteps: plan.resolved.epochs * perEpoch,
  };
  const rate = (batch: number): number => learningRateAt(schedule, state.step + batch, state.plateau);
  const begun = performance.now();
  const done = await runEpoch(context, state, task.fit, rate);
  if (done === null) return null;

  let { plateau, best, waited } = state;
  const epoch = state.epoch + 1;
  const metric = selectionMetric(plan.experiment);
  const score = task.selects
    ? await scoreSelect(
        network,
        task.select,
        task.fold.select,
        labelsOf(task.data.train, task.fold.select),
        task.classes,
        {
          loss: context.loss,
          metric,
          vote: data.window?.vote ?? 'mean',
          batchSize: plan.resolved.batchSize,
        },
      )
    : null;
  const seconds = (performance.now() - begun) / 1000;
  context.emit({
    type: 'epoch',
    fold: task.k,
    ...placeOf(task, state, epoch),
    trainLoss: done.trainLoss,
    selectLoss: score?.loss ?? null,
    metrics: score && {
      accuracy: score.metrics.accuracy,
      balancedAccuracy: score.metrics.balancedAccuracy,
      macroF1: score.metrics.macroF1,
      weightedF1: score.metrics.weightedF1,
      ...(plan.data.classes.length <= mostClasses ? { confusionMatrix: score.metrics.confusionMatrix } : {}),
    },
    learningRate: rate(perEpoch - 1),
    seconds,
  });
  if (score) {
    const improved = isBetter(score, best, metric);
    if (improved) {
      best = { epoch, value: score.value, loss: score.loss, parameters: done.average ?? done.parameters };
      context.emit({ type: 'best', fold: task.k, ...placeOf(task, state, epoch), metric, value: score.value });
    }
    waited = improved ? 0 : waited + 1;
    if (plateau) plateau = nextPlateau(plateau, score.value, metric === 'loss' ? 'smaller' : 'larger');
  } else if (plateau) {
    plateau = nextPlateau(plateau, done.trainLoss, 'smaller');
  }
  return keep(context, {
    ...state,
    epoch,
    step: state.step + perEpoch,
    parameters: done.parameters,
    average: done.average,
    optimizer: done.optimizer,
    plateau,
    best,
    waited,
    seconds: state.seconds + seconds,
  });
}

/** Where an epoch stands in its fold, and in its network where the fold has several. */
function placeOf({ plan }: FoldTask, { earlier, network }: TrainingState, epoch: number): NetworkEpoch {
  const of = networksOf(plan).length;
  return { epoch: earlier.epochs + epoch, ...(of > 1 ? { network: { index: network, of, epoch } } : {}) };
}

interface NetworkEpoch {
  readonly epoch: number;
  readonly network?: NetworkPlace;
}

/** A matrix of more classes is not kept for every epoch: the log would be little else. */
const mostClasses = 20;

/** A fixed number of further epochs on fit and select parts together, constant rate, new moments; the last weights count. */
async function fineTuneFrom(
  context: TrainingContext,
  state: TrainingState,
  settings: { readonly epochs: number; readonly learningRate: number },
): Promise<Progress> {
  const { task } = context;
  const { train } = task.data;
  // Where the scored fold selects, it must not be trained on.
  const scored = new Set(task.fold.score);
  const samples = Int32Array.from([...task.fold.fit, ...task.fold.select].filter((s) => !scored.has(s))).sort();
  const set = itemSet(task.prepared, cutItems(train, samples, task.plan.experiment.data.window), train);
  const perEpoch = Math.ceil(set.items.sample.length / task.plan.resolved.batchSize);
  let current = state;
  const first = state.epoch - state.step / perEpoch;
  while (current.epoch - first < settings.epochs) {
    const begun = performance.now();
    const done = await runEpoch(context, current, set, () => settings.learningRate);
    if (done === null) return { state: current, stopped: true };
    const seconds = (performance.now() - begun) / 1000;
    const epoch = current.epoch + 1;
    context.emit({
      type: 'epoch',
      fold: task.k,
      ...placeOf(task, state, epoch),
      trainLoss: done.trainLoss,
      selectLoss: null,
      metrics: null,
      learningRate: settings.learningRate,
      seconds,
    });
    current = await keep(context, {
      ...current,
      epoch,
      step: current.step + perEpoch,
      parameters: done.parameters,
      average: done.average,
      optimizer: done.optimizer,
      seconds: current.seconds + seconds,
    });
  }
  return { state: { ...current, parameters: current.average ?? current.parameters }, stopped: false };
}

/**
 * One epoch from the stored form of the state to the stored form of the next. Every epoch begins by loading it, so that a
 * resumed training cannot differ from an undisturbed one, whatever an engine keeps inside.
 */
async function runEpoch(
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

async function keep(context: TrainingContext, state: TrainingState): Promise<TrainingState> {
  await writeCheckpoint(context.task.paths.checkpoint, state, context.log.offset());
  return state;
}
