/** What the three charts of the section on probabilities show. Pure. */
import type { Calibration, ReliabilityBin } from '../../src/metrics/calibration.js';
import { formatMetric } from '../../src/metrics/words.js';
import type { LegendEntry } from '../chart/legend.js';
import type { ChartTable } from '../chart/table.js';
import type { XyCurve, XyData } from '../chart/xyChart.js';
import { counted } from '../format.js';
import { atOrAfter, atOrBefore, type ClassCurve, type Points } from './classCurves.js';
import { classLooks, looks, weakestOf } from './classLooks.js';

/** Bins with fewer samples than this are not drawn. */
export const enough = 5;

export function reliabilityData({ bins }: Calibration): XyData {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const drawn = bins.filter((bin) => bin.count >= enough);
  const left = Math.floor(10 * Math.min(0.9, ...drawn.map((bin) => bin.lower))) / 10;
  const bottom = Math.floor(10 * Math.min(left, ...drawn.map((bin) => bin.low))) / 10;
  return {
    x: [left, 1],
    y: [bottom, 1],
    curves: [
      {
        x: drawn.map((bin) => bin.confidence),
        y: drawn.map((bin) => bin.accuracy),
        color: 'blue',
        dash: [],
        width: 1.9,
      },
    ],
    references: [[left, left, 1, 1]],
    words: drawn.length > 0 ? [{ x: left + 0.1 * (1 - left), y: left + 0.1 * (1 - left), text: 'perfect' }] : [],
    dots: drawn.map((bin) => ({
      ...{ x: bin.confidence, y: bin.accuracy, low: bin.low, high: bin.high },
      radius: 2 + 5 * Math.sqrt(bin.count / Math.max(1, total)),
    })),
    legend: [],
    stops: drawn.map((bin) => bin.confidence),
    said: (stop) => binSaid(drawn.find((bin) => bin.confidence === stop)),
  };
}

function binSaid(bin: ReliabilityBin | undefined): ReturnType<XyData['said']> {
  if (!bin) return { head: '', rows: [] };
  return {
    head: `confidence ${bin.lower.toFixed(1)} to ${bin.upper.toFixed(1)}`,
    rows: [
      { name: 'right', value: bin.accuracy.toFixed(2), strong: true },
      { name: '95 % interval', value: `${bin.low.toFixed(2)} to ${bin.high.toFixed(2)}` },
      { name: 'says', value: bin.confidence.toFixed(2) },
      { name: 'of', value: counted(Math.round(bin.count), 'sample') },
    ],
  };
}

export function reliabilityTable({ bins }: Calibration): ChartTable {
  const column = (pick: (bin: ReliabilityBin) => number): number[] => bins.map(pick);
  return {
    names: ['from', 'to', 'samples', 'confidence', 'right', 'low', 'high'],
    columns: [
      column((bin) => bin.lower),
      column((bin) => bin.upper),
      column((bin) => bin.count),
      column((bin) => bin.confidence),
      column((bin) => bin.accuracy),
      column((bin) => bin.low),
      column((bin) => bin.high),
    ],
    decimals: [1, 1, 0, 3, 3, 3, 3],
  };
}

/** Places of the crosshair on an axis from 0 to 1. */
const stops = Array.from({ length: 51 }, (_, i) => i / 50);

interface Kind {
  readonly points: (curve: ClassCurve) => Points;
  readonly figure: (curve: ClassCurve) => number;
  readonly at: (points: Points, x: number) => number | null;
  readonly axis: string;
}

const kinds = {
  roc: { points: (curve) => curve.roc, figure: (curve) => curve.area, at: atOrBefore, axis: 'false positive rate' },
  precisionRecall: {
    points: (curve) => curve.precisionRecall,
    figure: (curve) => curve.averagePrecision,
    at: atOrAfter,
    axis: 'recall',
  },
} as const satisfies Record<string, Kind>;

export type CurveKind = keyof typeof kinds;
export const curveAxis = (kind: CurveKind): string => kinds[kind].axis;

export function curvesData(curves: readonly ClassCurve[], name: CurveKind): XyData {
  const kind: Kind = kinds[name];
  const figures = curves.map(kind.figure);
  const own = classLooks(figures);
  const drawn = curves.map((curve, c): XyCurve => ({ ...kind.points(curve), ...own[c] }));
  const front = curves.length <= looks.length ? curves.map((_, c) => c) : weakestOf(figures);
  // What stands behind is drawn first.
  const order = drawn.map((_, c) => c).sort((a, b) => Number(front.includes(a)) - Number(front.includes(b)));
  const chance =
    curves.length <= looks.length ? curves.filter((curve) => curve.share > 0).map((curve) => curve.share) : [];
  return {
    x: [0, 1],
    y: [0, 1],
    curves: order.map((c) => drawn[c]),
    references: name === 'roc' ? [[0, 0, 1, 1]] : chance.map((share) => [0, share, 1, share] as const),
    dots: [],
    words: [],
    legend: legendOf(curves, figures, front),
    stops,
    said: (stop) => ({
      head: `${kind.axis} ${stop.toFixed(2)}`,
      rows: front.map((c) => {
        const value = kind.at(kind.points(curves[c]), stop);
        return { name: curves[c].name, value: value === null ? '–' : value.toFixed(3) };
      }),
    }),
  };
}

function legendOf(curves: readonly ClassCurve[], figures: readonly number[], front: readonly number[]): LegendEntry[] {
  const entries = front.map((c, rank): LegendEntry => {
    const { color, dash } = looks[curves.length <= looks.length ? c : rank];
    return {
      name: curves[c].name,
      value: Number.isFinite(figures[c]) ? formatMetric(figures[c]) : 'no sample',
      key: { color, dash },
    };
  });
  const rest = figures.filter((value, c) => !front.includes(c) && Number.isFinite(value));
  if (rest.length === 0) return entries;
  const range = `${formatMetric(Math.min(...rest))} to ${formatMetric(Math.max(...rest))}`;
  return [
    ...entries,
    {
      name: `${rest.length} ${rest.length === 1 ? 'other' : 'others'}`,
      value: range,
      key: { color: 'rule', dash: [] },
    },
  ];
}

export function curvesTable(curves: readonly ClassCurve[], name: CurveKind): ChartTable {
  const columns = curves.flatMap(({ name: of, full }) =>
    name === 'roc'
      ? [
          [`${of}: false positive rate`, full.falsePositiveRate],
          [`${of}: true positive rate`, full.truePositiveRate],
          [`${of}: threshold`, full.rocThresholds],
        ]
      : [
          [`${of}: recall`, full.recall],
          [`${of}: precision`, full.precision],
          [`${of}: threshold`, full.thresholds],
        ],
  ) as [string, readonly number[]][];
  return {
    names: columns.map(([head]) => head),
    columns: columns.map(([, values]) => values),
    decimals: columns.map(() => 4),
  };
}
