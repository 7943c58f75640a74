/** Scoring a run: by its out-of-fold predictions, or on labelled data that it has not seen. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors.js';
import { systemMeaning } from '../base/systemErrors.js';
import { scoredChoose } from '../config/scoring.js';
import { familiarCounts, familiarSamples, identitiesOf } from '../data/familiar.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import type { Dataset } from '../data/types.js';
import type { Engine } from '../engine/contract.js';
import { computeMetrics } from '../metrics/classification.js';
import type { Metrics } from '../metrics/types.js';
import { isMissing, writeJson } from '../rundir/atomic.js';
import { stamp } from '../rundir/names.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { readPredictions, writePredictions, type Predictions } from '../rundir/predictions.js';
import { readSamples } from '../rundir/samples.js';
import { formatVersion } from '../rundir/types.js';
import { metricsOf } from './finishRun.js';
import { predictWith } from './predictWith.js';

export interface EvaluateOptions {
  /** Labelled data; left out: the run's out-of-fold predictions. */
  readonly data?: Dataset;
  /** Where the data are from, for the record. */
  readonly source?: { readonly data: string; readonly labels: string | null };
  /** Score samples too whose content the run was trained on. */
  readonly allowSeen?: boolean;
  /** Keep metrics and predictions below `evaluations/`. */
  readonly save?: boolean;
  readonly engine?: Engine;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What `evaluations/<stamp>/evaluation.json` holds. */
export interface Evaluation {
  readonly formatVersion: number;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly kind: 'outOfFold' | 'data';
  readonly source: { readonly data: string; readonly labels: string | null } | null;
  readonly samples: number;
  /** Samples among them that the run was trained on. */
  readonly seen: number;
  /** Of other data: what else the run knows of them. Not there in evaluations of before it was counted. */
  readonly familiar?: FamiliarCounts;
  /** The samples have had a say in the weights: they flatter. */
  readonly optimistic: boolean;
  /** Present and true where its splits leak on purpose. */
  readonly leaky?: boolean;
  readonly metrics: Metrics;
  /** Of each member alone; empty for out-of-fold predictions. */
  readonly members: readonly { readonly repeat: number; readonly fold: number; readonly metrics: Metrics }[];
}

/**
 * Metrics of a run. On other data: of the ensemble of its folds.
 * @throws UserError where there are no out-of-fold predictions (yet), a sample has no label, or the run has seen a sample
 */
export async function evaluateRun(runDirectory: string, options: EvaluateOptions = {}): Promise<Evaluated> {
  const now = new Date();
  const { predictions, ...rest } = options.data
    ? await evaluateData(runDirectory, options.data, options)
    : await evaluateOutOfFold(runDirectory);
  const evaluation: Evaluation = { formatVersion, created: now.toISOString(), ...rest };
  if (!options.save) return { evaluation, predictions, directory: null, notKept: null };
  try {
    const directory = await evaluationDirectory(runPaths(runDirectory).evaluations, stamp(now));
    await writePredictions(join(directory, 'predictions.csv'), predictions);
    await writeJson(join(directory, 'evaluation.json'), evaluation);
    return { evaluation, predictions, directory, notKept: null };
  } catch (error) {
    // Of a colleague's run in a folder that one may only read, the figures are worth having all the same.
    const meaning = systemMeaning(error);
    if (!meaning) throw error;
    return { evaluation, predictions, directory: null, notKept: meaning.what };
  }
}

export interface Evaluated {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** Where they are kept; null where they are not. */
  readonly directory: string | null;
  /** Why they could not be kept; null where they could, or were not to be. */
  readonly notKept: string | null;
}

type Scored = Omit<Evaluation, 'formatVersion' | 'created'> & { readonly predictions: Predictions };

async function evaluateOutOfFold(runDirectory: string): Promise<Scored> {
  const plan = await readPlan(runDirectory);
  const file = runPaths(runDirectory).predictions;
  if (plan.experiment.validation.scheme === 'none')
    throw new UserError('This run was trained on every sample: it has no out-of-fold predictions.', {
      kind: 'state',
      place: { file: runDirectory },
      cure: 'Evaluate it on other data with --data and --labels.',
    });
  const predictions = await readPredictions(file).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new UserError('The run is not finished: there are no out-of-fold predictions yet.', {
      kind: 'state',
      place: { file },
      cure: 'Resume the run, then evaluate it.',
    });
  });
  const metrics = metricsOf(predictions);
  if (!metrics)
    throw new UserError('A prediction has no label.', { kind: 'state', place: { file }, cure: 'Resume the run.' });
  return {
    kind: 'outOfFold',
    source: null,
    samples: predictions.samples.length,
    seen: 0,
    optimistic: scoredChoose(plan.experiment) || plan.experiment.validation.leaky,
    ...(plan.experiment.validation.leaky ? { leaky: true } : {}),
    metrics,
    members: [],
    predictions,
  };
}

async function evaluateData(runDirectory: string, data: Dataset, options: EvaluateOptions): Promise<Scored> {
  const place = options.source ? { place: { file: options.source.labels ?? options.source.data } } : {};
  const unlabelled = data.sampleIds.filter((_, i) => data.labels[i] < 0);
  if (unlabelled.length > 0)
    throw new UserError(`${named(unlabelled)} no label.`, {
      ...place,
      cure: 'Give a file with labels by --labels; or use `foldboard predict`, which needs none.',
    });
  const plan = await readPlan(runDirectory);
  const trained = await readSamples(runPaths(runDirectory).samples);
  const familiar = familiarSamples(trained, identitiesOf(data), plan.experiment);
  const { seen } = familiar;
  if (seen.length > 0 && !options.allowSeen)
    throw new UserError(
      `The run was trained on ${seen.length} of these ${data.sampleIds.length} samples (${some(seen)}): a score on them says nothing about new data.`,
      {
        ...place,
        cure: 'Leave --data out for the out-of-fold score, evaluate on samples it has not seen, or insist with --allow-seen.',
      },
    );
  const ensemble = await predictWith(runDirectory, data, options);
  const { classes } = ensemble;
  return {
    kind: 'data',
    source: options.source ?? null,
    samples: data.sampleIds.length,
    seen: seen.length,
    familiar: familiarCounts(familiar),
    optimistic: seen.length > 0,
    metrics: computeMetrics(data.labels, ensemble.probabilities, classes),
    members: ensemble.members.map(({ repeat, fold, probabilities }) => ({
      repeat,
      fold,
      metrics: computeMetrics(data.labels, probabilities, classes),
    })),
    predictions: {
      classes,
      samples: data.sampleIds,
      labels: data.labels,
      repeat: null,
      fold: null,
      probabilities: ensemble.probabilities,
    },
  };
}

function named(samples: readonly string[]): string {
  return samples.length === 1 ? `Sample ${samples[0]} has` : `${samples.length} samples (${some(samples)}) have`;
}

function some(samples: readonly string[]): string {
  return `${samples.slice(0, 3).join(', ')}${samples.length > 3 ? ' …' : ''}`;
}

async function evaluationDirectory(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (let n = 1; ; n++) {
    const directory = join(parent, n === 1 ? name : `${name}-${n}`);
    try {
      await mkdir(directory);
      return directory;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
