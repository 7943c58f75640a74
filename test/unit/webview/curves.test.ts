import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibration } from '../../../src/metrics/calibration.js';
import { smooth, tickTexts } from '../../../webview/chart/curves.js';
import { nearest, spokenText, step } from '../../../webview/chart/cursor.js';
import { bestPlace } from '../../../webview/chart/legend.js';
import { cellText, csvOf, rowCount } from '../../../webview/chart/table.js';
import { curvesData, curvesTable, reliabilityData, reliabilityTable } from '../../../webview/run/calibrationData.js';
import { atOrAfter, atOrBefore, classCurve, thin } from '../../../webview/run/classCurves.js';
import { classLooks, weakestOf } from '../../../webview/run/classLooks.js';
import { createEvidence } from '../../../webview/run/evidence.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('smoothing', () => {
  it('leaves a straight line as it is, its ends too', () => {
    const line = Array.from({ length: 30 }, (_, i) => 0.2 + 0.01 * i);
    smooth(line, 3).forEach((value, i) => expect(value).toBeCloseTo(line[i], 10));
  });

  it('keeps gaps and single points, and does nothing where nothing is asked', () => {
    expect(smooth([null, 0.5, null], 3)).toEqual([null, 0.5, null]);
    expect(smooth([0.1, 0.9, null], 0)).toEqual([0.1, 0.9, null]);
  });

  it('makes noise smaller', () => {
    const noise = Array.from({ length: 60 }, (_, i) => (i % 2 ? 1 : -1));
    for (const value of smooth(noise, 3)) expect(Math.abs(value!)).toBeLessThan(0.4);
  });
});

describe('ticks', () => {
  it('have no more digits than they need', () => {
    expect(tickTexts([0.7, 0.8, 1])).toEqual(['0.7', '0.8', '1.0']);
    expect(tickTexts([0, 0.0005, 0.001])).toEqual(['0', '5e-4', '1e-3']);
    expect(tickTexts([1, 10, 100])).toEqual(['1', '10', '100']);
    expect(tickTexts([0.05, 0.1, 0.2])).toEqual(['0.05', '0.10', '0.20']);
  });
});

describe('the crosshair', () => {
  const stops = [1, 2, 3, 10, 20];
  it('goes to the nearest value', () => {
    expect([-5, 1.4, 1.6, 14, 16, 99].map((value) => nearest(stops, value))).toEqual([1, 1, 2, 10, 20, 20]);
    expect(nearest([], 1)).toBeNull();
  });

  it('is moved by keys, and stays inside', () => {
    const at = (key: string, here: number | null, far = false): number | undefined => step(key, far, stops, here);
    expect([at('ArrowRight', null), at('ArrowLeft', null), at('ArrowRight', 3), at('ArrowLeft', 1)]).toEqual([
      1, 20, 10, 1,
    ]);
    expect([at('Home', 10), at('End', 1), at('ArrowRight', 1, true), at('x', 1)]).toEqual([1, 20, 20, undefined]);
    expect(step('ArrowRight', false, [], null)).toBeUndefined();
  });

  it('is spoken in a sentence', () => {
    expect(spokenText({ head: 'epoch 3', rows: [{ name: 'fold 1', value: '0.9' }] })).toBe('epoch 3, fold 1 0.9');
  });
});

describe('the legend', () => {
  it('stands where no curve is', () => {
    const along = Array.from({ length: 50 }, (_, i) => ({ x: i / 49, y: 0.05 }));
    const { x, y } = bestPlace(along, 0.4, 0.2);
    expect(y).toBeGreaterThan(0.07);
    const everywhere = Array.from({ length: 400 }, (_, i) => ({ x: (i % 20) / 20, y: Math.floor(i / 20) / 20 }));
    const place = bestPlace(everywhere, 0.4, 0.2);
    expect(place.x + 0.4).toBeLessThanOrEqual(1);
    expect(x + 0.4).toBeLessThanOrEqual(1);
  });
});

