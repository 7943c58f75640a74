import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classTable } from '../../../src/cli/format/classTable.js';
import { confusionMatrix } from '../../../src/cli/format/matrix.js';
import { createStyle } from '../../../src/cli/format/style.js';
import { table, type Column } from '../../../src/cli/format/table.js';
import { displayWidth } from '../../../src/cli/format/width.js';
import { classMetrics } from '../../../src/metrics/confusion.js';
import type { Metrics } from '../../../src/metrics/types.js';

const style = createStyle(false);

function metricsOf(classes: string[], matrix: number[][]): Metrics {
  const perClass = Object.fromEntries(classMetrics(matrix).map((one, c) => [classes[c], one]));
  return {
    accuracy: 0,
    balancedAccuracy: 0,
    macroF1: 0,
    weightedF1: 0,
    logLoss: 0,
    classes,
    perClass,
    confusionMatrix: matrix,
  };
}
const pain = metricsOf(
  ['no_pain', 'low_pain', 'high_pain'],
  [
    [494, 17, 0],
    [15, 71, 8],
    [0, 6, 50],
  ],
);

describe('table', () => {
  const columns: Column[] = [
    { head: 'fold' },
    { head: 'weighted F1', align: 'spread' },
    { head: 'name', shrink: 'middle' },
    { head: 'time', align: 'right', drop: 1 },
    { head: 'best', align: 'right', drop: 2 },
  ];
  const rows = [
    ['1', '0.923', 'a long name of a run', '2:51', '31'],
    ['2', '10.939', 'short', '12:28', '7'],
  ];
  const summary = [['mean ± std', '0.931 ± 0.012', '', '14:22', '']];

  it('lines figures up', () => {
    expect(`\n${table({ columns, rows, summary, width: 80, style })}`).toBe(`
fold        weighted F1     name                   time  best
─────────────────────────────────────────────────────────────
1            0.923          a long name of a run   2:51    31
2           10.939          short                 12:28     7
─────────────────────────────────────────────────────────────
mean ± std   0.931 ± 0.012                        14:22`);
  });
  it('shortens names, then drops columns, the least important first, and never numbers', () => {
    expect(`\n${table({ columns, rows, summary, width: 55, style })}`).toBe(`
fold        weighted F1     name             time  best
───────────────────────────────────────────────────────
1            0.923          a long … a run   2:51    31
2           10.939          short           12:28     7
───────────────────────────────────────────────────────
mean ± std   0.931 ± 0.012                  14:22`);
    const narrow = table({ columns, rows, summary, width: 42, style });
    expect(narrow.split('\n')[0]).toBe('fold        weighted F1     name');
    expect(narrow).toContain('10.939');
  });
  it('is never wider than it may be, as long as its figures fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 42, max: 90 }), (width) => {
        for (const line of table({ columns, rows, summary, width, style }).split('\n'))
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('confusion matrix', () => {
  it('shows counts and shares of the row', () => {
    expect(`\n${confusionMatrix(pain, { width: 80, style })}`).toBe(`
              no_pain    low_pain   high_pain   support
no_pain     494  97 %    17   3 %     0     –       511
low_pain     15  16 %    71  76 %     8   9 %        94
high_pain     0     –     6  11 %    50  89 %        56
predicted   509          94          58             661`);
  });
  it('shows counts and recall where there is less room', () => {
    const classes = Array.from({ length: 9 }, (_, c) => `class_${c + 1}`);
    const matrix = classes.map((_, r) => classes.map((__, c) => (r === c ? 30 - r : (r + c) % 5 === 0 ? 1 : 0)));
    expect(`\n${confusionMatrix(metricsOf(classes, matrix), { width: 80, style })}`).toMatchInlineSnapshot(`
      "
                   1   2   3   4   5   6   7   8   9   recall
      1 class_1   30   0   0   0   0   1   0   0   0    0.968
      2 class_2    0  29   0   0   1   0   0   0   0    0.967
      3 class_3    0   0  28   1   0   0   0   0   1    0.933
      4 class_4    0   0   1  27   0   0   0   1   0    0.931
      5 class_5    0   1   0   0  26   0   1   0   0    0.929
      6 class_6    1   0   0   0   0  25   0   0   0    0.962
      7 class_7    0   0   0   0   1   0  24   0   0    0.960
      8 class_8    0   0   0   1   0   0   0  23   1    0.920
      9 class_9    0   0   1   0   0   0   0   1  22    0.917
      predicted   31  30  30  29  28  26  25  25  24"
    `);
    expect(`\n${confusionMatrix(metricsOf(classes, matrix), { width: 40, style })}`).toMatchInlineSnapshot(`
      "
          1   3 %  class_1 taken for class_6
          1   3 %  class_2 taken for class_5
          1   3 %  class_3 taken for class_4
          1   3 %  class_3 taken for class_9
          1   3 %  class_4 taken for class_3
          1   3 %  class_4 taken for class_8
          1   4 %  class_5 taken for class_2
          1   4 %  class_5 taken for class_7
          1   4 %  class_6 taken for class_1
          1   4 %  class_7 taken for class_5
          1   4 %  class_8 taken for class_4
          1   4 %  class_8 taken for class_9
          1   4 %  class_9 taken for class_3
          1   4 %  class_9 taken for class_8"
    `);
  });
  it('keeps within the width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 40, max: 200 }), (size, width) => {
        const classes = Array.from({ length: size }, (_, c) => `a_class_with_a_long_name_${c}`);
        const matrix = classes.map((_, r) => classes.map((__, c) => (r === c ? 1000 : r * c)));
        for (const line of confusionMatrix(metricsOf(classes, matrix), { width, style }).split('\n'))
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 50 },
    );
  });
  it('is shaded with colour only, and says the same', () => {
    const coloured = confusionMatrix(pain, { width: 80, style: createStyle(true) });
    expect(coloured).toContain('\u001b[48;5;25');
    // eslint-disable-next-line no-control-regex -- the escape character is what it looks for
    const stripped = coloured.replace(/\u001b\[[0-9;]*m/g, '');
    expect(stripped).toBe(confusionMatrix(pain, { width: 80, style }));
  });
});

it('class table has macro and weighted means of scikit-learn’s report', () => {
  expect(`\n${classTable(pain, { width: 80, style })}`).toBe(`
class          precision  recall     F1  support
────────────────────────────────────────────────
no_pain            0.971   0.967  0.969      511
low_pain           0.755   0.755  0.755       94
high_pain          0.862   0.893  0.877       56
────────────────────────────────────────────────
macro mean         0.863   0.872  0.867      661
weighted mean      0.931   0.930  0.931      661`);
});
