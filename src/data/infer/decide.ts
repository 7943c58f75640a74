/** From facts to the settings of an experiment, each with its reason; or to the questions that come first. */
import { basename } from 'node:path';
import { describeClasses, findLabels, type LabelFile, type LabelSource } from './labels.js';
import { partsOf, type Part } from './columns.js';
import { guess, type Answers, type Decision, type Draft } from './decision.js';
import { counted } from '../words.js';
import type { Facts } from './facts.js';
import { asGlobs } from './globs.js';
import { soundsLike } from './names.js';
import { findSamples, stepsOfSamples, type SampleKey } from './samples.js';
import { describeSelection, describeStem } from './strategy.js';
import { distinctSorted } from '../read/targets.js';

/** Everything that was read; decisions follow from it and from answers alone. */
export interface Evidence {
  readonly facts: Facts;
  readonly labelFiles: readonly LabelFile[];
  /** Whether the labels file was named by the user. */
  readonly labelsGiven: boolean;
  /** Labels of the samples of a .ts file. */
  readonly archiveLabels: readonly string[] | null;
  /** Test data beside the training data. */
  readonly test: string | null;
}

/** Pure. @throws UserError where the data cannot be used */
export function decide(evidence: Evidence, answers: Answers): Decision {
  const { facts } = evidence;
  const draft: Draft = { guesses: [], questions: [], answers };
  const key = findSamples(facts, draft);
  if (!key) return draft;
  const source = labelsOf(evidence, key, draft);
  if (!source) return draft;

  guess(draft, ['data', 'train'], facts.path, layoutReason(facts, key));
  if (source.file) guess(draft, ['data', 'labels'], source.file.path, source.fileReason);
  if (evidence.test) guess(draft, ['data', 'test'], evidence.test, 'its name is that of the training data with "test"');
  if (evidence.test && source.file?.test)
    guess(draft, ['data', 'testLabels'], source.file.test, 'labels of the test data, by its name');
  if (facts.layout !== 'ts') {
    if (key.id) guess(draft, ['data', 'sampleId'], key.id.name, key.idReason);
    else if (source.idColumn !== null)
      guess(
        draft,
        ['data', 'sampleId'],
        source.idColumn,
        `the ids in ${basename(source.file!.path)}; in the data the file names`,
      );
    guess(draft, ['data', 'time'], key.time?.name ?? null, key.timeReason);
    guess(draft, ['data', 'label'], source.column, source.columnReason);
  }
  const taken = new Set(
    [key.id?.name, key.time?.name, source.file ? null : source.column].filter((name) => typeof name === 'string'),
  );
  const parts = partsOf(facts, key, taken);
  const group = groupOf(draft, parts, source);
  const classes = distinctSorted(source.labels);
  guess(draft, ['data', 'classes'], classes, `${describeClasses(source.labels)}. Tables and matrices keep this order`);
  describeColumns(draft, facts, parts);
  describeMissing(draft, facts, parts);
  describeStem(draft, key);
  describeSelection(draft, source.labels.length);
  describeValidation(draft, source.labels, classes, group);
  return draft;
}

function labelsOf(evidence: Evidence, key: SampleKey, draft: Draft): LabelSource | null {
  const { archiveLabels } = evidence;
  if (archiveLabels) {
    return { file: null, fileReason: '', column: 'label', columnReason: '', labels: archiveLabels, idColumn: null };
  }
  return findLabels(evidence.facts, key, evidence.labelFiles, evidence.labelsGiven, draft);
}

function layoutReason(facts: Facts, key: SampleKey): string {
  const steps = stepsOfSamples(key);
  const [least, most] = steps.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, 0]);
  const length = least === most ? counted(most, 'step') : `${least} to ${counted(most, 'step')}`;
  const what = {
    long: 'long CSV, a row a time step',
    folder: 'a folder with a CSV file for each sample',
    ts: '.ts file of the UEA/UCR archive',
  };
  return `${what[facts.layout]}: ${counted(key.ids.length, 'sample')} of ${length}`;
}

