/** Predictions and attention of runs, read once: a finished run does not change. */
import { readAttention, type FoldAttention } from '../../../explain/attention.js';
import { outOfFoldBySample, type OutOfFold } from '../../../explain/outOfFold.js';
import { isMissing } from '../../../rundir/atomic.js';
import { runPaths } from '../../../rundir/paths.js';
import { readPredictions } from '../../../rundir/predictions.js';
import type { RunRecord } from '../../model/record.js';

export interface Results {
  /** @throws UserError where the file is damaged */
  outOfFold(record: RunRecord): Promise<OutOfFold>;
  /** The predictions in a file. @throws UserError where it is damaged */
  predictions(file: string): Promise<OutOfFold>;
  /** What the model of each fold says of the test data; without those that said nothing. */
  testMembers(record: RunRecord): Promise<OutOfFold[]>;
  attention(record: RunRecord, task: number): Promise<FoldAttention | null>;
}

const mostFiles = 60;
const mostFolds = 20;

export function createResults(): Results {
  const read = new Map<string, Promise<OutOfFold>>();
  const attention = new Map<string, Promise<FoldAttention | null>>();
  const predictions = (file: string): Promise<OutOfFold> =>
    kept(read, file, mostFiles, async () => outOfFoldBySample(await readPredictions(file)));
  return {
    predictions,
    outOfFold: ({ directory }) => predictions(runPaths(directory).predictions),
    async testMembers({ directory, plan }) {
      const files = Array.from({ length: plan?.tasks ?? 0 }, (_, k) => runPaths(directory).fold(k).testPredictions);
      const members = await Promise.all(
        files.map((file) =>
          predictions(file).catch((error: unknown) => {
            if (isMissing(error)) return null;
            throw error;
          }),
        ),
      );
      return members.filter((one) => one !== null);
    },
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
