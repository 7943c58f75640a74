/** Fine-tuning: further epochs with the selected weights, on fit and select part. */
import { cutItems } from '../data/windows.js';
import { itemSet } from './batches.js';
import type { TrainingState } from './checkpoint.js';
import { keep, runEpoch, type TrainingContext } from './runEpoch.js';
import { placeOf } from './trainingState.js';

/** How far training came. */
export interface Progress {
  readonly state: TrainingState;
  readonly stopped: boolean;
}

/** A fixed number of further epochs on fit and select parts together, constant rate, new moments; the last weights count. */
export async function fineTuneFrom(
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
