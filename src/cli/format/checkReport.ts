/** What `check` found, as one reads it. */
import type { DescriptionLine } from '../../config/describe.js';
import type { GuardFinding } from '../../data/guards.js';
import type { DataSummary } from '../dataSummary.js';
import { counted, percent, whole } from './number.js';
import { section } from './section.js';
import type { Style } from './style.js';
import { pad, wrapText } from './width.js';

/** The document of `check --json`. */
export interface Checked {
  readonly file: string;
  readonly name: string;
  readonly description: readonly DescriptionLine[];
  readonly data: DataSummary & {
    readonly file: string;
    /** Missing cells that were filled. */
    readonly missing: readonly { readonly column: string; readonly cells: number }[];
    readonly reordered: boolean;
  };
  readonly test: DataSummary | null;
  readonly folds: readonly {
    readonly repeat: number;
    readonly fold: number;
    readonly fit: number;
    readonly select: number;
    readonly score: number;
  }[];
  readonly resolved: { readonly epochs: number; readonly batchSize: number; readonly patience: number | null };
  readonly parameters: number | null;
  readonly findings: readonly GuardFinding[];
}

export function checkReport(checked: Checked, { width, style }: { width: number; style: Style }): string {
  const room = Math.min(width, 100);
  const rows = (lines: readonly (readonly [string, string])[]): string =>
    lines.map(([name, text]) => `${style.quiet(pad(name, 13))}${wrapText(text, room - 13, 13)}`).join('\n');
  // A note that asks for nothing says what stands above already.
  const findings = checked.findings.filter(({ severity, cure }) => severity !== 'note' || cure !== null);
  return [
    `${style.bold(checked.name)}: the experiment is valid, the data can be read`,
    section('Data', checked.data.file, rows(dataRows(checked)), { width, style }),
    section('Experiment', checked.file, rows(experimentRows(checked)), { width, style }),
    findings.length === 0
      ? 'No guard has anything to say.'
      : section('Worth a look', '', findings.map((finding) => findingText(finding, room, style)).join('\n'), {
          width,
          style,
        }),
  ].join('\n\n');
}

/** `! message. cure`; a note has no mark. */
function findingText({ severity, message, cure }: GuardFinding, width: number, style: Style): string {
  const mark = severity === 'note' ? '·' : style.bad('!');
  return `${mark} ${wrapText(cure === null ? `${message}.` : `${message}. ${cure}`, width - 2, 2)}`;
}

function dataRows({ data, test }: Checked): [string, string][] {
  const labelled = data.samples - data.unlabelled;
  const classes = data.classes.map(({ name, samples }) => `${name} ${whole(samples)} (${percent(samples, labelled)})`);
  const rows: [string, string][] = [
    ['samples', `${counted(data.samples, 'sample')}, ${lengths(data)}; ${counted(data.steps, 'row')}`],
    ['classes', classes.join(', ')],
  ];
  if (data.groups !== null) rows.push(['groups', counted(data.groups, 'group')]);
  if (data.continuous.length > 0)
    rows.push(['continuous', `${counted(data.continuous.length, 'column')}: ${names(data.continuous)}`]);
  if (data.categorical.length > 0) {
    const each = data.categorical.map(
      ({ name, levels }) => `${name} (${levels.length > 6 ? counted(levels.length, 'level') : levels.join(' | ')})`,
    );
    rows.push(['categorical', `${counted(data.categorical.length, 'column')}: ${each.join(', ')}`]);
  }
  if (data.missing.length > 0)
    rows.push([
      'missing',
      `filled: ${data.missing.map(({ column, cells }) => `${column} ${whole(cells)}`).join(', ')}`,
    ]);
  if (data.reordered) rows.push(['order', 'rows were brought into the order of samples and time']);
  if (test)
    rows.push([
      'test',
      `${counted(test.samples, 'sample')}, ${lengths(test)}; ${test.unlabelled === 0 ? 'with labels' : test.unlabelled === test.samples ? 'without labels' : `${test.unlabelled} without a label`}`,
    ]);
  rows.push(['hash', data.hash.slice(0, 16)]);
  return rows;
}

function lengths({ shortest, median, longest }: DataSummary): string {
  return shortest === longest
    ? `each of ${counted(longest, 'step')}`
    : `${shortest} to ${longest} steps, median ${median}`;
}

/** Many names as the first and the last. */
function names(list: readonly string[]): string {
  return list.length > 8 ? `${list.slice(0, 2).join(', ')} … ${list.at(-1)}` : list.join(', ');
}

function experimentRows({ description, folds, parameters, resolved }: Checked): [string, string][] {
  const rows = description
    .filter(({ label }) => label !== 'data')
    .map(({ label, text }): [string, string] => [label, text]);
  const range = (part: 'fit' | 'select' | 'score'): string => {
    const sizes = folds.map((fold) => fold[part]);
    const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
    return low === high ? whole(low) : `${whole(low)} to ${whole(high)}`;
  };
  rows.push([
    'each fold',
    `${range('fit')} samples to fit, ${range('select')} to select by, ${range('score')} to score`,
  ]);
  if (parameters !== null)
    rows.push([
      'size',
      `${counted(parameters, 'parameter')}; at most ${counted(resolved.epochs, 'epoch')} of batches of ${resolved.batchSize}`,
    ]);
  return rows;
}
