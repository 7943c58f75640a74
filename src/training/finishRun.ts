/** The end of a run: a pure function of its fold directories. */
import { UserError } from '../base/errors.js';
import { scoredChoose } from '../config/scoring.js';
import { joinVotes } from '../data/votes.js';
import { computeMetrics } from '../metrics/classification.js';
import { summarise } from '../metrics/summary.js';
import type { Metrics } from '../metrics/types.js';
import { readEvents } from '../rundir/events.js';
import { readFoldDocument } from '../rundir/foldModel.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import {
  concatPredictions,
  readPredictions,
  storable,
  writePredictions,
  type Predictions,
} from '../rundir/predictions.js';
import { writeResult } from '../rundir/result.js';
import { countSamples } from '../rundir/scoredSamples.js';
import { writeSubmission } from '../rundir/submission.js';
import { formatVersion, type RunPlan, type RunResult } from '../rundir/types.js';
import { isFoldComplete } from './trainFold.js';

/**
 * Derives predictions.csv, test_predictions.csv, submission.csv and, last, result.json.
 * @throws UserError (state) where folds are missing; it names them
 */
export async function finishRun(runDirectory: string): Promise<RunResult> {
  const plan = await readPlan(runDirectory);
  const paths = runPaths(runDirectory);
  const tasks = Array.from({ length: plan.tasks }, (_, k) => k);
  const missing = tasks.filter((k) => !isFoldComplete(runDirectory, plan, k));
  if (missing.length > 0)
    throw new UserError(
      `The run cannot be finished: ${missing.length === 1 ? 'fold' : 'folds'} ${missing.map((k) => k + 1).join(', ')} of ${plan.tasks} ${missing.length === 1 ? 'is' : 'are'} not trained.`,
      { kind: 'state', place: { file: paths.folds }, cure: 'Resume the run.' },
    );

  const folds: RunResult['folds'][number][] = [];
  const outOfFold: Predictions[] = [];
  let mixedNumerics = false;
  for (const k of tasks) {
    const fold = paths.fold(k);
    const finished = readEvents(fold.events).events.at(-1);
    if (finished?.type !== 'finished') throw new Error(`fold ${k} changed while it was read`);
    let metrics: Metrics | null = null;
    if (plan.experiment.validation.scheme !== 'none') {
      const predictions = await readPredictions(fold.predictions);
      metrics = metricsOf(predictions);
      outOfFold.push(predictions);
    }
    const { numericFingerprints, decision, networks } = await readFoldDocument(fold);
    mixedNumerics ||= numericFingerprints.some((fingerprint) => fingerprint !== plan.numericFingerprint);
    const { epochs, bestEpoch } = finished;
    folds.push({
      repeat: Math.floor(k / plan.folds),
      fold: k % plan.folds,
      epochs,
      bestEpoch,
      metrics,
      ...(networks && { networks: networks.length }),
      ...(decision && { decision }),
    });
  }

  const pooled = outOfFold.length > 0 ? concatPredictions(outOfFold) : null;
  if (pooled) await writePredictions(paths.predictions, pooled);
  const counts = pooled && countSamples(plan, pooled);
  const test = plan.data.testSamples > 0 ? await finishTest(runDirectory, plan, tasks) : null;
  const scored = folds.flatMap(({ metrics }) => (metrics ? [metrics] : []));
  const summary = scored.length > 0 ? summarise(scored) : null;
  const result: RunResult = {
    formatVersion,
    folds,
    mean: summary?.mean ?? null,
    std: summary?.std ?? null,
    outOfFold: pooled && metricsOf(pooled),
    ...(counts ? { scoredSamples: counts } : {}),
    test: test && metricsOf(test),
    selection: selectionOf(plan),
    ...(mixedNumerics ? { mixedNumerics } : {}),
  };
  await writeResult(runDirectory, result);
  return result;
}

/** Metrics of predictions whose labels are all known, else null. */
export function metricsOf({ labels, probabilities, classes }: Predictions): Metrics | null {
  if (labels.length === 0 || labels.some((label) => label < 0)) return null;
  return computeMetrics(labels, probabilities, classes);
}

/** The ensemble of all folds on the test data, and the file that a competition asks for. */
async function finishTest(runDirectory: string, plan: RunPlan, tasks: readonly number[]): Promise<Predictions> {
  const paths = runPaths(runDirectory);
  const members = [];
  for (const k of tasks) members.push(await readPredictions(paths.fold(k).testPredictions));
  const ensemble = joinMembers(members, plan.experiment.ensemble.vote);
  await writePredictions(paths.testPredictions, ensemble);
  await writeSubmission(paths.submission, ensemble, plan.experiment.data);
  return ensemble;
}

/** Joins the predictions of several members for the same samples, given in the same order. */
export function joinMembers(members: readonly Predictions[], vote: 'mean' | 'majority'): Predictions {
  const { classes, samples, labels } = members[0];
  const all = concatPredictions(members);
  const target = members.flatMap(() => samples.map((_, i) => i));
  const probabilities = storable(joinVotes(target, all.probabilities, classes.length, samples.length, vote));
  return { classes, samples, labels, repeat: null, fold: null, probabilities };
}

function selectionOf(plan: RunPlan): RunResult['selection'] {
  const { selection, innerFolds, leaky } = plan.experiment.validation;
  const flatters = { optimistic: leaky || scoredChoose(plan.experiment), ...(leaky ? { leaky } : {}) };
  if (innerFolds !== null) return { method: 'fraction', fraction: 1 / innerFolds, ...flatters };
  if (typeof selection === 'object') return { method: 'fraction', fraction: selection.fraction, ...flatters };
  return { method: selection, fraction: null, ...flatters };
}
