/** Learning curves of the runs over one another: means over folds, the band of the run in front. */
import { metricWords } from '../../src/metrics/words.js';
import type { ComparedRun } from '../../src/protocol/compare.js';
import { lossLimits, metricLimits } from '../chart/curves.js';
import { chartFigure } from '../chart/figure.js';
import { lineChart, type Line, type LineData } from '../chart/lineChart.js';
import type { ChartTable } from '../chart/table.js';
import { h } from '../dom.js';
import { capital } from '../format.js';
import { frontOf, shortened, signOf, together, type Host, type Section, type View } from './view.js';

export function learningCurves(host: Host): Section {
  let view: View | null = null;
  let range: readonly [number, number] | null = null;
  const zoom = (next: readonly [number, number] | null): void => {
    if (!view) return;
    const end = lastEpoch(curvesOf(view));
    const inside = next ? ([Math.max(1, Math.floor(next[0])), Math.min(end, Math.ceil(next[1]))] as const) : null;
    if (inside && inside[1] - inside[0] < 1) return;
    range = inside && (inside[0] > 1 || inside[1] < end) ? inside : null;
    draw();
  };
  const chart = lineChart({
    ...{ label: 'Learning curves', height: 250, zoom },
    moved: (epoch) => frame.refreshTable(epoch === null ? null : epoch - 1),
  });
  const frame = chartFigure({
    ...{ id: 'curves', canvas: chart.canvas, plot: chart.element, save: host.save, reset: () => zoom(null) },
    table: () => (view ? tableOf(view) : null),
    tableShown: (table) => host.choose({ table }),
  });
  const note = h('p', { class: 'note' });
  frame.element.append(note);
  // Labels at the ends of lines need room: of another width they are placed anew.
  let width = 0;
  window.addEventListener('resize', () => {
    if (view && !frame.element.hidden && document.body.clientWidth !== width) draw();
  });
  let drawn: unknown = null;

  function draw(): void {
    if (!view) return;
    width = document.body.clientWidth;
    chart.update(dataOf(view, range));
    frame.setZoomed(range !== null);
    frame.refreshTable();
  }

  return {
    element: frame.element,
    update(next) {
      view = next;
      const runs = curvesOf(next);
      frame.element.hidden = runs.length < 2;
      if (frame.element.hidden || drawn === next.compared) return;
      drawn = next.compared;
      if (range && range[1] > lastEpoch(runs)) range = null;
      const what = next.compared.metric === 'logLoss' ? 'Loss' : capital(metricWords[next.compared.metric]);
      const title = `${what}, select part`;
      frame.setTitle(title);
      frame.setCaption(title, []);
      const front = runs.find((run) => run === frontOf(next.compared)) ?? runs[0];
      const band = front.curve!.low ? ` The band is ± one standard deviation of ${shortened(front.label, 40)}.` : '';
      note.textContent = `Means of the folds; a mark at the mean best epoch.${band}`;
      chart.element.setAttribute('aria-label', `${title}, a line a run`);
      draw();
      frame.showTable(next.choices.table);
    },
  };
}

const curvesOf = ({ compared }: View): ComparedRun[] => together(compared).filter((run) => run.curve !== null);
const lastEpoch = (runs: readonly ComparedRun[]): number =>
  runs.reduce((last, { curve }) => Math.max(last, curve!.mean.findLastIndex((value) => value !== null) + 1), 2);

function dataOf(view: View, zoomed: readonly [number, number] | null): LineData {
  const { compared } = view;
  const runs = curvesOf(view);
  const front = frontOf(compared);
  const inFront = runs.find((run) => run === front) ?? runs[0];
  const range = zoomed ?? ([1, lastEpoch(runs)] as const);
  // The run in front is drawn last, above the others.
  const order = [...runs.filter((run) => run !== inFront), inFront];
  const { low, high } = inFront.curve!;
  const part = (values: readonly (number | null)[]): readonly (number | null)[] => values.slice(range[0] - 1, range[1]);
  const rows = [...runs.map(({ curve }) => part(curve!.mean)), ...(low && high ? [part(low), part(high)] : [])];
  const loss = compared.metric === 'logLoss';
  const narrow = document.body.clientWidth < 560;
  return {
    ...{ range, log: false, logEpochs: false, now: null },
    lines: order.map((run): Line => ({
      look: run === inFront ? 'mean' : 'fold',
      values: run.curve!.mean,
      dashed: false,
      ring: run.curve!.best,
      own: signOf(compared, run.directory),
      label: narrow ? null : labelOf(run, run === inFront, range[1]),
    })),
    bands: low && high ? [{ mean: inFront.curve!.mean, std: [], low, high }] : [],
    limits: loss ? lossLimits(rows, false) : metricLimits(rows),
    said: (epoch) => ({
      head: `epoch ${epoch}`,
      rows: runs.map((run) => ({
        name: shortened(run.label, 28),
        value: valueText(run, epoch - 1),
        strong: run === inFront,
      })),
    }),
  };
}

function labelOf(run: ComparedRun, strong: boolean, at: number): Line['label'] {
  const text = shortened(run.label, 16);
  return strong ? { word: text, rest: '', at } : { word: '', rest: text, at };
}

function valueText({ curve }: ComparedRun, i: number): string {
  const [mean, high] = [curve!.mean[i], curve!.high?.[i]];
  if (typeof mean !== 'number') return '–';
  return typeof high === 'number' ? `${mean.toFixed(3)} ± ${(high - mean).toFixed(3)}` : mean.toFixed(3);
}

function tableOf(view: View): ChartTable {
  const runs = curvesOf(view);
  const length = lastEpoch(runs);
  const spread = ({ curve }: ComparedRun): (number | null)[] =>
    curve!.mean.map((mean, i) => {
      const high = curve!.high?.[i];
      return mean !== null && typeof high === 'number' ? high - mean : null;
    });
  const columns = [
    { name: 'epoch', values: Array.from({ length }, (_, i) => i + 1) as (number | null)[], decimals: 0 },
    ...runs.flatMap((run) => [
      { name: run.label, values: [...run.curve!.mean], decimals: 3 },
      { name: `${run.label}, std`, values: spread(run), decimals: 3 },
    ]),
  ];
  return {
    names: columns.map(({ name }) => name),
    columns: columns.map(({ values }) => values),
    decimals: columns.map(({ decimals }) => decimals),
  };
}
