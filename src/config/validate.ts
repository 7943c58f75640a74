/** Checks a value against the schema: Ajv finds, and each mistake becomes one finding in words. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { allowed, show } from './allowed.js';
import { compileSchema } from './compileSchema.js';
import { isObject } from './defaults.js';
import { fileSchema, namesIn, objectBranch, pathsEndingIn, schemaAt, type Schema } from './fileSchema.js';
import { type Finding } from './finding.js';
import { formatPath, isWithin, valueAt, type SettingPath } from './path.js';
import { nearest, sameMeaning } from './suggest.js';

let compiled: ValidateFunction | undefined;

/** All findings, in the order of the value; settings found wrong are named by `path`. */
export function validate(value: unknown): Finding[] {
  compiled ??= compileSchema(fileSchema);
  if (compiled(value)) return [];
  const errors = withoutUnionNoise(compiled.errors ?? [], value);
  const findings = new Map<string, Finding>();
  const add = (finding: Finding): void => {
    const key = JSON.stringify(finding.path);
    if (!findings.has(key)) findings.set(key, finding);
  };
  const instead = new Set<string>();
  for (const error of errors) {
    if (error.keyword !== 'additionalProperties') continue;
    const path = pathOf(error.instancePath, value);
    const key = error.params['additionalProperty'] as string;
    const meant = nearest(key, namesIn(path));
    if (meant !== null) instead.add(JSON.stringify([...path, meant]));
    add(unknownSetting([...path, key], valueAt(value, [...path, key])));
  }
  for (const error of errors) {
    const path = pathOf(error.instancePath, value);
    if (error.keyword === 'additionalProperties') continue;
    if (error.keyword !== 'required') add(wrongValue(path, valueAt(value, path), error));
    else {
      const missing = [...path, error.params['missingProperty'] as string];
      // A misspelt name is one mistake, not also a missing setting.
      if (!instead.has(JSON.stringify(missing))) add(missingSetting(missing));
    }
  }
  return [...findings.values()];
}

/** Of a union only what concerns the branch the value is meant for; where none is, the union as a whole. */
function withoutUnionNoise(errors: readonly ErrorObject[], value: unknown): ErrorObject[] {
  let kept = [...errors];
  for (const union of errors.filter((error) => error.keyword === 'anyOf')) {
    const path = pathOf(union.instancePath, value);
    const branches = schemaAt(path)?.anyOf ?? [];
    const branch = isObject(valueAt(value, path)) ? branches.findIndex((inner) => inner.type === 'object') : -1;
    kept = kept.filter((error) => {
      if (error === union) return branch < 0;
      if (!error.schemaPath.startsWith(`${union.schemaPath}/`)) return true;
      return branch >= 0 && error.schemaPath.startsWith(`${union.schemaPath}/${branch}/`);
    });
  }
  return kept;
}

/** Ajv's JSON pointer as a path; numbers only where the value has a list. */
function pathOf(pointer: string, root: unknown): SettingPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(part) : part);
    value = valueAt(root, path);
  }
  return path;
}

/** A name the schema does not have, with the name that is meant or the place where it belongs. */
export function unknownSetting(path: SettingPath, value: unknown): Finding {
  const inside = path.slice(0, -1);
  const name = String(path.at(-1));
  const names = namesIn(inside);
  const where = inside.length > 0 ? `a setting of ${formatPath(inside)}` : 'a part of an experiment';
  const near = nearest(name, names);
  const cure = names.length > 0 ? `Settings there: ${names.join(', ')}.` : `${formatPath(inside)} is a single value.`;
  if (near !== null)
    return { path, at: 'key', message: `"${name}" is not ${where}. ${name}: did you mean ${near}?`, cure };
  const places = pathsEndingIn((other) => sameMeaning(name, other)).filter(
    (other) => isObject(value) === isObject(schemaAt(other)?.default),
  );
  const elsewhere = places.find((other) => isWithin(other, inside)) ?? places[0];
  if (elsewhere)
    return {
      path,
      at: 'key',
      message: `"${name}" is not ${where}: did you mean ${formatPath(elsewhere)}?`,
      cure,
    };
  return { path, at: 'key', message: `"${name}" is not ${where}`, cure };
}

function missingSetting(path: SettingPath): Finding {
  const description = schemaAt(path)?.description;
  return { path, at: 'key', message: `${formatPath(path)} is missing`, cure: description };
}

function wrongValue(path: SettingPath, value: unknown, error: ErrorObject): Finding {
  const at = 'value';
  const schema = schemaAt(path) ?? {};
  const name = formatPath(path);
  if (path.length === 0) return { path, at, message: `an experiment is an object, { … }, not ${show(value)}` };
  if (error.keyword === 'uniqueItems') {
    const index = Math.max(error.params['i'] as number, error.params['j'] as number);
    return {
      path: [...path, index],
      at,
      message: `${name} names ${show((value as unknown[])[index])} twice`,
      cure: 'Remove one of them.',
    };
  }
  const cure = [`Allowed: ${allowed(schema)}.`, hint(schema, value)].filter(Boolean).join(' ');
  const near = typeof value === 'string' ? nearest(value, wordsOf(schema)) : null;
  const message = `${name} cannot be ${show(value)}`;
  return { path, at, message: near === null ? message : `${message}: did you mean ${near}?`, cure };
}

function wordsOf(schema: Schema): string[] {
  return [...(schema.enum ?? []), ...(schema.anyOf ?? []).flatMap((branch) => wordsOf(branch))].concat(
    schema.const === undefined ? [] : [schema.const],
  );
}

/** How to write what was probably meant. */
function hint(schema: Schema, value: unknown): string {
  const fits = (type: string): boolean =>
    [schema, ...(schema.anyOf ?? [])].some(
      (branch) => branch.const === undefined && !branch.enum && [branch.type].flat().includes(type),
    );
  if (typeof value === 'string') {
    if ((fits('integer') || fits('number')) && value.trim() !== '' && Number.isFinite(Number(value)))
      return `Write ${value.trim()} without quotes.`;
    if (fits('boolean') && /^(true|false)$/i.test(value)) return `Write ${value.toLowerCase()} without quotes.`;
    if (fits('array') && schema.maxItems !== 0) return `Write [${show(value)}].`;
  }
  const only = Object.keys(objectBranch(schema).properties ?? {});
  if (typeof value === 'number' && only.length === 1) return `Write { "${only[0]}": ${value} }.`;
  if ((typeof value === 'number' || typeof value === 'boolean') && fits('string')) return `Write "${value}" in quotes.`;
  if (Array.isArray(value) && objectBranch(schema).additionalProperties !== undefined && fits('object'))
    return 'Write { … } with names instead of a list.';
  return '';
}
