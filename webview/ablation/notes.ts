/** What the words mean, what these folds can tell apart, what picking the best costs; and which rows are set aside, and why. */
import { formatSigned, metricWords } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import type { Section, View } from './view.js';

/** Intervals over samples are told of all rows, or of the best where there are many. */
const mostPooled = 12;
const fewPooled = 3;

export function notes(): Section {
  const list = h('dl', { class: 'words' });
  const element = h('section', { 'aria-label': 'How to read the table' }, list);
  let drawn = '';
  return {
    element,
    update(view) {
      const rows = rowsOf(view);
      const text = JSON.stringify(
        rows.map(([term, parts]) => [term, parts.map((part) => (typeof part === 'string' ? part : part.outerHTML))]),
      );
      if (text === drawn) return;
      drawn = text;
      element.hidden = rows.length === 0;
      refill(list, ...rows.flatMap(([term, parts]) => [h('dt', {}, term), h('dd', {}, ...parts)]));
    },
  };
}

type Row = readonly [term: string, parts: readonly (HTMLElement | string)[]];

function rowsOf({ table }: View): Row[] {
  const judged = table.rows.filter((row) => row.verdict !== null);
  const bold = (text: string): HTMLElement => h('b', {}, text);
  const rows: Row[] = [];
  if (judged.length > 0) {
    const folds = judged[0].difference?.folds ?? 0;
    rows.push([
      'Words',
      [
        ...[bold('better'), ', ', bold('worse')],
        `: the corrected t-test over ${folds} folds holds at 5 % after Holm’s correction over ${judged.length} ${judged.length === 1 ? 'row' : 'rows'}. `,
        ...[bold('equivalent'), `: the interval lies within ±${table.margin.toFixed(3)} (shaded). `],
        ...[bold('undecided'), ': neither.'],
      ],
    ]);
  }
  const [detectable, ...others] = table.caveats;
  if (detectable?.startsWith('With these')) rows.push(['Can be seen', [detectable]]);
  const rest = detectable?.startsWith('With these') ? others : table.caveats;
  const picking = rest.find((text) => text.startsWith('Picking'));
  if (picking !== undefined) rows.push(['Picking the best', [picking]]);
  const compared = table.rows.flatMap(({ name, pooled: own }) => (own?.difference ? [{ name, ...own }] : []));
  const sign = table.metric === 'logLoss' ? 1 : -1;
  const few = compared.length <= mostPooled;
  const told = few ? compared : [...compared].sort((a, b) => sign * (a.score - b.score)).slice(0, fewPooled);
  const pooled = told.map(({ name, difference }) => `${name} ${signedRange(difference!.low, difference!.high)}`);
  if (pooled.length > 0)
    rows.push([
      'Over samples',
      [
        `Bootstrap of the differences of pooled ${metricWords[table.metric]}, one prediction a sample; it leaves out the variance of training: ${few ? '' : `the best ${fewPooled}: `}${pooled.join('; ')}.`,
      ],
    ]);
  const aside = table.rows.filter((row) => row.setAside !== null && row.status === 'finished');
  if (aside.length > 0) rows.push(['Set aside', [`${aside.map((row) => `${row.name}: ${row.setAside}`).join('; ')}.`]]);
  const more = rest.filter((text) => text !== picking);
  if (more.length > 0) rows.push(['Keep in mind', [more.join(' ')]]);
  return rows;
}

function signedRange(low: number, high: number): string {
  return `[${formatSigned(low)}, ${formatSigned(high)}]`;
}
