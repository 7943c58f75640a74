/** The files of a trained fold: out-of-fold predictions, attention and context, predictions of the test data. */
import { computeMetrics } from '../metrics/classification.js';
import type { Metrics } from '../metrics/types.js';
import type { Dataset } from '../data/types.js';
import { removeTemporaries, writeAtomic } from '../rundir/atomic.js';
import { networkPaths } from '../rundir/paths.js';
import { encodeNpy } from '../rundir/npy.js';
import { writePredictions, type Predictions } from '../rundir/predictions.js';
import { inOrder } from './batches.js';
import { labelsOf, type FoldTask } from './foldTask.js';
import type { FoldModel } from './model.js';

/**
 * Touches the score part, once, and writes what comes of it; then predicts the test data.
 * @returns metrics of the score part, or null where nothing is scored
 */
export async function writeFoldResults(task: FoldTask, model: FoldModel): Promise<Metrics | null> {
  const { paths, data, fold } = task;
  let metrics: Metrics | null = null;
  if (fold.score.length > 0) {
    const { probabilities, insight } = await model.predict(data.train, fold.score, {
      prepared: task.prepared,
      insight: true,
    });
    const labels = labelsOf(data.train, fold.score);
    metrics = computeMetrics(labels, probabilities, task.plan.data.classes);
    if (insight?.attention) {
      const { values, steps } = insight.attention;
      await writeAtomic(paths.attention, encodeNpy({ shape: [fold.score.length, steps], data: values }));
    }
    if (insight) {
      const { values, size } = insight.context;
      await writeAtomic(paths.context, encodeNpy({ shape: [fold.score.length, size], data: values }));
    }
    await writePredictions(paths.predictions, rowsOf(task, data.train, fold.score, probabilities));
  }
  if (data.test) {
    const all = inOrder(data.test.sampleIds.length);
    const { probabilities } = await model.predict(data.test, all);
    await writePredictions(paths.testPredictions, rowsOf(task, data.test, all, probabilities));
  }
  return metrics;
}

/** What each member of a fold makes of the score part, alone: none of them has seen it. */
export async function writeMemberPredictions(task: FoldTask, members: readonly FoldModel[]): Promise<void> {
  const { score } = task.fold;
  if (score.length === 0) return;
  for (const [m, member] of members.entries()) {
    const { probabilities } = await member.predict(task.data.train, score);
    const { directory, predictions } = networkPaths(task.paths, `members/${m}`);
    await removeTemporaries(directory);
    await writePredictions(predictions, rowsOf(task, task.data.train, score, probabilities));
  }
}

function rowsOf(task: FoldTask, dataset: Dataset, samples: Int32Array, probabilities: Float64Array): Predictions {
  return {
    classes: task.plan.data.classes,
    samples: Array.from(samples, (sample) => dataset.sampleIds[sample]),
    labels: labelsOf(dataset, samples),
    repeat: new Int32Array(samples.length).fill(task.fold.repeat),
    fold: new Int32Array(samples.length).fill(task.fold.fold),
    probabilities,
  };
}
