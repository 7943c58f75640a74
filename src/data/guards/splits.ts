/** What stands on both sides of a split, and which classes the parts of a fold lack. */
import type { Experiment } from '../../config/schema.js';
import type { Dataset, Fold } from '../types.js';
import { counted, some } from '../words.js';
import type { GuardFinding } from './finding.js';
import { isNoCoincidence, overlappingPairs } from './overlap.js';
import { listedTwins, twinIds, twinsOf } from './twins.js';

/** From this share of the scored samples on, windows or copies over a split are refused: the score would be one of memory. */
const refusedShare = 0.02;
const leakyWayOut = 'To see how much it flatters, write "leaky": true under validation: the run is marked.';

export function splitGuards(train: Dataset, folds: readonly Fold[], experiment: Experiment): GuardFinding[] {
  const { leaky } = experiment.validation;
  return [
    ...(leaky ? [leakyFinding] : [...bothSides(train, folds), ...copies(train, folds), ...overlap(train, folds)]),
    ...classShares(train, folds, experiment),
  ];
}

const leakyFinding: GuardFinding = {
  severity: 'warning',
  kind: 'leaky',
  message: 'validation.leaky is true: windows of one sample are scored by models trained on its other windows',
  cure: 'Take it away for a score that says something about new samples.',
};

/** By construction there are none; were the construction wrong, nothing may be trained. */
function bothSides(train: Dataset, folds: readonly Fold[]): GuardFinding[] {
  for (const { repeat, fold, fit, select, score } of folds) {
    const trained = new Set(fit);
    const sharedSamples = score.filter((i) => trained.has(i));
    const groups =
      train.groups &&
      new Set(Array.from([...fit, ...select.filter((i) => !score.includes(i))], (i) => train.groups![i]));
    const sharedGroups = groups ? score.filter((i) => groups.has(train.groups![i])) : new Int32Array(0);
    if (sharedSamples.length + sharedGroups.length === 0) continue;
    const what = sharedSamples.length > 0 ? 'samples' : 'samples of one group';
    const ids = Array.from(sharedSamples.length > 0 ? sharedSamples : sharedGroups, (i) => train.sampleIds[i]);
    return [
      {
        severity: 'error',
        kind: 'split',
        message: `${what} stand on both sides of repeat ${repeat + 1}, fold ${fold + 1}: ${some(ids, 3)}`,
        cure: 'This is a mistake of Foldboard: please report it.',
      },
    ];
  }
  return [];
}

/** Copies, scored where their twins were trained on; those that never part are no leak, but a sample counts twice. */
function copies(train: Dataset, folds: readonly Fold[]): GuardFinding[] {
  const apart = twinsOf(train).filter((twins) => !train.groups || new Set(twins.map((i) => train.groups![i])).size > 1);
  if (apart.length === 0) return [];
  const parted = partedTwins(apart, folds);
  const telling = parted.filter((i) => isNoCoincidence(train, i));
  const count = apart.reduce((sum, twins) => sum + twins.length - 1, 0);
  const refused = isRefused(telling.length, train);
  const cure = 'Remove the copies, or name a data.group that keeps them together.';
  return [
    {
      severity: refused ? 'error' : 'warning',
      kind: 'duplicates',
      message: `${counted(count, 'sample is a copy', 'samples are copies')} of another, value for value (${twinIds(train, apart)}): ${parted.length > 0 ? `${counted(parted.length, 'sample is', 'samples are')} scored where a copy was trained on` : 'a fold may be scored on what it was trained on'}`,
      cure: refused ? `${cure} ${leakyWayOut}` : cure,
      samples: listedTwins(train, apart),
    },
  ];
}

