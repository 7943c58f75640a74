/** Can its probabilities be believed: reliability diagram, ROC and precision-recall curves, and a sentence that says it. */
import { calibration as calibrate, type Calibration } from '../../src/metrics/calibration.js';
import { calibrationFinding } from '../../src/metrics/findings.js';
import { formatMetric } from '../../src/metrics/words.js';
import { chartFigure, type Figure } from '../chart/figure.js';
import { xyChart, type XyChart, type XyData } from '../chart/xyChart.js';
import type { ChartTable } from '../chart/table.js';
import { h, refill } from '../dom.js';
import { sum } from '../matrix.js';
import { toggled } from './choices.js';
import {
  curveAxis,
  curvesData,
  curvesTable,
  enough,
  reliabilityData,
  reliabilityTable,
  type CurveKind,
} from './calibrationData.js';
import { classCurve, type ClassCurve } from './classCurves.js';
import { isEvidence, type Evidence } from './evidence.js';
import { optimisticTag } from './folds.js';
import { changeOf, type Host, type Section, type View } from './view.js';

type ChartName = 'reliability' | CurveKind;
const titles: Readonly<Record<ChartName, string>> = {
  reliability: 'Reliability',
  roc: 'ROC',
  precisionRecall: 'Precision–recall',
};
const ends: Readonly<Record<CurveKind, string>> = { roc: 'area under the curve', precisionRecall: 'average precision' };

/** More numbers than this (samples x classes) and the page takes a breath between two classes. */
const atOnce = 100_000;

/** Predictions with labels: out of fold where there are any, else of the test data. */
export function judgedEvidence({ predictions }: View): Evidence | null {
  for (const one of [predictions.outOfFold, predictions.test]) if (isEvidence(one) && one.labelled) return one;
  return null;
}

export function calibration(host: Host): Section {
  const under = h('span', { class: 'end quiet small' });
  const grid = h('div', { class: 'grid3' });
  const note = h('p', { class: 'note' });
  const head = h('div', { class: 'head' }, h('h2', {}, 'Can its probabilities be believed'), under);
  const element = h('section', { id: 'calibration' }, head, grid, note);
  let view: View | null = null;
  const parts = (['reliability', 'roc', 'precisionRecall'] as const).map((name) => part(name, host, () => view));
  grid.append(...parts.map((one) => one.frame.element));
  const changed = changeOf();
  let mine = 0;

  async function draw(evidence: Evidence, current: View): Promise<void> {
    const now = ++mine;
    const counts = evidence.source === 'outOfFold' ? (current.run.outcome?.samples ?? null) : null;
    const samples = counts ? sum(counts) : evidence.count;
    const judged = calibrate(evidence.labels, evidence.probabilities, evidence.classes.length, samples);
    parts[0].show(
      reliabilityData(judged),
      reliabilityTable(judged),
      h('span', {}, 'ECE ', h('b', {}, formatMetric(judged.ece))),
    );
    refill(note, ...noteParts(judged, evidence));
    const curves: ClassCurve[] = [];
    for (let c = 0; c < evidence.classes.length; c++) {
      curves.push(classCurve(evidence, c));
      if (evidence.count * evidence.classes.length > atOnce) await new Promise((done) => setTimeout(done));
      if (now !== mine) return;
    }
    for (const [i, kind] of (['roc', 'precisionRecall'] as const).entries())
      parts[i + 1].show(curvesData(curves, kind), () => curvesTable(curves, kind), ends[kind]);
    element.dataset['drawn'] = evidence.source;
    restoreTables(current);
  }

  function restoreTables({ choices }: View): void {
    for (const one of parts) one.frame.showTable(choices.tables.includes(one.name));
  }

  return {
    element,
    update(next) {
      view = next;
      const evidence = judgedEvidence(next);
      element.hidden = next.run.live.status !== 'finished' || evidence === null;
      if (element.hidden || !evidence) return;
      if (!changed(evidence)) return restoreTables(next);
      const of = evidence.source === 'test' ? 'test data, ensemble of all folds' : 'out-of-fold predictions, pooled';
      refill(under, of, ' ', evidence.source === 'outOfFold' && optimisticTag(next.run));
      void draw(evidence, next);
    },
  };
}

interface Part {
  readonly name: ChartName;
  readonly frame: Figure;
  show(data: XyData, table: ChartTable | (() => ChartTable), end: string | Node): void;
}

function part(name: ChartName, host: Host, current: () => View | null): Part {
  let table: ChartTable | (() => ChartTable) | null = null;
  const tableNow = (): ChartTable | null => {
    if (typeof table === 'function') table = table();
    return table;
  };
  const chart: XyChart = xyChart({
    label: titles[name],
    axisName: name === 'reliability' ? 'confidence' : curveAxis(name),
    height: 232,
    moved: (stop) => frame.refreshTable(name === 'reliability' && stop !== null ? binOf(stop) : null),
    zoomed: () => frame.setZoomed(chart.isZoomed()),
  });
  const frame = chartFigure({
    id: name,
    table: tableNow,
    canvas: chart.canvas,
    plot: chart.element,
    save: host.save,
    reset: () => chart.reset(),
    tableShown: (on) => host.choose({ tables: toggled(current()?.choices.tables ?? [], name, on) }),
  });
  const binOf = (confidence: number): number => Math.min(9, Math.max(0, Math.ceil(confidence * 10) - 1));
  frame.setTitle(titles[name]);
  return {
    name,
    frame,
    show(data, next, end) {
      table = next;
      frame.setCaption(titles[name], [end]);
      chart.update(data);
      frame.refreshTable();
    },
  };
}

function noteParts(judged: Calibration, evidence: Evidence): string[] {
  const finding = calibrationFinding(judged);
  const drawn = judged.bins.filter((bin) => bin.count >= enough).length;
  const dots =
    drawn === 0
      ? 'No bin of confidence has five samples: there is nothing to draw yet.'
      : `Dots are ten bins of confidence, their area the number of samples, with 95 % intervals; bins below five samples are left out.`;
  const missing = evidence.classes.filter((_, c) => !evidence.labels.includes(c));
  const none = missing.length > 0 ? ` Without a sample there is no curve: ${missing.join(', ')}.` : '';
  const often =
    judged.samples < evidence.count
      ? ' Samples were predicted several times; areas and intervals count each of them once.'
      : '';
  return [
    `${finding ? `${finding.text} ` : ''}${dots} Dashed: chance, and in the first chart what perfect probabilities would give.${often}${none}`,
  ];
}
