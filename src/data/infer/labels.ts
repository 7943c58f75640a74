/** Where the labels are: a column of the data, or a file whose ids are those of the data. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../../base/errors.js';
import { canonicalOrder } from '../order.js';
import { choose, type Draft } from './decision.js';
import { counted } from '../words.js';
import { constantWithin, distinctCount, headOf, type ColumnFacts, type Facts } from './facts.js';
import { noMatch } from './mismatch.js';
import { soundsLike } from './names.js';
import { textsOfSamples, type SampleKey } from './samples.js';

/** Classes more than these are hardly classes. */
const mostClasses = 100;
/** Files beside the data that are looked into. */
const mostSiblings = 50;
const largestSibling = 20e6;

export interface LabelFile {
  readonly path: string;
  readonly header: readonly string[];
  readonly records: readonly string[][];
  /** The file of the same name with "test" for "train". */
  readonly test: string | null;
}

export interface LabelSource {
  /** Null: in the data. */
  readonly file: LabelFile | null;
  readonly fileReason: string;
  readonly column: string;
  readonly columnReason: string;
  /** Label of each sample, in the order of the key's ids. */
  readonly labels: readonly string[];
  /** Column of `file` with the ids. */
  readonly idColumn: string | null;
}

/** The file named, or all CSV files beside the data that may hold labels. */
export function labelFiles(train: string, labels: string | null): LabelFile[] {
  const read = (path: string): LabelFile => ({
    path,
    ...headOf(path, Number.MAX_SAFE_INTEGER),
    test: testBeside(path),
  });
  if (labels !== null) return [read(labels)];
  const folder = dirname(train);
  return readdirSync(folder)
    .filter((name) => extname(name).toLowerCase() === '.csv' && name !== basename(train))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= largestSibling)
    .slice(0, mostSiblings)
    .flatMap((path) => {
      try {
        return [read(path)];
      } catch {
        return []; // whatever it is, it is no file of labels
      }
    });
}

/** Null where a question has to be answered first. @throws UserError where there are no labels */
export function findLabels(
  facts: Facts,
  key: SampleKey,
  files: readonly LabelFile[],
  given: boolean,
  draft: Draft,
): LabelSource | null {
  const inData = given ? [] : labelColumns(facts, key);
  const named = inData.filter(({ name }) => soundsLike('label', name));
  if (named.length > 0) return fromData(key, named, draft);
  const idName = key.id?.name ?? null;
  const holding = files.flatMap((file) => {
    const idColumn = file.header.find((_, field) => holdsIds(file, field, key.ids));
    return idColumn === undefined ? [] : [{ file, idColumn }];
  });
  const matching = inData.length === 0 ? holding : holding.filter(({ file }) => saysLabels(file, key));
  if (matching.length === 0) {
    if (given) throw noMatch(files[0], facts.path, key.ids, idName);
    if (inData.length > 0) return fromData(key, inData, draft, holding.length > 0);
    throw new UserError('the samples have no labels: no column is one, and no CSV file beside the data has their ids', {
      place: { file: facts.path },
      cure: 'Name the file: foldboard init <data> --labels <file>',
    });
  }
  const chosen = choose(draft, {
    setting: 'data.labels',
    question: 'Which file holds the labels?',
    choices: matching.map(({ file, idColumn }) => ({
      value: file.path,
      reason: matchReason(file, idColumn, key.ids.length),
    })),
  });
  if (!chosen) return null;
  const { file, idColumn } = matching.find((candidate) => candidate.file.path === chosen.value)!;
  if (idName !== null && idColumn !== idName) {
    throw new UserError(
      `the ids are in column "${idColumn}" here, but in column "${idName}" of ${basename(facts.path)}`,
      {
        place: { file: file.path, line: 1 },
        cure: 'Give both columns the same name.',
      },
    );
  }
  return fromFile(file, idColumn, chosen.reason, key, draft);
}