/** Samples that are scored in a fold that trains on a twin of theirs. */
function partedTwins(twins: readonly (readonly number[])[], folds: readonly Fold[]): number[] {
  const parted = new Set<number>();
  const group = new Map(twins.flatMap((samples, g) => samples.map((i) => [i, g] as const)));
  for (const { fit, select, score } of folds) {
    const scored = new Set(score);
    const trained = new Set<number | undefined>();
    for (const part of [fit, select]) for (const i of part) if (!scored.has(i)) trained.add(group.get(i));
    for (const i of score) if (group.has(i) && trained.has(group.get(i))) parted.add(i);
  }
  return [...parted];
}

function isRefused(samples: number, train: Dataset): boolean {
  return samples / train.sampleIds.length >= refusedShare;
}

/** Windows cut before they came here, scored where their neighbours were trained on. */
function overlap(train: Dataset, folds: readonly Fold[]): GuardFinding[] {
  const pairs = overlappingPairs(train);
  if (pairs.length === 0) return [];
  const parted = partedSamples(pairs, folds);
  const names = some(
    pairs.slice(0, 3).map(([a, b]) => `${train.sampleIds[b]} in ${train.sampleIds[a]}`),
    3,
  );
  if (parted.size === 0) return [];
  return [
    {
      severity: isRefused(parted.size, train) ? 'error' : 'warning',
      kind: 'overlap',
      message: `${counted(parted.size, 'sample shares', 'samples share')} rows with samples on the other side of a split, as overlapping windows of one recording do (the beginning of ${names})`,
      cure: `Name the recording in data.group, or give whole recordings and a data.window. ${leakyWayOut}`,
    },
  ];
}

/** Samples that are scored in a fold that trains on a sample they are paired with. */
export function partedSamples(pairs: readonly (readonly [number, number])[], folds: readonly Fold[]): Set<number> {
  const found = new Set<number>();
  for (const { fit, select, score } of folds) {
    const scored = new Set(score);
    const trained = new Set([...fit, ...select].filter((i) => !scored.has(i)));
    for (const [a, b] of pairs) {
      if (scored.has(a) && trained.has(b)) found.add(a);
      if (scored.has(b) && trained.has(a)) found.add(b);
    }
  }
  return found;
}

/** Stratified parts are advised only where each class has a sample for every one: others are refused. */
function stratifiedCure({ classes, labels }: Dataset, { scheme, folds }: Experiment['validation']): string {
  const counts = classes.map((_, c) => labels.filter((label) => label === c).length).filter((count) => count > 0);
  const fewest = Math.min(...counts);
  if (fewest < 2) return 'Bring more samples of that class.';
  if (scheme !== 'kFold' || fewest >= folds) return 'Set validation.stratified to true.';
  return `Set validation.folds to at most ${fewest} and validation.stratified to true, or bring more samples of that class.`;
}

function classShares(train: Dataset, folds: readonly Fold[], { validation }: Experiment): GuardFinding[] {
  const lacking = (part: 'fit' | 'select' | 'score'): string[] =>
    folds.flatMap((fold, k) => {
      if (fold[part].length === 0) return [];
      const there = new Set(Array.from(fold[part], (i) => train.labels[i]));
      const names = train.classes.filter((_, c) => train.labels.includes(c) && !there.has(c));
      return names.map((name) => `${name} in fold ${k + 1}`);
    });
  const cure =
    train.groups !== null
      ? 'Groups are never split: fewer folds, or more groups with that class, would help.'
      : validation.stratified
        ? 'Bring more samples of that class, or fewer folds.'
        : stratifiedCure(train, validation);
  const found: GuardFinding[] = [];
  const fit = lacking('fit');
  if (fit.length > 0)
    found.push({
      severity: 'warning',
      kind: 'foldClasses',
      message: `no sample to fit of ${some(fit, 3)}: that fold cannot learn to predict it`,
      cure,
    });
  const score = lacking('score');
  if (score.length > 0)
    found.push({
      severity: 'warning',
      kind: 'foldClasses',
      message: `no sample to score of ${some(score, 3)}: its F1 there is 0 whatever is predicted, which pulls the macro F1 of that fold down`,
      cure,
    });
  return found;
}
