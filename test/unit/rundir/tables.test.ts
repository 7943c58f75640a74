import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dataset, Fold } from '../../../src/data/types.js';
import { csvLine, parseCsv } from '../../../src/rundir/csv.js';
import { noNotes, readNotes, writeNotes } from '../../../src/rundir/notes.js';
import {
  concatPredictions,
  formatPredictions,
  parsePredictions,
  predictedClasses,
  storable,
  type Predictions,
} from '../../../src/rundir/predictions.js';
import { readSamples, writeSamples } from '../../../src/rundir/samples.js';
import { formatSplits, parseSplits } from '../../../src/rundir/splits.js';
import { scratch } from '../scratch.js';

const text = fc.oneof(fc.string(), fc.constantFrom('a,b', 'say "x"', 'two\nlines', ' spaced ', 'é', '\r'));

describe('CSV of a run', () => {
  test('any text comes back', () => {
    const row = fc.array(text, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        // A record of one empty field is an empty line, which nobody writes: rows have three.
        const written = rows.map((fields) => csvLine(fields)).join('');
        const { header, rows: rest } = parseCsv(written, 'f');
        expect([header, ...rest]).toEqual(rows);
      }),
    );
  });

  test('a ragged row is refused with its line', () => {
    expect(() => parseCsv('a,b\n1,2\n3\n', 'folds/0/predictions.csv')).toThrow('The row has 1 fields, the header 2.');
    expect(() => parseCsv('', 'f')).toThrow('The file is empty.');
  });
});

const predictions: Predictions = {
  classes: ['no', 'yes, "really"'],
  samples: ['s1', 's,2', 's3'],
  labels: Int32Array.of(0, 1, -1),
  repeat: Int32Array.of(0, 0, 1),
  fold: Int32Array.of(2, 2, 0),
  probabilities: storable(Float64Array.of(0.1 + 0.2, 0.7, 1e-9 / 3, 1 - 1e-9 / 3, 0.5, 0.5)),
};

describe('predictions.csv', () => {
  test('has the columns of the design', () => {
    expect(formatPredictions(predictions)).toBe(
      [
        'sample,label,repeat,fold,predicted,p_no,"p_yes, ""really"""',
        's1,no,0,2,"yes, ""really""",0.3,0.7',
        '"s,2","yes, ""really""",0,2,"yes, ""really""",3.33333333e-10,1',
        's3,,1,0,no,0.5,0.5',
        '',
      ].join('\n'),
    );
  });

  test('is read as it was written, to the last bit', () => {
    expect(parsePredictions(formatPredictions(predictions), 'f')).toEqual(predictions);
    const ensemble = { ...predictions, repeat: null, fold: null };
    expect(parsePredictions(formatPredictions(ensemble), 'f')).toEqual(ensemble);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), (values) => {
        const probabilities = storable(Float64Array.from(values));
        const read = parsePredictions(formatPredictions({ ...predictions, probabilities }), 'f');
        expect(read.probabilities).toEqual(probabilities.map((p) => p + 0));
      }),
    );
  });

  test('nine digits carry every float32', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (p) => {
        expect(Math.fround(storable(Float64Array.of(p))[0])).toBe(p);
      }),
    );
  });

  test('the first of equal probabilities is predicted', () => {
    expect(predictedClasses(Float64Array.of(0.4, 0.4, 0.2, 0.2, 0.3, 0.5), 3)).toEqual(Int32Array.of(0, 2));
  });

  test('damage is refused', () => {
    for (const [csv, why] of [
      ['sample,label,p_a,p_b\ns,a,0.5,x\n', '"x" is no probability'],
      ['sample,label,p_a,p_b\ns,a,0.5,1.5\n', '"1.5" is no probability'],
      ['sample,label,p_a,p_b\ns,c,0.5,0.5\n', 'The label "c" is none of the classes a, b'],
      ['sample,label\ns,a\n', 'These are no predictions'],
    ] as const)
      expect(() => parsePredictions(csv, 'f')).toThrow(why);
  });

  test('sets are joined one after the other', () => {
    const joined = concatPredictions([predictions, predictions]);
    expect(joined.samples).toHaveLength(6);
    expect([...joined.labels]).toEqual([0, 1, -1, 0, 1, -1]);
    expect(joined.fold).toEqual(Int32Array.of(2, 2, 0, 2, 2, 0));
  });
});

describe('splits.csv', () => {
  const folds: Fold[] = [
    { repeat: 0, fold: 0, fit: Int32Array.of(2, 3), select: Int32Array.of(1), score: Int32Array.of(0) },
    { repeat: 0, fold: 1, fit: Int32Array.of(0), select: Int32Array.of(), score: Int32Array.of(1, 2, 3) },
    // As with selection "scoredFold": a sample in two parts.
    { repeat: 1, fold: 0, fit: Int32Array.of(0, 1), select: Int32Array.of(2, 3), score: Int32Array.of(2, 3) },
  ];
  const ids = ['10', '9', 'x,y', 'z'];

  test('folds come back, also where the data are in another order', () => {
    const csv = formatSplits(folds, ids);
    expect(parseSplits(csv, 'splits.csv', ids)).toEqual(folds);
    const reordered = ['z', 'x,y', '9', '10'];
    const [first] = parseSplits(csv, 'splits.csv', reordered);
    expect(Array.from(first.fit, (i) => reordered[i])).toEqual(['z', 'x,y']);
  });

  test('a sample that is not in the data is named', () => {
    expect(() => parseSplits(formatSplits(folds, ids), 'splits.csv', ['10', '9', 'z'])).toThrow(
      'The data have no sample "x,y".',
    );
    expect(() => parseSplits('repeat,fold,sample,part\n0,0,9,test\n', 'f', ids)).toThrow('"test" is no part of a fold');
  });
});

test('samples.csv holds id, label, steps and hash', async () => {
  const file = join(await scratch(), 'samples.csv');
  const dataset = {
    sampleIds: ['a', 'b'],
    labels: Int32Array.of(1, -1),
    classes: ['no', 'yes'],
    rowStart: Uint32Array.of(0, 3, 4),
    sampleHashes: ['00ff', '11ee'],
  } as unknown as Dataset;
  await writeSamples(file, dataset);
  expect(await readFile(file, 'utf8')).toBe('sample,label,steps,hash\na,yes,3,00ff\nb,,1,11ee\n');
  expect(await readSamples(file)).toEqual([
    { sample: 'a', label: 'yes', steps: 3, hash: '00ff', group: null },
    { sample: 'b', label: '', steps: 1, hash: '11ee', group: null },
  ]);
  await writeSamples(file, { ...dataset, groups: Int32Array.of(3, 3) });
  expect((await readSamples(file)).map(({ group }) => group)).toEqual(['3', '3']);
  await writeSamples(file, { ...dataset, groups: Int32Array.of(0, 1), groupNames: ['S1', 'S "2"'] });
  expect(await readSamples(file)).toMatchObject([
    { group: '0', groupName: 'S1' },
    { group: '1', groupName: 'S "2"' },
  ]);
});

test('notes come back; none, or damaged ones, are empty', async () => {
  const run = await scratch();
  expect(await readNotes(run)).toEqual(noNotes);
  const notes = { star: true, note: 'best so far', tags: ['a', 'b'] };
  await writeNotes(run, notes);
  expect(await readNotes(run)).toEqual(notes);
  await (await import('node:fs/promises')).writeFile(join(run, 'notes.json'), '{"star": 1, "tags": [1, "x"]');
  expect(await readNotes(run)).toEqual(noNotes);
});
