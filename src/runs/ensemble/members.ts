/** The members of an ensemble of runs: for each sample one prediction of each run, by models that never saw it. */
import { basename } from 'node:path';
import { UserError } from '../../base/errors.js';
import { runPaths } from '../../rundir/paths.js';
import { readPlan } from '../../rundir/plan.js';
import { readPredictions, storable, type Predictions } from '../../rundir/predictions.js';
import { predictionsOfMembers } from './inside.js';
import { readResult } from '../../rundir/result.js';
import { readGroups } from '../overSamples.js';
import { dataDifference } from '../sameData.js';
import type { RunPlan } from '../../rundir/types.js';

export interface EnsembleMember {
  readonly directory: string;
  readonly name: string;
  readonly plan: RunPlan;
  /** The scored samples chose its weights: its predictions flatter. */
  readonly optimistic: boolean;
  /** Samples x classes, in the order of the set. */
  readonly probabilities: Float64Array;
}

/** Samples that every member has predicted out of fold. */
export interface MemberSet {
  readonly classes: readonly string[];
  readonly samples: readonly string[];
  readonly labels: Int32Array;
  /** What a member is: a whole run, or, of one run, one of the networks that each of its folds trained. */
  readonly unit: 'run' | 'member';
  /** Fold in which each sample was scored by the first run, or the first that keeps groups: what cross-fitting goes by. */
  readonly fold: Int32Array;
  readonly members: readonly EnsembleMember[];
  /** Names of members trained on other data than the first, of which ids and labels say that they are the same samples. */
  readonly otherData: readonly string[];
  /** Group of each sample by its id, where some run names groups; else null. */
  readonly groups: ReadonlyMap<string, string> | null;
  /** Names of members whose splits part such groups: their models know others of the group. */
  readonly parting: readonly string[];
}

/**
 * Reads finished runs. Repeats of a run are averaged; runs may have drawn their folds differently, but must have scored the
 * same samples with the same labels. Of a single run: the members inside its folds.
 * @throws UserError where a run is not finished, was not scored, is leaky or named twice, or has other samples than the first;
 *   or where a single run has one model a fold
 */
export async function readMembers(directories: readonly string[]): Promise<MemberSet> {
  const twice = directories.find((directory, i) => directories.indexOf(directory) < i);
  if (twice !== undefined) throw refuse(basename(twice), 'is named twice', 'Name each run once.');
  const read = [];
  for (const directory of directories) read.push(await readRun(directory));
  const unit = read.length === 1 ? ('member' as const) : ('run' as const);
  if (unit === 'member') read.push(...(await membersInside(read.pop()!)));
  const [first] = read;
  const keeping = read.find(({ plan }) => plan.experiment.data.group !== null);
  const groups = keeping ? await readGroups(keeping.directory) : null;
  const parting = groups ? read.filter((run) => splitsGroups(run.predictions, groups)).map(({ name }) => name) : [];
  const { classes } = first.predictions;
  const rows = rowsBySample(first.predictions);
  const samples = [...rows.keys()];
  const labels = Int32Array.from(samples, (sample) => first.predictions.labels[rows.get(sample)![0]]);
  const foldOf = firstFolds((keeping ?? first).predictions);
  const fold = Int32Array.from(samples, (sample) => foldOf.get(sample) ?? 0);
  const members = read.map(({ predictions, ...rest }) => ({
    ...rest,
    probabilities: aligned(rest.name, predictions, first.name, classes, samples, labels),
  }));
  const otherData = members.filter((member) => dataDifference(member, members[0]) !== null).map(({ name }) => name);
  return { classes, samples, labels, unit, fold, members, otherData, groups, parting };
}

/** Whether samples of one group were scored in several folds of a repeat, so that each was predicted by models that saw others. */
function splitsGroups({ samples, repeat, fold }: Predictions, groups: ReadonlyMap<string, string>): boolean {
  const foldOf = new Map<string, number>();
  return samples.some((sample, i) => {
    const key = `${repeat?.[i] ?? 0}/${groups.get(sample) ?? sample}`;
    const own = fold?.[i] ?? 0;
    const known = foldOf.get(key) ?? own;
    foldOf.set(key, known);
    return known !== own;
  });
}

async function readRun(directory: string) {
  const name = basename(directory);
  const [plan, result] = [await readPlan(directory), await readResult(directory)];
  if (!result) throw refuse(name, 'is not finished', 'Resume it first.');
  if (plan.experiment.validation.scheme === 'none')
    throw refuse(name, 'was trained on every sample: it has no out-of-fold predictions', 'Leave it out.');
  if (result.selection.leaky) throw refuse(name, 'is leaky: its models have seen what they predict', 'Leave it out.');
  const predictions = await readPredictions(runPaths(directory).predictions);
  return { directory, name, plan, optimistic: result.selection.optimistic, predictions };
}

async function membersInside(run: Awaited<ReturnType<typeof readRun>>) {
  const inside = await predictionsOfMembers(run.directory, run.plan.tasks);
  if (inside.length === 0)
    throw refuse(
      run.name,
      'has one model a fold: there is nothing to join',
      'Name several runs, or one with ensemble.seeds or validation.innerFolds.',
    );
  return inside.map((predictions, m) => ({ ...run, name: `member ${m + 1}`, predictions }));
}

/** The fold of each sample in the first repeat. */
function firstFolds({ samples, fold }: Predictions): Map<string, number> {
  const folds = new Map<string, number>();
  samples.forEach((sample, i) => {
    if (!folds.has(sample)) folds.set(sample, fold?.[i] ?? 0);
  });
  return folds;
}

function rowsBySample({ samples }: Predictions): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  samples.forEach((sample, row) => {
    const known = rows.get(sample);
    if (known) known.push(row);
    else rows.set(sample, [row]);
  });
  return rows;
}

/** Probabilities of the samples in the order and with the classes of the first run. */
function aligned(
  name: string,
  predictions: Predictions,
  first: string,
  classes: readonly string[],
  samples: readonly string[],
  labels: Int32Array,
): Float64Array {
  const column = classes.map((label) => predictions.classes.indexOf(label));
  if (predictions.classes.length !== classes.length || column.includes(-1))
    throw refuse(name, `has other classes than ${first}`, 'An ensemble needs runs of one task.');
  const rows = rowsBySample(predictions);
  const missing = samples.find((sample) => !rows.has(sample));
  if (rows.size !== samples.length || missing !== undefined)
    throw refuse(name, `was scored on other samples than ${first}`, 'An ensemble needs runs on the same data.');
  const values = new Float64Array(samples.length * classes.length);
  samples.forEach((sample, i) => {
    const own = rows.get(sample)!;
    if (predictions.classes[predictions.labels[own[0]]] !== classes[labels[i]])
      throw refuse(name, `has another label of sample ${sample} than ${first}`, 'Train both on the same labels.');
    for (const row of own)
      column.forEach((from, c) => {
        values[i * classes.length + c] +=
          predictions.probabilities[row * predictions.classes.length + from] / own.length;
      });
  });
  return storable(values);
}

function refuse(run: string, why: string, cure: string): UserError {
  return new UserError(`${run} ${why}.`, { kind: 'usage', cure });
}
