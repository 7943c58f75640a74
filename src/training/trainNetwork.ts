/** A network's training: epochs, selection, early stopping, fine-tuning; from any checkpoint to the weights that count. */
import { learningRateAt, nextPlateau, type Schedule } from '../model/schedules.js';
import { networksOf } from '../rundir/networks.js';
import type { TrainingState } from './checkpoint.js';
import { fineTuneFrom, type Progress } from './fineTune.js';
import { labelsOf, type FoldTask } from './foldTask.js';
import { keep, runEpoch, type TrainingContext } from './runEpoch.js';
import { isBetter, scoreSelect, selectionMetric } from './selection.js';
import { placeOf, untouched } from './trainingState.js';

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

/** A matrix of more classes is not kept for every epoch: the log would be little else. */
const mostClasses = 20;
