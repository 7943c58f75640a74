/** One chart over epochs in its frame: title, tools, table behind, crosshair shared with the other charts. */
import { h } from '../dom.js';
import { chartFigure } from '../chart/figure.js';
import { lineChart } from '../chart/lineChart.js';
import { toggled, type ChartId } from './choices.js';
import { chartTitle, epochChart, isMetric, lastEpoch, shownMetric, type EpochChart } from './curveData.js';
import { hasNetworks, liveFolds } from './folds.js';
import type { Host, View } from './view.js';

export interface EpochFigure {
  readonly element: HTMLElement;
  /** Controls of this chart alone. */
  readonly controls: HTMLElement;
  update(view: View, caption: string | Node): void;
  follow(epoch: number | null): void;
}

const heights = { large: 232, small: 168 } as const;

export function epochFigure(
  id: ChartId,
  host: Host,
  moved: (epoch: number | null) => void,
  current: () => View | null,
): EpochFigure {
  const isLarge = id === 'metric' || id === 'loss';
  let shown: EpochChart | null = null;
  let visible = true;
  let waiting: View | null = null;
  const controls = h('span', { class: 'controls' });
  const zoom = (range: readonly [number, number] | null): void => {
    const end = current() ? lastEpoch(current()!.run) : 1;
    const inside = range ? ([Math.max(1, Math.floor(range[0])), Math.min(end, Math.ceil(range[1]))] as const) : null;
    const whole = !inside || (inside[0] <= 1 && inside[1] >= end);
    if (inside && inside[1] - inside[0] < 1) return;
    host.choose({ zoom: whole ? null : inside });
  };
  const chart = lineChart({
    label: `${id === 'metric' ? 'Metric' : id} by epoch`,
    height: isLarge ? heights.large : heights.small,
    moved(epoch) {
      moved(epoch);
      frame.refreshTable(epoch === null ? null : epoch - 1);
    },
    zoom,
  });
  const frame = chartFigure({
    id,
    table: () => shown?.table ?? null,
    canvas: chart.canvas,
    plot: chart.element,
    save: host.save,
    reset: () => zoom(null),
    tableShown: (on) => host.choose({ tables: toggled(current()?.choices.tables ?? [], id, on) }),
  });
  const { element } = frame;

  // What is off the screen need not be drawn with every epoch.
  new IntersectionObserver(
    (entries) => {
      visible = entries.at(-1)?.isIntersecting ?? true;
      if (visible && waiting) draw(waiting);
    },
    { rootMargin: '300px' },
  ).observe(element);
  element.addEventListener('focusin', () => {
    if (waiting) draw(waiting);
  });

  function draw(view: View): void {
    waiting = null;
    const { run, choices } = view;
    shown = epochChart(id, run, choices);
    chart.update(shown.data);
    frame.refreshTable();
  }

  return {
    element,
    controls,
    follow: (epoch) => chart.follow(epoch),
    update(view, caption) {
      const { run, choices } = view;
      const title = chartTitle(id, run, choices);
      frame.setTitle(title);
      frame.setCaption(caption, [endWords(id, view)], controls);
      frame.setZoomed(choices.zoom !== null);
      chart.element.setAttribute('aria-label', `${title} by epoch, a line a ${hasNetworks(run) ? 'network' : 'fold'}`);
      const values = isMetric(id)
        ? run.columns.map((columns) => columns[id === 'metric' ? shownMetric(run, choices) : (id as 'accuracy')])
        : [];
      element.dataset['epochs'] = String(
        run.columns.reduce((most, columns) => Math.max(most, columns.epoch.length), 0),
      );
      element.dataset['points'] = values.map((row) => row.filter((value) => value !== null).length).join();
      if (id === 'metric') element.dataset['metric'] = shownMetric(run, choices);
      if (visible || !shown) draw(view);
      else waiting = view;
      frame.showTable(choices.tables.includes(id));
    },
  };
}

function endWords(id: ChartId, { run }: View): string {
  if (id === 'metric') return `select part · ○ best epoch${liveFolds(run).length > 0 ? ' so far' : ''}`;
  if (id === 'loss' && run.head.selects) return 'train dashed';
  return '';
}
