/**
 * Guards: what in a dataset makes a score better than it is, or a column worthless. Each finding is a sentence with a cure.
 * Pure; they look at values alone, so a silent guard proves nothing.
 */
import type { Dataset } from '../data/types.js';

export interface GuardFinding {
  readonly kind: 'constant' | 'duplicates' | 'conflict' | 'testSeen' | 'tellsClass' | 'looksLikeId';
  readonly message: string;
}

/** All findings, those that flatter a score first. */
export function guardFindings(train: Dataset, test: Dataset | null): GuardFinding[] {
  return [...columnGuards(train), ...contentGuards(train, test), ...constantColumns(train)];
}

interface Column {
  readonly name: string;
  readonly values: Float32Array | Uint16Array;
}

const columnsOf = (data: Dataset): Column[] => [
  ...data.continuous,
  ...data.categorical.map(({ name, codes }) => ({ name, values: codes })),
];

const some = (names: readonly string[], most = 5): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

function constantColumns(data: Dataset): GuardFinding[] {
  const names = columnsOf(data)
    .filter(({ values }) => values.every((value) => value === values[0]))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const what = names.length === 1 ? `${names[0]} has` : `${some(names)} have`;
  return [{ kind: 'constant', message: `${what} one value in every row: name it in data.ignore.` }];
}

/** Columns that are constant within each sample say something about the sample as a whole: what, if not its class or its number? */
function columnGuards(data: Dataset): GuardFinding[] {
  return columnsOf(data).flatMap(({ name, values }): GuardFinding[] => {
    const perSample = valuePerSample(data, values);
    if (!perSample || perSample.every((value) => value === perSample[0])) return [];
    if (tellsClass(perSample, data.labels))
      return [
        {
          kind: 'tellsClass',
          message: `${name} tells the class of every sample by itself: is it derived from the label? Name it in data.ignore.`,
        },
      ];
    const rising = perSample.length >= 10 && perSample.every((value, i) => i === 0 || value > perSample[i - 1]);
    return rising
      ? [{ kind: 'looksLikeId', message: `${name} counts the samples: it looks like an id, not like a measurement.` }]
      : [];
  });
}

/** The value of each sample where the column does not change within any, else null. */
function valuePerSample({ rowStart, sampleIds }: Dataset, values: Float32Array | Uint16Array): number[] | null {
  const result: number[] = [];
  for (let i = 0; i < sampleIds.length; i++) {
    for (let row = rowStart[i] + 1; row < rowStart[i + 1]; row++) if (values[row] !== values[rowStart[i]]) return null;
    result.push(values[rowStart[i]]);
  }
  return result;
}

/** Each class keeps to a range of its own (or each value to one class), and values come up more than once. */
function tellsClass(perSample: readonly number[], labels: Int32Array): boolean {
  const known = perSample.flatMap((value, i) => (labels[i] >= 0 ? [{ value, label: labels[i] }] : []));
  const classes = new Set(known.map(({ label }) => label));
  const values = new Set(known.map(({ value }) => value));
  if (classes.size < 2 || known.length < 10 * classes.size) return false;
  known.sort((a, b) => a.value - b.value);
  const ofValue = new Map<number, number>();
  for (const { value, label } of known)
    if ((ofValue.get(value) ?? label) !== label) return false;
    else ofValue.set(value, label);
  const changes = known.filter(({ label }, i) => i > 0 && label !== known[i - 1].label).length;
  return changes === classes.size - 1 || values.size * 5 <= known.length;
}

/** The same content twice may stand on both sides of a split, and in the test data. */
function contentGuards(train: Dataset, test: Dataset | null): GuardFinding[] {
  const found: GuardFinding[] = [];
  const byHash = new Map<string, number[]>();
  train.sampleHashes.forEach((hash, i) => byHash.set(hash, [...(byHash.get(hash) ?? []), i]));
  const twins = [...byHash.values()].filter((samples) => samples.length > 1);
  const conflicts = twins.filter((samples) => new Set(samples.map((i) => train.labels[i])).size > 1);
  const ids = (groups: readonly number[][]): string =>
    some(
      groups.map((group) => group.map((i) => train.sampleIds[i]).join(' = ')),
      3,
    );
  if (twins.length > 0)
    found.push({
      kind: 'duplicates',
      message: `${twins.reduce((sum, group) => sum + group.length, 0)} samples have the same content as another (${ids(twins)}): a fold may be scored on what it was trained on. Name a data.group that keeps them together, or remove them.`,
    });
  if (conflicts.length > 0)
    found.push({ kind: 'conflict', message: `Samples of the same content have different labels: ${ids(conflicts)}.` });
  const seen = test?.sampleIds.filter((_, i) => byHash.has(test.sampleHashes[i])) ?? [];
  if (test && seen.length > 0)
    found.push({
      kind: 'testSeen',
      message: `${seen.length} of ${test.sampleIds.length} test samples are in the training data as well (${some(seen, 3)}): their score flatters.`,
    });
  return found;
}
