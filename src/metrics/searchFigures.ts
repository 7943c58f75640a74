/** What grids and searches are drawn from: an axis for each setting, a line for each row; the best so far over time. Pure. */

export interface SearchRow {
  readonly name: string;
  readonly point: Readonly<Record<string, unknown>>;
  /** Null until it is finished. */
  readonly score: number | null;
  readonly optimistic: boolean;
  /** When it was started (ISO 8601). */
  readonly started: string | null;
  readonly seconds: number | null;
}

export interface Axis {
  /** Path of the setting; of the last axis the metric. */
  readonly name: string;
  readonly log: boolean;
  /** Marks at 0 (bottom) to 1. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

export interface Line {
  readonly name: string;
  readonly score: number;
  /** 0 to 1 on each axis. */
  readonly at: readonly number[];
  /** Rank of its score, 0 the best. */
  readonly rank: number;
}

export interface Parallel {
  readonly axes: readonly Axis[];
  readonly lines: readonly Line[];
}

/** Null with fewer than two finished rows, or where no setting varies. */
export function parallel(rows: readonly SearchRow[], metric: string, lowerIsBetter = false): Parallel | null {
  const done = rows.flatMap((row) => (row.score === null ? [] : [{ ...row, score: row.score }]));
  const paths = [...new Set(rows.flatMap(({ point }) => Object.keys(point)))].filter(
    (path) => new Set(rows.map(({ point }) => JSON.stringify(point[path]))).size > 1,
  );
  if (done.length < 2 || paths.length === 0) return null;
  const scales = [
    ...paths.map((path) =>
      scaleOf(
        path,
        rows.map(({ point }) => point[path]),
      ),
    ),
    scaleOf(
      metric,
      done.map(({ score }) => score),
    ),
  ];
  const order = [...done].sort((a, b) => (lowerIsBetter ? a.score - b.score : b.score - a.score));
  return {
    axes: scales.map(({ axis }) => axis),
    lines: done.map((row) => ({
      name: row.name,
      score: row.score,
      at: [...paths.map((path, i) => scales[i].at(row.point[path])), scales[paths.length].at(row.score)],
      rank: order.indexOf(row),
    })),
  };
}

/** Numbers by value, on a logarithm where they span a factor of 20 or more; anything else evenly, in the order it occurs. */
function scaleOf(name: string, values: readonly unknown[]): { axis: Axis; at: (value: unknown) => number } {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const distinct = [...new Set(values.map((value) => JSON.stringify(value) ?? '–'))];
  if (numbers.length < values.length) {
    const place = (text: string): number =>
      distinct.length < 2 ? 0.5 : distinct.indexOf(text) / (distinct.length - 1);
    const ticks = distinct.map((text) => ({ at: place(text), text: text.replace(/^"(.*)"$/, '$1') }));
    return { axis: { name, log: false, ticks }, at: (value) => place(JSON.stringify(value) ?? '–') };
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const log = low > 0 && high / low >= 20;
  const of = (value: number): number => (log ? Math.log(value) : value);
  const at = (value: unknown): number => (high === low ? 0.5 : (of(value as number) - of(low)) / (of(high) - of(low)));
  const marks =
    distinct.length <= 6 ? [...new Set(numbers)].sort((a, b) => a - b) : [low, middle(low, high, log), high];
  return { axis: { name, log, ticks: marks.map((value) => ({ at: at(value), text: short(value) })) }, at };
}

const middle = (low: number, high: number, log: boolean): number => (log ? Math.sqrt(low * high) : (low + high) / 2);

/** Three significant digits. */
export function short(value: number): string {
  if (value === 0) return '0';
  const text =
    Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace('.0e', 'e').replace('-', '−');
}

export interface BestSoFar {
  /** Rows in the order in which they were started, with the training time of all up to them. */
  readonly steps: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly score: number;
    readonly best: number;
  }[];
}

/** Null with fewer than two finished rows. Rows that flatter are no records. */
export function bestSoFar(rows: readonly SearchRow[], lowerIsBetter = false): BestSoFar | null {
  const done = rows
    .flatMap((row) =>
      row.score === null || row.started === null || row.optimistic ? [] : [{ ...row, score: row.score }],
    )
    .sort((a, b) => (a.started! < b.started! ? -1 : a.started! > b.started! ? 1 : 0));
  if (done.length < 2) return null;
  let seconds = 0;
  let best = done[0].score;
  return {
    steps: done.map((row) => {
      seconds += row.seconds ?? 0;
      best = lowerIsBetter ? Math.min(best, row.score) : Math.max(best, row.score);
      return { name: row.name, seconds, score: row.score, best };
    }),
  };
}
