/** Predicting data with the models of a run. */
import { joinVotes } from '../data/votes.js';
import type { Dataset } from '../data/types.js';
import type { Engine } from '../engine/contract.js';
import { UserError } from '../base/errors.js';
import { readFoldModel } from '../rundir/foldModel.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { storable } from '../rundir/predictions.js';
import type { RunPlan } from '../rundir/types.js';
import { inOrder } from './batches.js';
import { restoreBaseline, type BaselineState } from './baselines/index.js';
import { baselineModel } from './baselineModel.js';
import { flatParameters, foldMembers } from './foldMembers.js';
import { decidedModel, joinedModel } from './joinedModel.js';
import type { FoldModel } from './model.js';
import { networkModel } from './networkModel.js';
import { engineOf } from './numerics.js';
import { isFoldComplete } from './trainFold.js';

export interface MemberPrediction {
  /** Number of the fold task. */
  readonly k: number;
  readonly repeat: number;
  readonly fold: number;
  /** Samples x classes. */
  readonly probabilities: Float64Array;
}

export interface EnsemblePrediction {
  readonly classes: readonly string[];
  readonly samples: readonly string[];
  /** Samples x classes: the members joined as the experiment says. */
  readonly probabilities: Float64Array;
  readonly members: readonly MemberPrediction[];
}

/**
 * The model of one fold, from its files.
 * @param engine the plan's where it is left out; others agree to float32 rounding
 * @throws UserError (state) where the fold is not trained or its files are damaged
 */
export async function loadFoldModel(runDirectory: string, k: number, engine?: Engine): Promise<FoldModel> {
  const plan = await readPlan(runDirectory);
  if (!isFoldComplete(runDirectory, plan, k))
    throw new UserError(`Fold ${k + 1} of ${plan.tasks} is not trained.`, {
      kind: 'state',
      place: { file: runPaths(runDirectory).fold(k).directory },
      cure: 'Resume the run.',
    });
  const paths = runPaths(runDirectory).fold(k);
  const { document, tensors } = await readFoldModel(paths);
  const { networks, network, decision } = document;
  if (document.kind !== 'recurrent' || (network === null && !networks))
    return baselineModel(restoreBaseline(document.baseline as BaselineState, tensors));
  const own = engine ?? (await engineOf(plan));
  const classes = plan.data.classes.length;
  if (networks) {
    const members = await foldMembers(paths, networks, plan, own);
    return decidedModel(joinedModel(members, classes, plan.experiment.ensemble.vote), decision, classes);
  }
  const parameters = flatParameters(network!, tensors, paths.weights);
  return decidedModel(networkModel(own, plan, network!, document.preprocessing, parameters), decision, classes);
}

export interface PredictOptions {
  /** The plan's where it is left out. */
  readonly engine?: Engine;
  /** Called after each member, with how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** All models of a run, loaded once, for one prediction after the other. */
export interface Predictor {
  readonly plan: RunPlan;
  readonly models: readonly FoldModel[];
  /** Predicts every sample of a dataset by all models together. Columns are found by name. */
  predict(dataset: Dataset, onProgress?: PredictOptions['onProgress']): Promise<EnsemblePrediction>;
  dispose(): void;
}

/**
 * Loads the models of all folds of a run.
 * @param engine the plan's where it is left out
 * @throws UserError (state) where a fold is not trained or its files are damaged
 */
export async function loadPredictor(runDirectory: string, engine?: Engine): Promise<Predictor> {
  const plan = await readPlan(runDirectory);
  const own = engine ?? (plan.experiment.model.kind === 'recurrent' ? await engineOf(plan) : undefined);
  const models: FoldModel[] = [];
  for (let k = 0; k < plan.tasks; k++) models.push(await loadFoldModel(runDirectory, k, own));
  return {
    plan,
    models,
    async predict(dataset, onProgress) {
      const all = inOrder(dataset.sampleIds.length);
      const members: MemberPrediction[] = [];
      for (const [k, model] of models.entries()) {
        const { probabilities } = await model.predict(dataset, all);
        members.push({ k, repeat: Math.floor(k / plan.folds), fold: k % plan.folds, probabilities });
        onProgress?.(k + 1, models.length);
      }
      return {
        classes: plan.data.classes,
        samples: dataset.sampleIds,
        probabilities: join(plan, members, all.length),
        members,
      };
    },
    dispose() {
      for (const model of models) model.dispose();
    },
  };
}

/** One prediction with all models of a run; see `Predictor`. */
export async function predictWith(
  runDirectory: string,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<EnsemblePrediction> {
  const predictor = await loadPredictor(runDirectory, options.engine);
  try {
    return await predictor.predict(dataset, options.onProgress);
  } finally {
    predictor.dispose();
  }
}

function join(plan: RunPlan, members: readonly MemberPrediction[], samples: number): Float64Array {
  const classes = plan.data.classes.length;
  const pooled = new Float64Array(members.length * samples * classes);
  members.forEach(({ probabilities }, m) => {
    pooled.set(probabilities, m * samples * classes);
  });
  const target = members.flatMap(() => [...inOrder(samples)]);
  return storable(joinVotes(target, pooled, classes, samples, plan.experiment.ensemble.vote));
}
