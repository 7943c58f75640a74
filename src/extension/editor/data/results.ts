/** Predictions and attention of runs, read once: a finished run does not change. */
import { readAttention, type FoldAttention } from '../../../explain/attention.js';
import { outOfFoldBySample, type OutOfFold } from '../../../explain/outOfFold.js';
import { runPaths } from '../../../rundir/paths.js';
import { readPredictions } from '../../../rundir/predictions.js';
import type { RunRecord } from '../../model/record.js';

export interface Results {
  /** @throws UserError where the file is damaged */
  outOfFold(record: RunRecord): Promise<OutOfFold>;
  attention(record: RunRecord, task: number): Promise<FoldAttention | null>;
}

const mostRuns = 30;
const mostFolds = 20;

export function createResults(): Results {
  const predictions = new Map<string, Promise<OutOfFold>>();
  const attention = new Map<string, Promise<FoldAttention | null>>();
  return {
    outOfFold: ({ directory }) =>
      kept(predictions, directory, mostRuns, async () =>
        outOfFoldBySample(await readPredictions(runPaths(directory).predictions)),
      ),
    attention: ({ directory }, task) =>
      kept(attention, `${directory}\n${task}`, mostFolds, () => readAttention(directory, task)),
  };
}

/** From the map, or made and put there; the oldest goes where there are too many, and what failed is tried again. */
function kept<T>(map: Map<string, Promise<T>>, key: string, most: number, make: () => Promise<T>): Promise<T> {
  const found = map.get(key);
  if (found) return found;
  const made = make();
  made.catch(() => map.delete(key));
  if (map.size >= most) map.delete(map.keys().next().value!);
  map.set(key, made);
  return made;
}
