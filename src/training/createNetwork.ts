/** The network of a fold, with everything that its plan decides. */
import type { Engine, Network } from '../engine/contract.js';
import { lossSpec, networkSpec, optimizerSpec } from '../model/spec.js';
import type { LossSpec, NetworkSpec } from '../model/types.js';
import type { Preprocessing } from '../data/types.js';
import type { RunPlan } from '../rundir/types.js';
import { longestItem } from './batches.js';
import { countItems, type FoldTask } from './foldTask.js';

/** The shape of a fold's network, from the plan and what the fit part showed. */
export function foldNetworkSpec(
  plan: RunPlan,
  preprocessing: Preprocessing,
  classes: readonly string[] = plan.data.classes,
): NetworkSpec {
  return networkSpec(plan.experiment, {
    channels: preprocessing.continuous.length,
    tables: preprocessing.categorical.map(({ name, levels, size }) => ({ column: name, levels: levels.length, size })),
    timeAfter: plan.columns.timeAfter,
    timeSteps: preprocessing.timeSteps,
    classes: classes.length,
  });
}

/** A network that holds the fold's batches and longest items; its loss, with class weights by the items of the fit part. */
export async function createFoldNetwork(
  engine: Engine,
  task: FoldTask,
): Promise<{ readonly network: Network; readonly loss: LossSpec }> {
  const { plan } = task;
  const loss = lossSpec(stageExperiment(task), task.classes, countItems(task.fit.labels, task.classes.length));
  const parts = [task.fit, task.select, task.score];
  // Fine-tuning draws from two parts at once. A batch larger than all of them must not take memory for it.
  const items = parts.reduce((sum, part) => sum + part.items.sample.length, 0);
  const network = await engine.create({
    spec: foldNetworkSpec(plan, task.preprocessing, task.classes),
    loss,
    optimizer: optimizerSpec(plan.experiment),
    gradientClip: plan.experiment.training.gradientClip,
    maxBatch: Math.min(plan.resolved.batchSize, items),
    maxSteps: Math.max(...parts.map((part) => longestItem(part.items))),
  });
  return { network, loss };
}

/** Weights that the experiment gives classes are those of all of them: a stage has others, and takes each at its share. */
function stageExperiment({ plan: { experiment, data }, classes }: FoldTask): RunPlan['experiment'] {
  const { classWeights } = experiment.training.loss;
  if (typeof classWeights === 'string' || classes === data.classes) return experiment;
  const own = Object.fromEntries(classes.map((name) => [name, classWeights[name] ?? 1]));
  const loss = { ...experiment.training.loss, classWeights: own };
  return { ...experiment, training: { ...experiment.training, loss } };
}

/** A network for predicting only; its loss and optimiser are never used. */
export function createPredictor(
  engine: Engine,
  spec: NetworkSpec,
  maxBatch: number,
  maxSteps: number,
): Promise<Network> {
  return engine.create({
    spec,
    loss: { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 },
    optimizer: { name: 'sgd', weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
    gradientClip: null,
    maxBatch,
    maxSteps,
  });
}
