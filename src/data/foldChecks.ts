/** What cannot be divided is refused before anything is trained, in words that say which class or group is too small. */
import { UserError, type Place } from '../base/errors.js';
import type { Experiment } from '../config/schema.js';
import type { Dataset } from './types.js';
import { counted } from './words.js';

type Validation = Experiment['validation'];
type Locate = (path: readonly (string | number)[]) => Place;

/** @throws UserError where `validation` asks for more parts than the samples, a class or the groups can fill. */
export function checkDivisible(dataset: Dataset, validation: Validation, locate?: Locate): void {
  const refuse = (path: readonly string[], message: string, cure: string): never => {
    throw new UserError(message, { cure, ...(locate && { place: locate(['validation', ...path]) }) });
  };
  const samples = dataset.labels.length;
  if (validation.scheme === 'none') return;
  const parts = validation.scheme === 'kFold' ? validation.folds : 2;
  const path = validation.scheme === 'kFold' ? ['folds'] : ['fraction'];
  const what = validation.scheme === 'kFold' ? `${parts} folds` : 'a training and a scored part';
  if (samples < parts) {
    refuse(path, `${counted(samples, 'sample')} cannot fill ${what}`, 'Ask for fewer folds, or bring more samples.');
  }
  if (dataset.groups && new Set(dataset.groups).size < parts) {
    refuse(
      path,
      `${counted(new Set(dataset.groups).size, 'group')} cannot fill ${what}: a group is never split`,
      'Ask for fewer folds, or name another column (or none) under "group".',
    );
  }
  if (validation.stratified) checkClasses(dataset, parts, what, path, refuse);
}

/** Of every class that occurs, each part must be able to get a sample (with groups: a group that holds one). */
function checkClasses(
  dataset: Dataset,
  parts: number,
  what: string,
  path: readonly string[],
  refuse: (path: readonly string[], message: string, cure: string) => never,
): void {
  const units = dataset.classes.map(() => new Set<number>());
  dataset.labels.forEach((label, sample) => {
    if (label >= 0) units[label].add(dataset.groups ? dataset.groups[sample] : sample);
  });
  const unit = dataset.groups ? 'group' : 'sample';
  const small = dataset.classes.flatMap((name, c) =>
    units[c].size > 0 && units[c].size < parts ? [{ name, size: units[c].size }] : [],
  );
  if (small.length === 0) return;
  const list = small.map(({ name, size }) => `class "${name}" has ${counted(size, unit)}`).join(', ');
  const most = Math.min(...small.map(({ size }) => size));
  const fewer = path[0] === 'folds' && most >= 2 ? `Set "folds" to at most ${most}, or ` : 'Set ';
  refuse(
    path,
    `${list}: too few for ${what} that each hold every class`,
    `${fewer}"stratified" to false, bring more samples of ${small.length === 1 ? 'that class' : 'those classes'}, or leave ${small.length === 1 ? 'it' : 'them'} out of the data.`,
  );
}

/** The training part of a fold holds one group only, so nothing can be set aside to select on. */
export function oneGroupLeft(fold: number, locate?: Locate): UserError {
  return new UserError(
    `fold ${fold + 1} trains on one group only, so no part of it can be set aside to select the weights`,
    {
      cure: 'Set "selection" to "none" (fixed epochs), or bring more groups.',
      ...(locate && { place: locate(['validation', 'selection']) }),
    },
  );
}

/** The training part is too small for a share of it to hold a sample. */
export function emptySelection(fold: number, training: number, locate?: Locate): UserError {
  return new UserError(
    `fold ${fold + 1} trains on ${counted(training, 'sample')}: too few to set a part aside to select the weights`,
    {
      cure: 'Set "selection" to "none" (fixed epochs), or to a larger fraction, or bring more samples.',
      ...(locate && { place: locate(['validation', 'selection']) }),
    },
  );
}
