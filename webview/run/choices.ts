/** What the user chose in a run view: kept by the editor over a reload, and not trusted when it comes back. Pure. */
import type { CurveName, PredictionSource } from '../../src/protocol/run.js';

export type MetricCurve = Extract<CurveName, 'weightedF1' | 'macroF1' | 'accuracy' | 'balancedAccuracy'>;
export const metricCurves: readonly MetricCurve[] = ['weightedF1', 'macroF1', 'balancedAccuracy', 'accuracy'];

/** Charts over epochs; `metric` is the large one, whichever metric it shows. */
export type ChartId = 'metric' | 'loss' | MetricCurve | 'learningRate' | 'seconds';

export type SampleList = 'wrong' | 'unsure' | 'all';
export const sampleLists: readonly SampleList[] = ['wrong', 'unsure', 'all'];
export type SortKey = 'sample' | 'truth' | 'predicted' | 'confidence' | 'ofTruth' | 'fold';
export const sortKeys: readonly SortKey[] = ['sample', 'truth', 'predicted', 'confidence', 'ofTruth', 'fold'];

export interface SampleChoices {
  readonly source: PredictionSource | null;
  readonly list: SampleList;
  /** Truth and prediction: a cell of the confusion matrix. */
  readonly cell: readonly [truth: number, predicted: number] | null;
  readonly find: string;
  /** Null: as it suits the list. */
  readonly sort: { readonly by: SortKey; readonly down: boolean } | null;
  /** All rows and not the first few. */
  readonly whole: boolean;
}

export interface Choices {
  readonly metric: MetricCurve | null;
  /** Charts with a logarithmic axis. */
  readonly log: readonly string[];
  readonly logEpochs: boolean;
  /** Epochs over which curves are smoothed (standard deviation of the kernel); 0: none. */
  readonly smoothing: number;
  /** Fold tasks that are not drawn. */
  readonly hidden: readonly number[];
  readonly zoom: readonly [number, number] | null;
  /** The smaller charts are shown. */
  readonly more: boolean;
  /** Charts whose table is shown. */
  readonly tables: readonly string[];
  /** What the second line of a cell of the matrix is a share of. */
  readonly share: 'row' | 'column';
  readonly samples: SampleChoices;
  /** How far the page is scrolled, in pixels. */
  readonly scroll: number;
}

export const smoothings = [0, 1, 3, 10] as const;

export const firstChoices: Choices = {
  metric: null,
  log: ['loss'],
  logEpochs: false,
  smoothing: 0,
  hidden: [],
  zoom: null,
  more: false,
  tables: [],
  share: 'row',
  samples: { source: null, list: 'wrong', cell: null, find: '', sort: null, whole: false },
  scroll: 0,
};

type Raw = Readonly<Record<string, unknown>>;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isWhole = (value: unknown): value is number => isNumber(value) && Number.isInteger(value) && value >= 0;
/** A class, or -1 where the truth is not known. */
const isClass = (value: unknown): value is number => value === -1 || isWhole(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const oneOf = <T>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.includes(value as T) ? (value as T) : otherwise;
const listOf = <T>(value: unknown, is: (one: unknown) => one is T, otherwise: readonly T[]): readonly T[] =>
  Array.isArray(value) ? value.filter(is) : otherwise;
const pair = (value: unknown, is: (one: unknown) => one is number): readonly [number, number] | null =>
  Array.isArray(value) && value.length === 2 && value.every(is) ? [value[0] as number, value[1] as number] : null;

/** What was kept, as far as it makes sense; the first choices for the rest. */
export function restoreChoices(kept: unknown): Choices {
  const raw: Raw = typeof kept === 'object' && kept !== null ? (kept as Raw) : {};
  const zoom = pair(raw['zoom'], isWhole);
  return {
    metric: oneOf<MetricCurve | null>(metricCurves, raw['metric'], null),
    log: listOf(raw['log'], isText, firstChoices.log),
    logEpochs: raw['logEpochs'] === true,
    smoothing: oneOf<number>(smoothings, raw['smoothing'], 0),
    hidden: listOf(raw['hidden'], isWhole, []),
    zoom: zoom && zoom[0] < zoom[1] ? zoom : null,
    more: raw['more'] === true,
    tables: listOf(raw['tables'], isText, []),
    share: oneOf<'row' | 'column'>(['row', 'column'], raw['share'], 'row'),
    samples: restoreSamples(raw['samples']),
    scroll: isNumber(raw['scroll']) ? Math.max(0, raw['scroll']) : 0,
  };
}

function restoreSamples(kept: unknown): SampleChoices {
  const raw: Raw = typeof kept === 'object' && kept !== null ? (kept as Raw) : {};
  const sort = raw['sort'] as Raw | null | undefined;
  const by = oneOf<SortKey | null>(sortKeys, sort?.['by'], null);
  return {
    source: oneOf<PredictionSource | null>(['outOfFold', 'test'], raw['source'], null),
    list: oneOf(sampleLists, raw['list'], 'wrong'),
    cell: pair(raw['cell'], isClass),
    find: isText(raw['find']) ? raw['find'].slice(0, 200) : '',
    sort: by === null ? null : { by, down: sort?.['down'] === true },
    whole: raw['whole'] === true,
  };
}

/** The list with a value put in or taken out. */
export function toggled<T>(list: readonly T[], value: T, on: boolean): T[] {
  const rest = list.filter((one) => one !== value);
  return on ? [...rest, value] : rest;
}