/** The group of each sample, where there is a group column. */
function groupOf(draft: Draft, parts: readonly Part[], source: LabelSource): string | null {
  const inData = parts.find((part) => part.as === 'group');
  if (inData) {
    guess(draft, ['data', 'group'], inData.name, inData.reason);
    return inData.name;
  }
  const { file, column, idColumn } = source;
  const name = file?.header.find((other) => other !== column && other !== idColumn && soundsLike('group', other));
  if (!file || name === undefined) return null;
  const values = new Set(file.records.map((record) => record[file.header.indexOf(name)]));
  if (values.size < 5 || values.size === file.records.length) return null;
  guess(
    draft,
    ['data', 'group'],
    name,
    `${counted(values.size, 'value')} in ${basename(file.path)}: none of them stands on two sides of a split`,
  );
  return name;
}

function describeColumns(draft: Draft, facts: Facts, parts: readonly Part[]): void {
  const all = facts.columns.map(({ name }) => name);
  const ignored = parts.filter((part) => part.as === 'ignore');
  const ignoredNames = new Set(ignored.map(({ name }) => name));
  const continuous = parts.filter((part) => part.as === 'continuous');
  const names = continuous.map(({ name }) => name);
  const globs = asGlobs(names, all, ignoredNames);
  const listed = globs.length <= 12 ? globs.map(({ pattern }) => pattern) : ['*'];
  guess(draft, ['data', 'continuous'], listed, `${counted(names.length, 'column')} of numbers`);
  const categorical = parts.filter((part) => part.as === 'categorical');
  const bySize = new Map<number, typeof categorical>();
  for (const part of categorical) bySize.set(part.size, [...(bySize.get(part.size) ?? []), part]);
  const entries = [...bySize].flatMap(([size, own]) =>
    asGlobs(
      own.map(({ name }) => name),
      all,
      ignoredNames,
    ).map((glob) => ({ ...glob, size })),
  );
  const place = (name: string): number => all.indexOf(name);
  for (const { pattern, names: own, size } of entries.sort((a, b) => place(a.names[0]) - place(b.names[0]))) {
    const { reason } = categorical.find(({ name }) => name === own[0])!;
    guess(
      draft,
      ['data', 'categorical', pattern],
      { embedding: size },
      own.length > 1 ? `${counted(own.length, 'column')}, ${reason}` : reason,
    );
  }
  ignored.forEach(({ name, reason }, i) => guess(draft, ['data', 'ignore', i], name, reason));
  const heavy = continuous.filter(({ tail }) => tail !== null);
  for (const { pattern, names: own } of asGlobs(
    heavy.map(({ name }) => name),
    all,
    ignoredNames,
  )) {
    const { tail } = heavy.find(({ name }) => name === own[0])!;
    guess(
      draft,
      ['preprocessing', 'transform', pattern],
      'asinh',
      `heavy tails: ${own.length > 1 ? `in ${own[0]} ` : ''}${tail}`,
    );
  }
}

function describeMissing(draft: Draft, facts: Facts, parts: readonly Part[]): void {
  const used = new Set(parts.filter(({ as }) => as === 'continuous' || as === 'categorical').map(({ name }) => name));
  const holes = facts.columns.filter(({ name, missing }) => used.has(name) && missing > 0);
  if (holes.length === 0) return;
  const cells = holes.reduce((sum, { missing }) => sum + missing, 0);
  const where = holes.length === 1 ? holes[0].name : counted(holes.length, 'column');
  guess(
    draft,
    ['preprocessing', 'missing'],
    'interpolate',
    `${counted(cells, 'cell')} of ${where} ${cells === 1 ? 'is' : 'are'} missing`,
  );
}

/** Five stratified folds, where every class has as many samples; groups are checked when the folds are planned. */
function describeValidation(
  draft: Draft,
  labels: readonly string[],
  classes: readonly string[],
  group: string | null,
): void {
  const [smallest] = classes
    .map((name) => ({ name, count: labels.filter((label) => label === name).length }))
    .sort((a, b) => a.count - b.count);
  if (smallest.count >= 5 || group !== null) {
    const how =
      group === null ? 'each class has enough samples for five folds' : `no ${group} stands on two sides of a split`;
    guess(draft, ['validation', 'folds'], 5, how);
  } else if (smallest.count > 1) {
    guess(
      draft,
      ['validation', 'folds'],
      smallest.count,
      `class ${smallest.name} has ${counted(smallest.count, 'sample')}: one for each fold`,
    );
  } else {
    guess(draft, ['validation', 'folds'], Math.min(5, labels.length), 'the default, where there are samples enough');
    guess(
      draft,
      ['validation', 'stratified'],
      false,
      `class ${smallest.name} has one sample: it cannot be in every fold`,
    );
  }
}
