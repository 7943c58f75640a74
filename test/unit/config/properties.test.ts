/** What holds for every experiment file, right or wrong. */
import fc from 'fast-check';
import { parseTree, type ParseError } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { checkExperimentText } from '../../../src/config/check.js';
import { describeExperiment } from '../../../src/config/describe.js';
import { settingsDiff } from '../../../src/config/diff.js';
import { readJsonText } from '../../../src/config/jsonText.js';
import { parseExperiment, withOverrides } from '../../../src/config/load.js';
import { parsePath, valueAt } from '../../../src/config/path.js';
import { edited, edits, experimentValues, textOf } from './arbitrary.js';

const file = 'any.experiment.json';
const styles = fc.record({ eol: fc.constantFrom('\n', '\r\n', '\r'), comments: fc.boolean(), trailing: fc.boolean() });

/** Paths of all values that are no objects. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

test('any experiment without mistakes is read, and its resolved form reads as itself', () => {
  fc.assert(
    fc.property(experimentValues, styles, (value, style) => {
      const { experiment } = parseExperiment(textOf(value, style), file);
      for (const path of leaves(value))
        if (valueAt(value, path) !== undefined) expect(valueAt(experiment, path)).toEqual(valueAt(value, path));
      const again = parseExperiment(JSON.stringify(experiment), file).experiment;
      expect(again).toEqual(experiment);
      expect(JSON.stringify(again)).toBe(JSON.stringify(experiment));
      expect(settingsDiff(experiment, again)).toEqual([]);
      for (const { text } of describeExperiment(experiment)) expect(text).not.toMatch(/undefined|NaN|\[object/);
    }),
    { numRuns: 300 },
  );
});

test('every setting stands where it is said to stand', () => {
  fc.assert(
    fc.property(experimentValues, styles, (value, style) => {
      const text = textOf(value, style);
      const loaded = parseExperiment(text, file);
      const lines = text.split(/\r\n|\n|\r/);
      for (const path of leaves(value)) {
        const { line, column } = loaded.locate(path);
        const found = lines[line! - 1].slice(column! - 1);
        const first = JSON.stringify(valueAt(value, path), null, 2).split('\n')[0];
        expect(found.startsWith(first)).toBe(true);
        const key = loaded.locateKey(path);
        expect(lines[key.line! - 1].slice(key.column! - 1).startsWith(JSON.stringify(path.at(-1)))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('settings that cannot be: one finding each, at its place, whatever else is wrong', () => {
  fc.assert(
    fc.property(experimentValues, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (right, picks) => {
      const value = structuredClone(right);
      // Of a list the items are wrong, not the list.
      const all = leaves(value).filter(
        (path) => !['continuous', 'ignore', 'classes', 'augmentation'].includes(path.at(-1)!),
      );
      const broken = new Set(picks.map((pick) => all[pick % all.length]));
      for (const path of broken) {
        const parent = valueAt(value, path.slice(0, -1)) as Record<string, unknown>;
        parent[path.at(-1)!] = [['nonsense']];
      }
      const text = JSON.stringify(value, null, 1);
      const errors = checkExperimentText(text, file);
      const json = readJsonText(text, file);
      const expected = [...broken].map((path) => json.locate(path));
      const order = (place: { line?: number; column?: number }): string => `${place.line}:${place.column}`;
      expect(errors.map(({ place }) => order(place!)).sort()).toEqual(expected.map(order).sort());
    }),
    { numRuns: 300 },
  );
});

test('text with mistakes never crashes, and each finding has a place within it', () => {
  fc.assert(
    fc.property(experimentValues, styles, edits, (value, style, steps) => {
      const text = edited(textOf(value, style), steps);
      const errors = checkExperimentText(text, file);
      const lines = text.split(/\r\n|\n|\r/);
      for (const { message, place } of errors) {
        expect(message.length).toBeGreaterThan(5);
        expect(place!.line).toBeGreaterThanOrEqual(1);
        expect(place!.line).toBeLessThanOrEqual(lines.length);
        expect(place!.column).toBeGreaterThanOrEqual(1);
        expect(place!.column).toBeLessThanOrEqual(lines[place!.line! - 1].length + 1);
      }
      const places = errors.map(({ place, message }) => `${place!.line}:${place!.column} ${message}`);
      expect([...new Set(places)]).toEqual(places);
      let thrown: unknown;
      try {
        parseExperiment(text, file);
      } catch (error) {
        thrown = error;
      }
      if (errors.length === 0) expect(thrown).toBeUndefined();
      else {
        expect(thrown).toBeInstanceOf(UserError);
        expect((thrown as UserError).others.length).toBe(errors.length - 1);
      }
    }),
    { numRuns: 1500 },
  );
});

test('what is JSON and what is not: as jsonc-parser says', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.oneof(fc.constant([]), edits), (json, steps) => {
      const text = edited(json, steps);
      const errors: ParseError[] = [];
      parseTree(text, errors, { allowTrailingComma: true });
      const read = readJsonText(text, file);
      const mistakes = read.syntax.filter(({ message }) => !message.includes('stands twice'));
      expect(mistakes.length === 0).toBe(errors.length === 0);
      if (steps.length === 0) expect(read.value).toEqual(JSON.parse(json));
    }),
    { numRuns: 2000 },
  );
});

test('an assignment is the same as the setting in the file', () => {
  fc.assert(
    fc.property(experimentValues, fc.nat(), (value, pick) => {
      const full = parseExperiment(JSON.stringify(value), file);
      const paths = leaves(value).filter((path) => path[0] !== 'data' || path[1] !== 'train');
      fc.pre(paths.length > 0);
      const path = paths[pick % paths.length];
      const text = path.map((part) => (/^[\w*]+$/.test(part) ? part : JSON.stringify(part))).join('.');
      expect(parsePath(text)).toEqual(path);
      const assigned = withOverrides(full, [`${text}=${JSON.stringify(valueAt(value, path))}`]);
      expect(assigned.experiment).toEqual(full.experiment);
      expect(assigned.locate(path).file).toContain('--set ');
    }),
    { numRuns: 200 },
  );
});
