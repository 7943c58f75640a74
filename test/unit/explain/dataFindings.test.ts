/** A finding about data belongs to the setting in which it can be cured. */
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { parseCheck, placeOfFinding } from '../../../src/explain/dataFindings.js';
import type { GuardFinding } from '../../../src/data/guards/finding.js';

const text = `{
  "data": {
    "train": "x.csv",
    "labels": "y.csv",
    "test": "z.csv",
    "continuous": [
      "a_*",
      "b_*"
    ],
    "categorical": { "k_*": { "embedding": 2 } }
  },
  "validation": { "folds": 5 }
}`;
const loaded = parseExperiment(text, 'one.experiment.json');
const lineOf = (kind: GuardFinding['kind'], ...columns: string[]): string =>
  text.split('\n')[placeOfFinding({ kind, columns }, loaded).line! - 1].trim();

describe('placeOfFinding', () => {
  it('names the glob that takes the column', () => {
    expect(lineOf('constant', 'b_2', 'a_1')).toBe('"b_*"');
    expect(lineOf('tellsClass', 'k_1')).toContain('"k_*"');
    expect(lineOf('impossible', 'gone')).toContain('"train"');
  });
  it('names the file or the setting that it speaks of', () => {
    expect(lineOf('duplicates')).toContain('"train"');
    expect(lineOf('testSeen')).toContain('"test"');
    expect(lineOf('smallClass')).toContain('"labels"');
    expect(lineOf('folds')).toContain('"folds"');
  });
});

describe('parseCheck', () => {
  it('reads findings, and what kept the data from being read', () => {
    expect(parseCheck('{"findings":[],"name":"x"}')).toEqual({ findings: [], errors: [] });
    expect(parseCheck('{"errors":[{"message":"m","cure":null,"place":null}]}').errors).toHaveLength(1);
  });
});
