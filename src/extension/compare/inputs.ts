/** What a comparison needs of each run, read from its files; kept as long as these do not change. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readEvents } from '../../rundir/events.js';
import { noNotes, readNotes } from '../../rundir/notes.js';
import { runPaths } from '../../rundir/paths.js';
import { readComparable, type ComparableRun } from '../../runs/comparable.js';
import { parametersOf } from '../../study/cost.js';
import type { FoldColumns } from '../../protocol/run.js';
import { messageOf } from '../model/describe.js';
import { appendEpoch, emptyColumns } from '../model/columns.js';

export interface CompareInput extends ComparableRun {
  readonly directory: string;
  readonly starred: boolean;
  readonly parameters: number | null;
  readonly seconds: number | null;
  /** Curves by fold task. */
  readonly columns: readonly FoldColumns[];
}

export interface MissingRun {
  readonly directory: string;
  readonly name: string;
  readonly reason: string;
}

export type InputCache = Map<string, { readonly stamp: string; readonly input: CompareInput }>;

/** Reads the runs; those that cannot be compared come with the reason. */
export async function readInputs(
  directories: readonly string[],
  isKnown: (directory: string) => boolean,
  cache: InputCache,
): Promise<{ inputs: CompareInput[]; missing: MissingRun[] }> {
  const read = await Promise.all(
    directories.map(async (directory): Promise<CompareInput | MissingRun> => {
      const name = basename(directory);
      if (!isKnown(directory)) return { directory, name, reason: 'It is not (or no longer) in the open folders.' };
      try {
        return await readInput(directory, cache);
      } catch (error) {
        return { directory, name, reason: messageOf(error) };
      }
    }),
  );
  return {
    inputs: read.flatMap((one) => ('plan' in one ? [one] : [])),
    missing: read.flatMap((one) => ('plan' in one ? [] : [one])),
  };
}

async function readInput(directory: string, cache: InputCache): Promise<CompareInput> {
  const paths = runPaths(directory);
  const stamp = (await Promise.all([paths.result, paths.notes].map(changed))).join();
  const known = cache.get(directory);
  if (known?.stamp === stamp) return known.input;
  const [run, notes] = await Promise.all([readComparable(directory), readNotes(directory).catch(() => noNotes)]);
  const folds = Array.from({ length: run.plan.tasks }, (_, k) => readFold(paths.fold(k).events));
  const seconds = folds.map((fold) => fold.seconds);
  const input: CompareInput = {
    ...run,
    directory,
    starred: notes.star,
    parameters: await parametersOf(directory).catch(() => null),
    seconds: seconds.some((value) => value === null) ? null : seconds.reduce<number>((sum, value) => sum + value!, 0),
    columns: folds.map((fold) => fold.columns),
  };
  cache.set(directory, { stamp, input });
  return input;
}

/** Curves and training time of a fold; without them where its log is gone (an imported run has none). */
function readFold(file: string): { columns: FoldColumns; seconds: number | null } {
  const columns = emptyColumns();
  let seconds: number | null = null;
  for (const event of readEvents(file).events) {
    // Networks that were trained one after the other have no curve in common.
    if (event.type === 'epoch' && (event.network?.of ?? 1) < 2) appendEpoch(columns, event);
    if (event.type === 'finished') ({ seconds } = event);
  }
  return { columns, seconds };
}

const changed = (file: string): Promise<string> =>
  stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
    () => '',
  );
