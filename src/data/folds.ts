/** Divides the samples of a dataset into folds: which samples fit, select and score. */
import { deriveKey, RandomStream } from '../base/random.js';
import type { Place } from '../base/errors.js';
import type { Experiment } from '../config/schema.js';
import { chooseShare, dealEvenly, dealGroups } from './deal.js';
import { checkDivisible, emptySelection, oneGroupLeft } from './foldChecks.js';
import type { Dataset, Fold } from './types.js';

/** Where a value of the experiment stands in its file; see `LoadedExperiment.locate`. */
export type Locate = (path: readonly (string | number)[]) => Place;

type Validation = Experiment['validation'];

/**
 * The folds of all repeats, repeat by repeat. Every sample is scored exactly once a repeat (kFold), or the share `fraction`
 * of them (holdout), or none (scheme "none"). Parts are disjoint, but for selection "scoredFold", where select is score.
 * Groups never stand on two sides. Everything follows from the experiment's seed.
 * @throws UserError where the data cannot be divided so; with `locate` it names the line of the experiment.
 */
export function planFolds(dataset: Dataset, experiment: Experiment, locate?: Locate): Fold[] {
  const { validation, seed } = experiment;
  checkDivisible(dataset, validation, locate);
  const folds: Fold[] = [];
  for (let repeat = 0; repeat < validation.repeats; repeat++) {
    const stream = new RandomStream(deriveKey(seed, 'split', repeat));
    const { parts, count } = scoredParts(dataset, validation, stream);
    for (let fold = 0; fold < count; fold++) {
      const score = indicesWhere(parts, (part) => part === fold);
      const training = indicesWhere(parts, (part) => part !== fold);
      const select = selectPart(dataset, validation, training, score, seed, repeat, fold, locate);
      const inSelect = new Set(validation.selection === 'scoredFold' ? [] : select);
      folds.push({ repeat, fold, fit: training.filter((sample) => !inSelect.has(sample)), select, score });
    }
  }
  return folds;
}

/** The fold in which each sample is scored, -1 for none. */
function scoredParts(dataset: Dataset, validation: Validation, stream: RandomStream) {
  const strata = validation.stratified ? dataset.labels : new Int32Array(dataset.labels.length);
  switch (validation.scheme) {
    case 'none':
      return { parts: new Int32Array(strata.length).fill(-1), count: 1 };
    case 'holdout': {
      const chosen = dataset.groups
        ? dealGroups(strata, dataset.groups, [1 - validation.fraction, validation.fraction], stream)
        : chooseShare(strata, validation.fraction, stream);
      return { parts: chosen.map((c) => (c === 1 ? 0 : -1)), count: 1 };
    }
    case 'kFold': {
      const shares = new Array<number>(validation.folds).fill(1 / validation.folds);
      const parts = dataset.groups
        ? dealGroups(strata, dataset.groups, shares, stream)
        : dealEvenly(strata, validation.folds, stream);
      return { parts, count: validation.folds };
    }
  }
}

/** Always stratified: unlike folds, a share can be taken of classes of any size. */
function selectPart(
  dataset: Dataset,
  validation: Validation,
  training: Int32Array,
  score: Int32Array,
  seed: number,
  repeat: number,
  fold: number,
  locate: Locate | undefined,
): Int32Array {
  const { selection } = validation;
  // Inner folds select, each for another model: all of the training part is dealt to them when it is trained.
  if (selection === 'none' || validation.innerFolds !== null) return new Int32Array(0);
  if (selection === 'scoredFold') return score;
  const stream = new RandomStream(deriveKey(seed, 'select', repeat, fold));
  const labels = training.map((sample) => dataset.labels[sample]);
  let chosen: Int32Array;
  if (dataset.groups) {
    const groups = training.map((sample) => dataset.groups![sample]);
    if (new Set(groups).size < 2) throw oneGroupLeft(fold, locate);
    chosen = dealGroups(labels, groups, [1 - selection.fraction, selection.fraction], stream);
  } else {
    chosen = chooseShare(labels, selection.fraction, stream);
  }
  const select = training.filter((_, i) => chosen[i] === 1);
  if (select.length === 0) throw emptySelection(fold, training.length, locate);
  return select;
}

function indicesWhere(values: Int32Array, wanted: (value: number) => boolean): Int32Array {
  const found: number[] = [];
  values.forEach((value, i) => {
    if (wanted(value)) found.push(i);
  });
  return Int32Array.from(found);
}