describe('thinned curves', () => {
  it('keep their ends and stay within a pixel of the whole', () => {
    const curve = fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 60 }).map((points) => {
      const x = points.map(([a]) => a).sort((a, b) => a - b);
      const y = points.map(([, b]) => b).sort((a, b) => a - b);
      return { x, y };
    });
    fc.assert(
      fc.property(curve, ({ x, y }) => {
        const kept = thin(x, y);
        expect([kept.x[0], kept.y[0], kept.x.at(-1), kept.y.at(-1)]).toEqual([x[0], y[0], x.at(-1), y.at(-1)]);
        x.forEach((at, i) => {
          const near = kept.x.some((other, j) => Math.abs(other - at) < 1e-3 && Math.abs(kept.y[j] - y[i]) < 1e-3);
          // Or it lies on a straight part between two that were kept.
          const between = kept.x.some(
            (_, j) =>
              j > 0 &&
              ((kept.x[j] === at && kept.x[j - 1] === at && (kept.y[j] - y[i]) * (kept.y[j - 1] - y[i]) <= 0) ||
                (kept.y[j] === y[i] && kept.y[j - 1] === y[i] && (kept.x[j] - at) * (kept.x[j - 1] - at) <= 0)),
          );
          expect(near || between).toBe(true);
        });
      }),
    );
  });

  it('are few for many samples', () => {
    const n = 50_000;
    const x = Array.from({ length: n }, (_, i) => i / (n - 1));
    expect(thin(x, x.map(Math.sqrt)).x.length).toBeLessThan(2 * 2001);
  });

  it('are read as steps', () => {
    const steps = { x: [0, 0, 0.5, 1], y: [0, 0.4, 0.8, 1] };
    expect([0, 0.2, 0.5, 1].map((x) => atOrBefore(steps, x))).toEqual([0.4, 0.4, 0.8, 1]);
    expect(atOrAfter(steps, 0.2)).toBe(0.8);
    expect(atOrAfter({ x: [], y: [] }, 0.2)).toBeNull();
    expect(atOrBefore({ x: [], y: [] }, 0.2)).toBeNull();
  });
});

describe('curves of classes', () => {
  const own = createEvidence(
    'outOfFold',
    {
      samples: new TextEncoder().encode('1\x002\x003\x004'),
      labels: Int32Array.of(0, 0, 1, 1),
      tasks: null,
      probabilities: Float64Array.of(0.9, 0.1, 0, 0.4, 0.6, 0, 0.3, 0.7, 0, 0.6, 0.4, 0),
    },
    ['a', 'b', 'never'],
  );
  const curves = [0, 1, 2].map((c) => classCurve(own, c));

  it('have areas, and none where a class has no sample', () => {
    // Of the four pairs of an a and a b, three are in order.
    expect(curves.map((curve) => curve.area)).toEqual([0.75, 0.75, NaN]);
    expect(curves[2].roc.x).toEqual([]);
    const data = curvesData(curves, 'roc');
    expect(data.legend.map((entry) => entry.value)).toEqual(['0.750', '0.750', 'no sample']);
    expect(data.said(0).rows.map((row) => row.value)).toEqual(['0.500', '0.500', '–']);
  });

  it('have their chance level as a line, and a table of all points', () => {
    expect(curvesData(curves, 'precisionRecall').references).toEqual([
      [0, 0.5, 1, 0.5],
      [0, 0.5, 1, 0.5],
    ]);
    expect(csvOf(curvesTable(curves.slice(0, 1), 'roc'))).toBe(
      'a: false positive rate,a: true positive rate,a: threshold\n0,0,inf\n0,0.5,0.9\n0.5,0.5,0.6\n0.5,1,0.4\n1,1,0.3\n',
    );
  });

  it('stand behind where there are many, the weakest in front', () => {
    const figures = [0.9, 0.5, NaN, 0.7, 0.6, 0.8];
    expect(weakestOf(figures)).toEqual([1, 4, 3, 5]);
    const looks = classLooks(figures);
    expect([looks[1].color, looks[4].color, looks[0].color, looks[2].color]).toEqual([
      'blue',
      'orange',
      'rule',
      'rule',
    ]);
    expect(classLooks([0.5, 0.9]).map((look) => look.color)).toEqual(['blue', 'orange']);
  });
});

describe('reliability', () => {
  const labels = Int32Array.from({ length: 12 }, (_, i) => (i < 9 ? 0 : 1));
  const probabilities = Float64Array.from(Array.from({ length: 24 }, (_, i) => (i % 2 ? 0.25 : 0.75)));
  const judged = calibration(labels, probabilities, 2);

  it('leaves bins with few samples out of the picture, not out of the table', () => {
    const data = reliabilityData(judged);
    expect(data.dots).toHaveLength(1);
    expect(data.dots[0]).toMatchObject({ x: 0.75, y: 0.75 });
    expect(data.said(0.75).rows.at(-1)).toEqual({ name: 'of', value: '12 samples' });
    const table = reliabilityTable(judged);
    expect(rowCount(table)).toBe(10);
    expect([cellText(table, 0, 3), cellText(table, 7, 2)]).toEqual(['', '12']);
  });

  it('has axes that hold what it shows', () => {
    const { x, y, dots } = reliabilityData(judged);
    for (const dot of dots) {
      expect(dot.x).toBeGreaterThanOrEqual(x[0]);
      expect(dot.low).toBeGreaterThanOrEqual(y[0]);
    }
  });
});

describe('CSV', () => {
  it('quotes what needs it and leaves gaps empty', () => {
    const table = { names: ['a,b', 'c "d"', ' e'], columns: [[1, null], [0.1], [NaN, 1 / 3]], decimals: [0, 1, 2] };
    expect(csvOf(table)).toBe('"a,b","c ""d"""," e"\n1,0.1,\n,,0.3333333333333333\n');
    expect([cellText(table, 0, 0), cellText(table, 1, 1), cellText(table, 1, 2)]).toEqual(['1', '', '0.33']);
  });
});
