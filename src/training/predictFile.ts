/** Predicting a file of any size with the models of a run: read and predicted a part at a time. */
import type { LoadedExperiment } from '../config/load.js';
import { loadOtherData, loadOtherDataInParts, type ColumnNames } from '../data/load.js';
import { canonicalOrder } from '../data/order.js';
import { ScatteredRows } from '../data/read/parts.js';
import type { Dataset } from '../data/types.js';
import { familiarCounts, familiarSamples, identitiesOf, type SampleIdentity } from '../data/familiar.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import type { Engine } from '../engine/contract.js';
import { networksOf } from '../rundir/networks.js';
import { runPaths } from '../rundir/paths.js';
import { readSamples } from '../rundir/samples.js';
import { loadPredictor, type Predictor } from './predictWith.js';

/** Bytes of a part's values: many samples, and little beside what a network takes. */
const partBytes = 1 << 25;

export interface PredictFileOptions {
  /** The plan's where it is left out. */
  readonly engine?: Engine;
  /** Time steps of a part at least; left out: as many as 32 MB hold. */
  readonly partRows?: number;
  /** Called after each part, with the samples predicted so far. */
  readonly onProgress?: (samples: number) => void;
}

export interface FilePrediction {
  readonly classes: readonly string[];
  /** Ids in canonical order; the arrays below stand in the same. */
  readonly samples: readonly string[];
  /** Class index, -1 where the label is not known. */
  readonly labels: Int32Array;
  /** Samples x classes. */
  readonly probabilities: Float64Array;
  /** Samples that the run was trained on. */
  readonly seen: number;
  /** And what else it knows of them. */
  readonly familiar: FamiliarCounts;
  /** Networks (or models of another kind) of all folds together. */
  readonly members: number;
}

/**
 * Predicts every sample of `file` by all folds' models together: the same bytes however it is divided. A long CSV file whose
 * samples stand in one piece each may be larger than memory; any other is read as a whole.
 * @param columns those of the model
 * @throws UserError where the file is wrong, or a fold is not trained
 */
export async function predictFile(
  runDirectory: string,
  experiment: LoadedExperiment,
  file: string,
  columns: ColumnNames,
  options: PredictFileOptions = {},
): Promise<FilePrediction> {
  const predictor = await loadPredictor(runDirectory, options.engine);
  const { classes } = predictor.plan.data;
  const width = columns.continuous.length + columns.categorical.length;
  const rows = options.partRows ?? Math.ceil(partBytes / (4 * width));
  const all = (parts: Iterable<Dataset>): Promise<FilePrediction> =>
    predictParts(predictor, runDirectory, parts, options.onProgress);
  try {
    return await all(loadOtherDataInParts(experiment, file, classes, columns, rows));
  } catch (error) {
    if (!(error instanceof ScatteredRows)) throw error;
    return await all([await loadOtherData(experiment, file, null, classes, columns)]);
  } finally {
    predictor.dispose();
  }
}

async function predictParts(
  predictor: Predictor,
  runDirectory: string,
  parts: Iterable<Dataset>,
  onProgress: PredictFileOptions['onProgress'],
): Promise<FilePrediction> {
  const { classes } = predictor.plan.data;
  const samples: string[] = [];
  const labels: number[] = [];
  const probabilities: Float64Array[] = [];
  const identities: SampleIdentity[] = [];
  for (const part of parts) {
    for (const identity of identitiesOf(part)) identities.push(identity);
    probabilities.push((await predictor.predict(part)).probabilities);
    for (const id of part.sampleIds) samples.push(id);
    for (const label of part.labels) labels.push(label);
    onProgress?.(samples.length);
  }
  const trained = await readSamples(runPaths(runDirectory).samples);
  const familiar = familiarCounts(familiarSamples(trained, identities, predictor.plan.experiment));
  const order = canonicalOrder(samples);
  const joined = concat(probabilities, samples.length * classes.length);
  const ordered = new Float64Array(joined.length);
  order.forEach((from, to) => {
    ordered.set(joined.subarray(from * classes.length, (from + 1) * classes.length), to * classes.length);
  });
  return {
    classes,
    samples: Array.from(order, (i) => samples[i]),
    labels: order.map((i) => labels[i]),
    probabilities: ordered,
    seen: familiar.seen,
    familiar,
    members: predictor.models.length * networksOf(predictor.plan).length,
  };
}

function concat(arrays: readonly Float64Array[], length: number): Float64Array {
  const joined = new Float64Array(length);
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
