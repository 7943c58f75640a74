/** The runs, best first: score, difference on one axis with all others, the word, p, other metrics, what they cost. */
import { dotScale, type DotScale } from '../../src/metrics/dotScale.js';
import type { ScalarMetric } from '../../src/metrics/types.js';
import { metricWords } from '../../src/metrics/words.js';
import type { Compared, ComparedRun } from '../../src/protocol/compare.js';
import { signKey } from '../chart/sign.js';
import { h, icon, refill } from '../dom.js';
import { axisCell, dotCell } from '../dots/cell.js';
import { countText, differenceCell, intervalHead, scoreCell, verdictWord } from '../dots/words.js';
import { clock } from '../format.js';
import { flagTag, signOf, together, type Host, type Section } from './view.js';

export function runsTable(host: Host): Section {
  const table = h('table', { class: 't compare' });
  const element = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs' }, table);
  let drawn = '';
  return {
    element,
    update({ compared }) {
      const { runs, missing, metric, margin, baseline } = compared;
      const shown = runs.map((run) => ({ ...run, curve: null, foldScores: null }));
      const key = JSON.stringify([shown, missing, metric, margin, baseline]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('data-key');
      draw(table, compared, host);
      if (focused) table.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

/** The two other metrics that are always there. */
function otherMetrics(metric: ScalarMetric): ScalarMetric[] {
  return [metric === 'macroF1' ? 'weightedF1' : 'macroF1', metric === 'logLoss' ? 'accuracy' : 'logLoss'];
}

function draw(element: HTMLTableElement, compared: Compared, host: Host): void {
  const { runs, metric, margin } = compared;
  const sign = metric === 'logLoss' ? 1 : -1;
  const score = (run: ComparedRun): number => run.mean?.[metric] ?? NaN;
  const rows = together(compared).sort((a, b) => sign * (score(a) - score(b)));
  const aside = runs.filter((run) => !rows.includes(run));
  const scale = dotScale(
    rows.flatMap(({ difference }) => (difference ? [difference] : [])),
    margin,
  );
  const adjusted = rows.filter(({ adjustedP }) => adjustedP !== null).length;
  const judged = rows.length > 1;
  refill(
    element,
    h('caption', { class: 'sr' }, `Runs, best first: ${metricWords[metric]}, and the difference to the baseline`),
    headOf(metric, adjusted, judged),
    h('tbody', {}, ...rows.map((run) => bodyRow(run, compared, scale, host))),
    h(
      'tfoot',
      {},
      judged ? h('tr', {}, h('td', {}), h('td', {}), h('td', {}), axisCell(scale), ...rest()) : null,
      ...aside.map((run) => asideRow(run, compared, host)),
      ...compared.missing.map(({ directory, name, reason }) => missingRow(directory, name, reason, host)),
    ),
  );
}

/** Cells after the plot, each gone where its column is. */
function rest(): HTMLElement[] {
  return ['w-diff', '', 'hide-s', 'hide-n', 'hide-l', 'hide-m', 'hide-n', 'w-tools'].map((name) =>
    h('td', { class: name }),
  );
}

function headOf(metric: ScalarMetric, adjusted: number, judged: boolean): HTMLElement {
  const head = (className: string, text: string, title: string | null = null): HTMLElement =>
    text === '' ? h('td', { class: className }) : h('th', { scope: 'col', class: className, title }, text);
  const [first, second] = otherMetrics(metric);
  const direction = metric === 'logLoss' ? 'ascending' : 'descending';
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('td', { class: 'w-key' }),
      head('w-run', 'run'),
      h(
        'th',
        { scope: 'col', class: 'num', 'aria-sort': direction },
        h('span', { class: 'sort' }, metricWords[metric]),
      ),
      head('w-plot', judged ? 'difference, paired by fold' : ''),
      judged ? intervalHead() : head('w-diff', ''),
      head('w-word', judged ? 'in a word' : ''),
      adjusted > 0
        ? head('num hide-s', 'p', adjusted > 1 ? `after Holm’s adjustment over ${adjusted} comparisons` : null)
        : head('hide-s', ''),
      head('num hide-n', metricWords[first]),
      head('num hide-l', metricWords[second]),
      head('num hide-m', 'parameters'),
      head('num hide-n', 'time'),
      h('td', { class: 'w-tools' }),
    ),
  );
}

function bodyRow(run: ComparedRun, compared: Compared, scale: DotScale, host: Host): HTMLElement {
  const { metric, margin, baseline } = compared;
  const isBaseline = run.directory === baseline;
  return h(
    'tr',
    { 'data-run': run.name },
    h('td', { class: 'w-key' }, signKey(signOf(compared, run.directory))),
    nameCell(run, isBaseline, host),
    h('td', { class: 'num' }, ...scoreCell(run.mean?.[metric] ?? null, run.std?.[metric] ?? null, run.scored)),
    together(compared).length > 1 ? dotCell({ ...run, baseline: isBaseline }, scale, margin) : h('td', {}),
    h('td', { class: 'num w-diff' }, ...differenceCell(run.difference)),
    h('td', { class: 'w-word' }, run.verdict && verdictWord(run.verdict)),
    h('td', { class: 'num hide-s' }, pText(run.adjustedP)),
    ...otherCells(run, metric),
    h('td', { class: 'w-tools' }, ...toolsOf(run, isBaseline, host)),
  );
}

const why = (reason: string): HTMLElement => h('span', { class: 'why small' }, reason);

function nameCell(run: ComparedRun, isBaseline: boolean, host: Host, reason: string | null = null): HTMLElement {
  const open = h('button', { class: 'plain name', type: 'button', 'data-key': `open ${run.name}` }, run.label);
  open.title = run.name;
  open.addEventListener('click', () => host.request('openRun', run.directory));
  const star = run.starred ? h('span', { class: 'quiet', title: 'starred' }, icon('star')) : null;
  const flag = flagTag(run);
  return h(
    'th',
    { scope: 'row', class: 'w-run' },
    open,
    ...[star && ' ', star, isBaseline && ' ', isBaseline && h('span', { class: 'tag' }, 'baseline'), flag && ' ', flag],
    reason === null ? null : why(reason),
  );
}

function otherCells(run: ComparedRun, metric: ScalarMetric): HTMLElement[] {
  const [first, second] = otherMetrics(metric);
  const value = (name: ScalarMetric): string => run.mean?.[name].toFixed(3) ?? '–';
  const { parameters, seconds } = run;
  return [
    h('td', { class: 'num hide-n' }, value(first)),
    h('td', { class: 'num hide-l' }, value(second)),
    h('td', { class: 'num hide-m' }, parameters === null ? '–' : countText(parameters)),
    h('td', { class: 'num hide-n' }, seconds === null ? '–' : seconds < 1 ? '<1 s' : clock(seconds)),
  ];
}

function pText(p: number | null): string {
  if (p === null) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function toolsOf(run: ComparedRun, isBaseline: boolean, host: Host): HTMLElement[] {
  const tool = (text: string, label: string, act: () => void): HTMLElement => {
    const key = `${text} ${run.name}`;
    const element = h(
      'button',
      { class: 'tool', type: 'button', 'aria-label': label, title: label, 'data-key': key },
      text,
    );
    element.addEventListener('click', act);
    return element;
  };
  return [
    ...(isBaseline
      ? []
      : [
          tool('Pin', `Pin ${run.label}: compare with it`, () => host.choose({ baseline: run.directory, front: null })),
        ]),
    tool('✕', `Remove ${run.label} from the comparison`, () => host.remove(run.directory)),
  ];
}

/** Cells of a row that is not compared: plot, interval, word and p. */
const middle = (): HTMLElement[] => ['', 'w-diff', '', 'hide-s'].map((name) => h('td', { class: name }));

/** A run that cannot be paired with the baseline: its score, and why. */
function asideRow(run: ComparedRun, compared: Compared, host: Host): HTMLElement {
  const { metric } = compared;
  const reason = `Set aside: ${run.setAside ?? 'it cannot be compared'}.`;
  return h(
    'tr',
    { class: 'sub', 'data-run': run.name },
    h('td', { class: 'w-key' }, icon('warning')),
    nameCell(run, false, host, reason),
    h('td', { class: 'num' }, ...scoreCell(run.mean?.[metric] ?? null, run.std?.[metric] ?? null, run.scored)),
    ...middle(),
    ...otherCells(run, metric),
    h('td', { class: 'w-tools' }, ...toolsOf(run, false, host)),
  );
}

function missingRow(directory: string, name: string, reason: string, host: Host): HTMLElement {
  const remove = h(
    'button',
    { class: 'tool', type: 'button', 'aria-label': `Remove ${name} from the comparison` },
    'Remove',
  );
  remove.addEventListener('click', () => host.remove(directory));
  return h(
    'tr',
    { class: 'sub', 'data-run': name },
    h('td', { class: 'w-key' }, icon('warning')),
    h('th', { scope: 'row', class: 'w-run' }, name, why(reason)),
    h('td', { class: 'num' }, '–'),
    ...middle(),
    ...['hide-n', 'hide-l', 'hide-m', 'hide-n'].map((className) => h('td', { class: className })),
    h('td', { class: 'w-tools' }, remove),
  );
}
