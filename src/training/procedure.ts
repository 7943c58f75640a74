/** What each network of a fold (rundir/networks.ts) trains on. None of them ever sees the score part. */
import { deriveKey, randomUint32, RandomStream } from '../base/random.js';
import { UserError } from '../base/errors.js';
import { dealEvenly, dealGroups } from '../data/deal.js';
import { applyPreprocessing, fitPreprocessing } from '../data/prepare.js';
import type { Dataset, Fold } from '../data/types.js';
import { cutItems } from '../data/windows.js';
import { networkPaths } from '../rundir/paths.js';
import type { PlannedNetwork, Stage } from '../rundir/networks.js';
import { itemSet, type ItemSet } from './batches.js';
import { columnSettings, type FoldTask } from './foldTask.js';

/** The task of one network of a fold. */
export function networkTask(task: FoldTask, network: PlannedNetwork): FoldTask {
  if (network.stored === null) return task;
  const { plan } = task;
  const { inner, stage } = network;
  const whole = inner === null ? task.fold : innerFold(task, inner);
  const preprocessing =
    inner === null
      ? task.preprocessing
      : fitPreprocessing(task.data.train, whole.fit, plan.experiment, columnSettings(plan));
  const prepared = inner === null ? task.prepared : applyPreprocessing(task.data.train, preprocessing);
  const train = stage ? relabelled(task.data.train, stage) : task.data.train;
  const fold = stage ? ofStage(whole, train) : whole;
  if (fold.fit.length === 0)
    throw new UserError(`A stage has no sample to fit: ${stage?.names.join(', ')} do not occur.`, {
      kind: 'state',
      cure: 'Group the classes otherwise in "stages", or bring more samples.',
    });
  const part = (samples: Int32Array): ItemSet =>
    itemSet(prepared, cutItems(train, samples, plan.experiment.data.window), train);
  return {
    ...task,
    seed: networkSeed(plan.seed, network),
    classes: stage?.names ?? task.classes,
    paths: { ...networkPaths(task.paths, network.stored.directory), checkpoint: task.paths.checkpoint },
    data: { train, test: null },
    fold,
    preprocessing,
    prepared,
    fit: part(fold.fit),
    select: part(fold.select),
    selects: (inner !== null || task.selects) && fold.select.length > 0,
  };
}

/** The first network has the seed of the run: what one network alone would be. */
function networkSeed(seed: number, { member, stage }: PlannedNetwork): number {
  if (member === 0 && (stage?.index ?? 0) === 0) return seed;
  const key = deriveKey(seed, 'member', member, stage?.index ?? 0);
  return randomUint32(key, 0) * 2097152 + (randomUint32(key, 1) >>> 11);
}

/** The training part of a fold, dealt to inner folds: number `inner` selects, the others fit. */
export function innerFold({ fold, data, plan }: FoldTask, inner: number): Fold {
  const count = plan.experiment.validation.innerFolds!;
  const pool = Int32Array.from([...fold.fit, ...fold.select]).sort();
  const labels = pool.map((sample) => data.train.labels[sample]);
  const { groups } = data.train;
  const own = groups && pool.map((sample) => groups[sample]);
  const units = own ? new Set(own).size : pool.length;
  if (units < count)
    throw new UserError(
      `Fold ${fold.fold + 1} trains on ${units} ${own ? 'groups' : 'samples'}: too few for ${count} inner folds.`,
      { kind: 'state', cure: 'Set validation.innerFolds to a smaller number.' },
    );
  const stream = new RandomStream(deriveKey(plan.seed, 'select', fold.repeat, fold.fold, count));
  const part = own
    ? dealGroups(labels, own, new Array<number>(count).fill(1 / count), stream)
    : dealEvenly(labels, count, stream);
  const where = (wanted: boolean): Int32Array => pool.filter((_, i) => (part[i] === inner) === wanted);
  return { ...fold, fit: where(false), select: where(true) };
}

/** Labels are outputs of the stage; -1 where a sample's class is none of its. */
function relabelled(dataset: Dataset, { names, groups }: Stage): Dataset {
  const output = new Map(groups.flatMap((classes, i) => classes.map((c) => [c, i] as const)));
  return { ...dataset, classes: names, labels: dataset.labels.map((label) => output.get(label) ?? -1) };
}

function ofStage(fold: Fold, { labels }: Dataset): Fold {
  const own = (samples: Int32Array): Int32Array => samples.filter((sample) => labels[sample] >= 0);
  return { ...fold, fit: own(fold.fit), select: own(fold.select) };
}
