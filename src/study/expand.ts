/** From a suite and its base to rows, each with the experiment it stands for. Pure: no file is read, nothing is checked. */
import { parsePath, type SettingPath } from '../config/path.js';
import type { Suite, SuiteRow } from '../config/suiteSchema.js';
import { gridPoints, pointName, searchPoints, type Point } from './grid.js';
import { assignAt, mergePatch } from './patch.js';

/** One change of an experiment, and where in the suite it stands. */
export interface Step {
  readonly at: SettingPath;
  /** A merge patch of the whole, where `path` is empty; else the value of the setting at it. */
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface ExpandedRow {
  readonly name: string;
  /** What it stands under in the table. */
  readonly heading: string | null;
  /** Changes of the base in their order. */
  readonly steps: readonly Step[];
  /** The base with the steps taken: as it would stand in a file, without defaults. */
  readonly value: unknown;
  /** Where the row stands in the suite. */
  readonly at: SettingPath;
  /** What a grid or search chose for it; null of a written row. */
  readonly point: Point | null;
}

/** What is expanded besides what the file says. */
export interface ExpandOptions {
  readonly quick?: boolean;
}

/**
 * The rows of a suite in the order of its table: written ones, the grid, the search. A row that starts with "+" takes the
 * steps of the row above first, one with `from` those of that row, any other none but the suite's own change.
 */
export function expandSuite(suite: Suite, base: unknown, options: ExpandOptions = {}): ExpandedRow[] {
  const common: Step[] = [{ at: ['change'], path: [], value: suite.change }];
  const last: Step[] = options.quick && suite.quick ? [{ at: ['quick'], path: [], value: suite.quick }] : [];
  const own = new Map<string, Step[]>();
  let heading: string | null = null;
  const rows: ExpandedRow[] = suite.rows.map((row, i) => {
    heading = row.heading ?? heading;
    const above = row.from ?? (row.name.startsWith('+') ? suite.rows[i - 1]?.name : undefined);
    const steps = [...(above === undefined ? [] : (own.get(above) ?? [])), ...rowSteps(row, ['rows', i])];
    own.set(row.name, steps);
    return make(row.name, steps, ['rows', i], null);
  });
  // Below written rows with headings, others would else seem to belong to the last.
  const headed = heading !== null;
  if (headed) heading = 'Grid';
  for (const point of gridPoints(suite.grid)) rows.push(make(pointName(point), at(point, ['grid']), ['grid'], point));
  if (headed) heading = 'Search';
  searchPoints(suite.search).forEach((point, i) => {
    const steps = at(point, ['search', 'ranges']);
    rows.push(make(`#${i + 1} ${pointName(point)}`, steps, ['search'], point));
  });
  return rows;

  function make(name: string, middle: readonly Step[], place: SettingPath, point: Point | null): ExpandedRow {
    const steps = [...common, ...middle, ...last];
    return { name, heading, steps, value: take(base, steps), at: place, point };
  }
}

/** The base with steps taken one after the other. */
export function take(base: unknown, steps: readonly Step[]): unknown {
  return steps.reduce(
    (value, step) => (step.path.length === 0 ? mergePatch(value, step.value) : assignAt(value, step.path, step.value)),
    base,
  );
}

function rowSteps(row: SuiteRow, place: SettingPath): Step[] {
  return [{ at: [...place, 'change'], path: [], value: row.change }, ...at(row.set, [...place, 'set'])];
}

function at(point: Point, place: SettingPath): Step[] {
  return Object.entries(point).map(([path, value]) => ({
    at: [...place, path],
    path: parsePath(path) ?? [path],
    value,
  }));
}
