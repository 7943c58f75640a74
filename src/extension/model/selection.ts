/** Which runs the Runs view shows, and in which order. Pure. */
import { scalarMetrics, type ScalarMetric } from '../../metrics/types.js';
import { metricWords } from '../../metrics/words.js';
import { statusLook } from './describe.js';
import { recordScore, type RunRecord } from './record.js';

export type SortKey = 'created' | ScalarMetric;

export interface RunSelection {
  readonly sort: SortKey;
  /** Words that must all occur: in the name, tags, note, experiment file or state. `#tag` and `★` are words too. */
  readonly filter: string;
  /** Runs stand below their experiments. */
  readonly grouped: boolean;
}
export const everything: RunSelection = { sort: 'created', filter: '', grouped: false };

export const sortChoices: readonly { readonly key: SortKey; readonly label: string }[] = [
  { key: 'created', label: 'newest first' },
  ...scalarMetrics.map((key) => ({ key, label: `best ${metricWords[key]} first` })),
];

/** An order in the list of orders: with a capital, and a mark before the one that is shown now. */
export function orderLabel(label: string, now: boolean): string {
  return `$(${now ? 'check' : 'blank'}) ${label[0].toUpperCase()}${label.slice(1)}`;
}

/** The runs that fit, in the order asked for; runs without a score stand at the end. `runs` come newest first. */
export function selectRuns(
  runs: readonly RunRecord[],
  { sort, filter }: Pick<RunSelection, 'sort' | 'filter'>,
): RunRecord[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = runs.filter((record) => {
    const text = searchText(record);
    return words.every((word) => text.includes(word));
  });
  if (sort === 'created') return fitting;
  const sign = sort === 'logLoss' ? 1 : -1;
  const value = (record: RunRecord): number => {
    const score = recordScore(record, sort);
    return score ? sign * score.mean : Infinity;
  };
  const valued = fitting.map((record) => ({ record, value: value(record) }));
  // Array.prototype.sort is stable: equal ones stay newest first.
  return valued.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)).map((one) => one.record);
}

function searchText(record: RunRecord): string {
  const { star, note, tags } = record.notes;
  const marks = [star ? '★ starred' : '', ...tags.map((tag) => `#${tag}`)];
  const texts = [
    record.notes.name,
    record.plan?.name,
    record.id,
    record.plan?.experimentFile,
    statusLook(record.status).word,
    note,
  ];
  return [...texts, ...marks].join('\n').toLowerCase();
}

/** What stands above the tree while not everything is shown as usual; undefined where it is. */
export function selectionMessage(
  selection: Pick<RunSelection, 'sort' | 'filter'>,
  shown: number,
  all: number,
): string | undefined {
  const sorted = sortChoices.find((choice) => choice.key === selection.sort && choice.key !== 'created')?.label;
  const filtered = selection.filter.trim() === '' ? undefined : `${shown} of ${all} runs: “${selection.filter.trim()}”`;
  return [filtered, sorted].filter(Boolean).join(' · ') || undefined;
}

/** Tags out of what was typed: words, without the sign before them, each once. */
export function parseTags(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).map((word) => word.replace(/^#+/, '')))].filter((word) => word !== '');
}
