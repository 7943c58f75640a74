/** Mistakes of a suite file: against the schema, then contradictions of its rows, ranges and names. Nothing here throws. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { allowed, show } from './allowed.js';
import { compileSchema } from './compileSchema.js';
import { fillFrom } from './defaults.js';
import { objectBranch, type Schema } from './fileSchema.js';
import { type Finding } from './finding.js';
import { formatPath, parsePath, valueAt, type SettingPath } from './path.js';
import { nearest } from './suggest.js';
import { suiteFileSchema } from './suiteFileSchema.js';
import { type SearchRange, type Suite } from './suiteSchema.js';

let compiled: ValidateFunction | undefined;

/** Every mistake of a suite, in the order of the value. The base and what rows make of it are checked where they are read. */
export function checkSuite(value: unknown): Finding[] {
  compiled ??= compileSchema(suiteFileSchema);
  if (!compiled(value)) return (compiled.errors ?? []).map((error) => inWords(error, value));
  return contradictions(resolveSuite(value));
}

/** With every default, where there is nothing to find. */
export function resolveSuite(value: unknown): Suite {
  const suite = fillFrom(suiteFileSchema, value) as Suite & { $schema?: string };
  delete suite.$schema;
  return suite;
}

function inWords(error: ErrorObject, root: unknown): Finding {
  const path = pathOf(error.instancePath, root);
  const schema = schemaAt(path);
  if (error.keyword === 'additionalProperties') {
    const name = error.params['additionalProperty'] as string;
    const names = Object.keys(objectBranch(schema).properties ?? {}).filter((each) => each !== '$schema');
    const near = nearest(name, names);
    const where = path.length === 0 ? 'a part of a suite' : `a setting of ${formatPath(path)}`;
    return {
      path: [...path, name],
      at: 'key',
      message: `"${name}" is not ${where}${near === null ? '' : `: did you mean ${near}?`}`,
      cure: `Settings there: ${names.join(', ')}.`,
    };
  }
  if (error.keyword === 'required') {
    const missing = [...path, error.params['missingProperty'] as string];
    return {
      path: missing,
      at: 'key',
      message: `${formatPath(missing)} is missing`,
      cure: schemaAt(missing).description,
    };
  }
  if (path.length === 0) return { path, at: 'value', message: `a suite is an object, { … }, not ${show(root)}` };
  if (error.keyword === 'uniqueItems') return { path, at: 'value', message: `${formatPath(path)} has a value twice` };
  const message = `${formatPath(path)} cannot be ${show(valueAt(root, path))}`;
  return { path, at: 'value', message, cure: `Allowed: ${allowed(schema)}.` };
}

function schemaAt(path: SettingPath): Schema {
  let schema: Schema | undefined = suiteFileSchema;
  for (const part of path) {
    const inside: Schema = objectBranch(schema ?? {});
    if (typeof part === 'number') schema = inside.items;
    else
      schema =
        inside.properties?.[part] ??
        (typeof inside.additionalProperties === 'object' ? inside.additionalProperties : undefined);
  }
  return schema ?? {};
}

function pathOf(pointer: string, root: unknown): SettingPath {
  const path: (string | number)[] = [];
  for (const escaped of pointer.split('/').slice(1)) {
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(root, path)) ? Number(part) : part);
  }
  return path;
}

function contradictions(suite: Suite): Finding[] {
  const { rows, grid, search, baseline } = suite;
  const found: Finding[] = [];
  const add = (path: SettingPath, at: Finding['at'], message: string, cure?: string): void => {
    found.push({ path, at, message, cure });
  };
  if (rows.length === 0 && Object.keys(grid).length === 0 && search === null)
    add([], 'value', 'the suite has no rows', 'Give it rows, a grid or a search.');
  const names = rows.map(({ name }) => name);
  rows.forEach((row, i) => {
    if (names.indexOf(row.name) < i) add(['rows', i, 'name'], 'value', `two rows are called ${show(row.name)}`);
    if (row.from !== undefined && !names.slice(0, i).includes(row.from)) {
      const near = nearest(row.from, names.slice(0, i));
      const cure = near === null ? 'Name a row above this one.' : `Did you mean ${near}?`;
      add(['rows', i, 'from'], 'value', `no row above is called ${show(row.from)}`, cure);
    }
    if (row.from === undefined && i === 0 && row.name.startsWith('+'))
      add(['rows', i, 'name'], 'value', 'the first row has none above it to build on', 'Take the "+" away.');
    for (const path of Object.keys(row.set)) checkPath(['rows', i, 'set', path], path);
  });
  for (const path of Object.keys(grid)) checkPath(['grid', path], path);
  for (const [path, range] of Object.entries(search?.ranges ?? {})) {
    checkPath(['search', 'ranges', path], path);
    const wrong = rangeProblem(range);
    if (wrong !== null) add(['search', 'ranges', path], 'value', `${path}: ${wrong}`);
  }
  if (search !== null && Object.keys(search.ranges).length === 0)
    add(['search', 'ranges'], 'value', 'the search has nothing to draw', 'Name a setting and its range.');
  // Rows of grids and searches have names of their own, which are known after the expansion only.
  const generated = Object.keys(grid).length > 0 || search !== null;
  if (baseline !== null && !generated && !names.includes(baseline)) {
    const near = nearest(baseline, names);
    const cure = near === null ? undefined : `Did you mean ${near}?`;
    add(['baseline'], 'value', `no row is called ${show(baseline)}`, cure);
  }
  return found;

  function checkPath(at: SettingPath, path: string): void {
    if (parsePath(path) === null)
      add(at, 'key', `${show(path)} is no path of a setting`, 'Write one as in "training.optimizer.learningRate".');
  }
}

function rangeProblem({ low, high, log, step, choices }: SearchRange): string | null {
  if (choices !== undefined)
    return [low, high, log, step].some((each) => each !== undefined) ? 'choices stand alone' : null;
  if (low === undefined || high === undefined) return 'low and high are needed, or choices';
  if (low >= high) return 'low must be less than high';
  if (log === true && low <= 0) return 'on a logarithmic scale low must be more than 0';
  if (log === true && step !== undefined) return 'log and step exclude each other';
  return null;
}

/** Whether a file's name is that of a suite. */
export function isSuiteFile(file: string): boolean {
  return /\.suite\.jsonc?$/i.test(file);
}