function fromFile(
  file: LabelFile,
  idColumn: string,
  fileReason: string,
  key: SampleKey,
  draft: Draft,
): LabelSource | null {
  const others = file.header.filter((name) => name !== idColumn);
  const sounding = others.filter((name) => soundsLike('label', name));
  const column = choose(draft, {
    setting: 'data.label',
    question: `Which column of ${basename(file.path)} is the class?`,
    choices: (sounding.length > 0 ? sounding : others).map((name) => {
      const field = file.header.indexOf(name);
      return { value: name, reason: describeClasses(file.records.map((record) => record[field])) };
    }),
  });
  if (!column) return null;
  const idField = file.header.indexOf(idColumn);
  const field = file.header.indexOf(column.value);
  const byId = new Map(file.records.map((record) => [record[idField], record[field]]));
  const labels = key.ids.map((id) => byId.get(id) ?? '');
  return { file, fileReason, column: column.value, columnReason: describeClasses(labels), labels, idColumn };
}

/** Columns that do not change within a sample and have as few values as classes may have. */
function labelColumns(facts: Facts, key: SampleKey): ColumnFacts[] {
  return facts.columns.filter(
    (column) =>
      column !== key.id &&
      column.codes &&
      distinctCount(column) >= 2 &&
      distinctCount(column) <= Math.min(mostClasses, key.ids.length - 1) &&
      constantWithin(column, key.sampleOf, key.ids.length),
  );
}

function fromData(
  key: SampleKey,
  columns: readonly ColumnFacts[],
  draft: Draft,
  filesBeside = false,
): LabelSource | null {
  const question = {
    setting: 'data.label',
    question: `Which column is the class of a sample?${filesBeside ? ' (--labels takes it from a file.)' : ''}`,
    choices: columns.map((column) => ({ value: column.name, reason: describeClasses(textsOfSamples(column, key)) })),
  };
  // A column that is no label by its name is never taken for one without being asked for.
  const sure = columns.some(({ name }) => soundsLike('label', name));
  const chosen = sure ? choose(draft, question) : answerOf(draft, question);
  if (!chosen) return null;
  const column = columns.find(({ name }) => name === chosen.value)!;
  const labels = textsOfSamples(column, key);
  return {
    file: null,
    fileReason: '',
    column: column.name,
    columnReason: describeClasses(labels),
    labels,
    idColumn: null,
  };
}

function answerOf(draft: Draft, question: Parameters<typeof choose>[1]): { value: string } | null {
  const answer = draft.answers[question.setting];
  if (question.choices.some(({ value }) => value === answer)) return { value: answer };
  draft.questions.push(question);
  return null;
}

function matchReason(file: LabelFile, idColumn: string, samples: number): string {
  const more = file.records.length - samples;
  const rest = more > 0 ? `; ${counted(more, 'further id')} ${more === 1 ? 'has' : 'have'} no rows in the data` : '';
  return `its column "${idColumn}" holds the ids of all ${counted(samples, 'sample')}${rest}`;
}

/** The file or folder of the same name with "test" for "train", if there is one. */
export function testBeside(path: string): string | null {
  const name = basename(path);
  const test = name.replace(/TRAIN/g, 'TEST').replace(/Train/g, 'Test').replace(/train/g, 'test');
  const beside = join(dirname(path), test);
  return test !== name && existsSync(beside) ? beside : null;
}

/**
 * Whether a file beside data that has columns to be a label itself is meant for labels: it says so by name, and is about
 * these samples alone. Another file may hold the same ids by chance.
 */
function saysLabels({ path, header, records }: LabelFile, key: SampleKey): boolean {
  const names = [basename(path, extname(path)), ...header.filter((name) => name !== key.id?.name)];
  return records.length === key.ids.length && names.some((name) => soundsLike('label', name));
}

/** Whether a column names every sample, and each once. */
function holdsIds(file: LabelFile, field: number, ids: readonly string[]): boolean {
  const values = new Set(file.records.map((record) => record[field]));
  return values.size === file.records.length && ids.every((id) => values.has(id));
}

/** Class counts as a phrase: `3 classes: high 56, low 94, no 511`. An empty text is no class. */
export function describeClasses(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  const names = [...counts.keys()];
  const sorted = Array.from(canonicalOrder(names), (i) => names[i]);
  const shown = sorted.slice(0, 12).map((name) => `${name} ${counts.get(name)!.toLocaleString('en-US')}`);
  return `${counted(sorted.length, 'class', 'classes')}: ${shown.join(', ')}${sorted.length > 12 ? ' …' : ''}`;
}
