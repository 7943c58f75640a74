import { describe, expect, it } from 'vitest';
import { calibration, wilson } from '../../../src/metrics/calibration.js';
import { oneAgainstRest, precisionRecallCurve, rocCurve } from '../../../src/metrics/curves.js';
import { fixture } from './fixture.js';

const close = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
};

describe.each(fixture.cases)('curves of scikit-learn: $name', (one) => {
  const labels = Int32Array.from(one.labels);
  const probabilities = Float64Array.from(one.probabilities);

  it('calibration', () => {
    const result = calibration(labels, probabilities, one.classes.length);
    expect(result.ece).toBeCloseTo(one.calibration.ece, 12);
    expect(result.bins.map((bin) => bin.count)).toEqual(one.calibration.counts);
    result.bins.forEach((bin, b) => {
      const accuracy = one.calibration.accuracies[b];
      if (accuracy === null) expect(bin.accuracy).toBeNaN();
      else expect(bin.accuracy).toBeCloseTo(accuracy, 12);
    });
    const mean =
      result.bins.reduce((sum, bin) => sum + (bin.count > 0 ? bin.count * bin.confidence : 0), 0) / labels.length;
    expect(result.overconfidence).toBeCloseTo(mean - one.accuracy, 12);
  });

  it('ROC and precision-recall', () => {
    one.classes.forEach((_, c) => {
      const { positive, scores } = oneAgainstRest(labels, probabilities, one.classes.length, c);
      const roc = rocCurve(positive, scores);
      const pr = precisionRecallCurve(positive, scores);
      const expected = one.curves?.[c];
      if (!expected) {
        expect(roc.area).toBeNaN();
        return;
      }
      expect(roc.area).toBeCloseTo(expected.auc, 12);
      expect(pr.averagePrecision).toBeCloseTo(expected.ap, 12);
      if (expected.roc) {
        close(roc.falsePositiveRate, expected.roc[0]);
        close(roc.truePositiveRate, expected.roc[1]);
      }
      if (expected.pr) {
        // scikit-learn lists by rising threshold and adds the point (0, 1).
        close([...pr.precision].reverse(), expected.pr[0].slice(0, -1));
        close([...pr.recall].reverse(), expected.pr[1].slice(0, -1));
      }
    });
  });
});

it('Wilson’s interval is SciPy’s', () => {
  for (const one of fixture.wilson) {
    const { low, high } = wilson(one.hits, one.count);
    expect(low).toBeCloseTo(one.low, 12);
    expect(high).toBeCloseTo(one.high, 12);
  }
});
