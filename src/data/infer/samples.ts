/** Which column names the sample and which orders its rows: the key that repeats, the number that increases within it. */
import { UserError } from '../../base/errors.js';
import { choose, type Draft } from './decision.js';
import { counted } from '../words.js';
import { distinctCount, type ColumnFacts, type Facts } from './facts.js';
import { soundsLike } from './names.js';
import { holdsDates } from './texts.js';

export interface SampleKey {
  /** Null in a folder, where the file names the sample. */
  readonly id: ColumnFacts | null;
  readonly idReason: string;
  readonly time: ColumnFacts | null;
  readonly timeReason: string;
  /** Other columns that say no more than the time: they grow by the same amount with it. */
  readonly counters: readonly ColumnFacts[];
  readonly sampleOf: Int32Array;
  readonly ids: readonly string[];
}

/** Rows of each sample. */
export function stepsOfSamples({ ids, sampleOf }: SampleKey): Int32Array {
  const steps = new Int32Array(ids.length);
  for (const sample of sampleOf) steps[sample]++;
  return steps;
}

/** What a column that does not change within samples says of each of them. */
export function textsOfSamples({ codes, texts }: ColumnFacts, { sampleOf }: SampleKey): string[] {
  const found: string[] = [];
  codes!.forEach((code, row) => (found[sampleOf[row]] ??= texts[code]));
  return found;
}

/** Null where a question has to be answered first. @throws UserError where no column can be the id */
export function findSamples(facts: Facts, draft: Draft): SampleKey | null {
  if (facts.fileColumn) {
    const reason = facts.layout === 'ts' ? 'each line is a sample' : 'each file is a sample, named by its file name';
    return withTime(facts, draft, null, facts.fileColumn, reason);
  }
  const keys = facts.columns.filter(
    (column) =>
      column.codes && column.missing === 0 && distinctCount(column) >= 2 && distinctCount(column) < facts.rows,
  );
  const clocks = facts.columns.filter((column) => column.exact?.length && column.missing === 0);
  const candidates = best(keyCandidates(keys, clocks));
  if (candidates.length === 0) throw noKey(facts, keys, clocks);
  const chosen = choose(draft, {
    setting: 'data.sampleId',
    question: 'Which column names the sample a row belongs to?',
    choices: candidates.map((column) => ({ value: column.name, reason: keyReason(facts, column) })),
  });
  if (!chosen) return null;
  const key = candidates.find(({ name }) => name === chosen.value)!;
  return withTime(facts, draft, key, key, chosen.reason);
}

/**
 * Keys within which something increases; best those whose rows stand together. What increases must not be an id itself:
 * in a file sorted by sample, ids increase within every value of anything.
 */
function keyCandidates(keys: readonly ColumnFacts[], clocks: readonly ColumnFacts[]): readonly ColumnFacts[] {
  const named = (key: ColumnFacts): boolean => soundsLike('id', key.name);
  const together = (key: ColumnFacts): boolean => runsOf(key.codes!) === distinctCount(key);
  const timed = keys.filter((key) =>
    clocks.some((clock) => clock !== key && (named(key) || !named(clock)) && increasesWithin(clock, key)),
  );
  const likely = timed.filter(({ name }) => !soundsLike('time', name));
  const shuffled = (key: ColumnFacts): boolean =>
    named(key) && clocks.some((clock) => soundsLike('time', clock.name) && differsWithin(clock, key));
  const sets = [
    likely.filter(together),
    likely,
    keys.filter((key) => named(key) && together(key)),
    keys.filter(shuffled),
  ];
  return sets.find((set) => set.length > 0) ?? [];
}

/** Candidates whose name says so win; a label or a subject repeats too. */
function best(candidates: readonly ColumnFacts[]): readonly ColumnFacts[] {
  const levels = [
    candidates.filter(({ name }) => soundsLike('id', name) && !soundsLike('group', name)),
    candidates.filter(({ name }) => !soundsLike('label', name) && !soundsLike('group', name)),
    candidates,
  ];
  return levels.find((level) => level.length > 0) ?? [];
}

