/** The charts over epochs: a metric and the losses large, every other curve below; one crosshair and one zoom for all. */
import { metricWords } from '../../src/metrics/words.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { h, refill } from '../dom.js';
import { capital } from '../format.js';
import { checkbox, dropdown } from '../toolkit.js';
import { chartControls } from './chartControls.js';
import { metricCurves, toggled, type ChartId } from './choices.js';
import { chartTitle, isMetric, lastEpoch, shownMetric, smallCharts } from './curveData.js';
import { epochFigure, type EpochFigure } from './epochFigure.js';
import { hasNetworks, liveFolds, listText } from './folds.js';
import { seriesOf } from './series.js';
import type { Host, Section, View } from './view.js';

export function charts(host: Host): Section {
  let view: View | null = null;
  const title = h('h2');
  const under = h('span', { class: 'end quiet small' });
  const head = h('div', { class: 'head' }, title, under);
  const controls = chartControls(host);
  const large = h('div', { class: 'grid2' });
  const small = h('div', { class: 'grid3 small-charts' });
  const summary = h('summary');
  const more = h('details', {}, summary, small);
  const note = h('p', { class: 'note' });
  const element = h('section', { class: 'course' }, head, controls.element, large, note, more);
  const figures = new Map<ChartId, EpochFigure>();
  let metricChoice: HTMLElement | undefined;

  const follow = (from: ChartId, epoch: number | null): void => {
    for (const [id, figure] of figures) if (id !== from) figure.follow(epoch);
  };

  function figureOf(id: ChartId): EpochFigure {
    const known = figures.get(id);
    if (known) return known;
    const figure = epochFigure(
      id,
      host,
      (epoch) => follow(id, epoch),
      () => view,
    );
    if (id === 'loss' || !isMetric(id))
      figure.controls.append(
        checkbox('log scale', view?.choices.log.includes(id) ?? false, (on) =>
          host.choose({ log: toggled(view?.choices.log ?? [], id, on) }),
        ),
      );
    figures.set(id, figure);
    return figure;
  }

  more.addEventListener('toggle', () => {
    if (view && view.choices.more !== more.open) host.choose({ more: more.open });
  });

  function arrange(parent: HTMLElement, ids: readonly ChartId[]): void {
    const elements = ids.map((id) => figureOf(id).element);
    if (elements.length !== parent.childElementCount || elements.some((one, i) => parent.children[i] !== one))
      parent.replaceChildren(...elements);
  }

  return {
    element,
    update(next) {
      view = next;
      const { run, choices } = next;
      element.hidden = run.head.baseline || run.columns.every((columns) => columns.epoch.length === 0);
      if (element.hidden) return;
      const running = run.live.status === 'running';
      head.hidden = !running;
      title.textContent = 'Now';
      under.textContent = running ? frontText(run) : '';
      controls.update(next);
      arrange(large, run.head.selects ? ['metric', 'loss'] : ['loss']);
      large.classList.toggle('one', !run.head.selects);
      const others = smallCharts(run, choices);
      refill(
        summary,
        choices.more
          ? 'Fewer curves'
          : `More curves: ${listText(others.map((id) => lower(chartTitle(id, run, choices))))}`,
      );
      more.open = choices.more;
      arrange(small, choices.more ? others : []);
      note.textContent = noteText(run);
      note.hidden = note.textContent === '';
      for (const [id, figure] of figures) if (figure.element.isConnected) figure.update(next, captionOf(id, next));
    },
  };

  function captionOf(id: ChartId, { run, choices }: View): string | Node {
    if (id !== 'metric') return chartTitle(id, run, choices);
    const texts = metricCurves.map((value) => ({ value, text: capital(metricWords[value]) }));
    metricChoice ??= dropdown('Metric of the large chart', texts, shownMetric(run, choices), (metric) =>
      host.choose({ metric }),
    );
    return metricChoice;
  }
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function frontText(run: RunSnapshot): string {
  const live = liveFolds(run);
  const behind = run.folds.some((fold) => fold.state === 'finished') ? ', finished folds behind' : '';
  if (live.length === 0) return 'between two folds';
  if (hasNetworks(run) && live.length === 1) return 'the network that trains in front, finished ones behind';
  return `${live.length === 1 ? 'the fold that trains' : `the ${live.length} folds that train`} in front${behind}`;
}

function noteText(run: RunSnapshot): string {
  if (run.live.status === 'running') return '';
  if (!run.head.selects) return 'No part is set apart to measure epochs: of each fold only its training loss is known.';
  const part = run.head.optimistic
    ? 'Measured on the scored part, by which the best epoch was chosen: these curves flatter.'
    : 'Measured on the select part, by which the best epoch is chosen; the table of folds is the score.';
  const ends = new Set(seriesOf(run).map(({ last }) => last));
  if (run.live.status !== 'finished') {
    const finished = run.folds.filter((fold) => fold.state === 'finished').length;
    return finished < 2 ? part : `${part} The mean is that of the finished folds.`;
  }
  return ends.size > 1 && lastEpoch(run) > 1
    ? `${part} The mean ends where the first ${hasNetworks(run) ? 'network' : 'fold'} stopped.`
    : part;
}