function withTime(
  facts: Facts,
  draft: Draft,
  id: ColumnFacts | null,
  key: ColumnFacts,
  idReason: string,
): SampleKey | null {
  const clocks = facts.columns.filter((column) => column !== id && column.exact?.length && column.missing === 0);
  let candidates = clocks.filter((column) => increasesWithin(column, key));
  let how = 'increases in every sample';
  if (candidates.length === 0) {
    // Rows may stand in any order: then the name has to say it, and no time may come twice.
    candidates = clocks.filter((column) => soundsLike('time', column.name) && differsWithin(column, key));
    how = 'never comes twice in a sample (rows are not in its order)';
  }
  const named = candidates.filter(({ name }) => soundsLike('time', name));
  const common = { id, idReason, sampleOf: key.codes!, ids: key.texts };
  if (candidates.length === 0) {
    const dates = facts.columns.find((column) => column !== id && holdsDates(column));
    const timeReason = dates
      ? `${dates.name} holds dates, and a time must be a number: the order of the file counts`
      : 'no column increases in every sample: the order of the file counts';
    return { ...common, time: null, timeReason, counters: [] };
  }
  const chosen = choose(draft, {
    setting: 'data.time',
    question: 'Which column orders the rows of a sample?',
    choices: (named.length > 0 ? named : candidates).map(({ name }) => ({ value: name, reason: how })),
  });
  if (!chosen) return null;
  const time = candidates.find(({ name }) => name === chosen.value)!;
  return {
    ...common,
    time,
    timeReason: chosen.reason,
    counters: candidates.filter((column) => column !== time && runsWith(column, time, key)),
  };
}

function keyReason(facts: Facts, column: ColumnFacts): string {
  const samples = distinctCount(column);
  return `${counted(samples, 'value')}, each on ${rowsEach(facts.rows, column.codes!, samples)}`;
}

function rowsEach(rows: number, codes: Int32Array, samples: number): string {
  const counts = new Int32Array(samples);
  for (const code of codes) counts[code]++;
  const [least, most] = counts.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [rows, 0]);
  return least === most ? counted(most, 'row') : `${least.toLocaleString('en-US')} to ${counted(most, 'row')}`;
}

/** Over the first rows: strictly greater than in the row of the same key before; some key must have two rows. */
function increasesWithin(clock: ColumnFacts, key: ColumnFacts): boolean {
  const last = new Map<number, number>();
  let compared = 0;
  return (
    clock.exact!.every((value, row) => {
      const before = last.get(key.codes![row]);
      last.set(key.codes![row], value);
      if (before === undefined) return true;
      compared++;
      return value > before;
    }) && compared > 0
  );
}

/** Whether a column grows by the same amount with the time, in all samples: a counter or another clock. */
function runsWith(column: ColumnFacts, time: ColumnFacts, key: ColumnFacts): boolean {
  const last = new Map<number, number>();
  let slope: number | null = null;
  return column.exact!.every((value, row) => {
    const before = last.get(key.codes![row]);
    last.set(key.codes![row], row);
    if (before === undefined) return true;
    const own: number = (value - column.exact![before]) / (time.exact![row] - time.exact![before]);
    slope ??= own;
    return Math.abs(own - slope) <= 1e-6 * Math.abs(slope);
  });
}

function differsWithin(clock: ColumnFacts, key: ColumnFacts): boolean {
  const pairs = new Set(Array.from(clock.exact!, (value, row) => `${key.codes![row]} ${value}`));
  return pairs.size === clock.exact!.length;
}

function runsOf(codes: Int32Array): number {
  let runs = 0;
  for (let row = 0; row < codes.length; row++) if (row === 0 || codes[row] !== codes[row - 1]) runs++;
  return runs;
}

/** Says so where two columns together name the sample, which the format does not know. */
function noKey(facts: Facts, keys: readonly ColumnFacts[], clocks: readonly ColumnFacts[]): UserError {
  const named = keys.filter(({ name }) => soundsLike('id', name) || soundsLike('group', name));
  for (const [i, first] of named.entries()) {
    for (const second of named.slice(i + 1)) {
      const both = { ...first, codes: jointCodes(first, second) };
      if (!clocks.some((clock) => clock !== first && clock !== second && increasesWithin(clock, both))) continue;
      return new UserError(`no column alone names the sample, but "${first.name}" and "${second.name}" do together`, {
        place: { file: facts.path },
        cure: `Add a column that joins the two (e.g. "${first.texts[0]}-${second.texts[0]}").`,
      });
    }
  }
  return new UserError('no column names the sample a row belongs to: none repeats while another increases within it', {
    place: { file: facts.path },
    cure: 'Add a column with the same value in all rows of a sample; or write one CSV file for each sample into a folder.',
  });
}

function jointCodes(first: ColumnFacts, second: ColumnFacts): Int32Array {
  return first.codes!.map((code, row) => code * second.texts.length + second.codes![row]);
}
