/** What the parts of the view of a comparison share. */
import type { CompareAction, Compared, ComparedRun, CompareForm } from '../../src/protocol/compare.js';
import { flagMeanings, flagWord } from '../../src/metrics/words.js';
import type { LineSign } from '../chart/sign.js';
import { signKey } from '../chart/sign.js';
import { h } from '../dom.js';
import { elided } from '../format.js';
import type { Choices } from './choices.js';

export interface View {
  readonly compared: Compared;
  readonly choices: Choices;
}

export interface Host {
  request(action: CompareAction, run?: string, row?: number): void;
  copy(form: CompareForm): void;
  remove(run: string): void;
  save(name: string, kind: 'png' | 'csv', content: string): void;
  choose(change: Partial<Choices>): void;
}

export interface Section {
  readonly element: HTMLElement;
  update(view: View): void;
}

/** Runs in the order they were chosen: a run keeps its sign whichever is the baseline. More runs than these are drawn quietly. */
const signs: readonly LineSign[] = [
  { color: 'blue', dash: [], marker: 'circle' },
  { color: 'orange', dash: [7, 3], marker: 'square' },
  { color: 'purple', dash: [2, 3], marker: 'triangle' },
  { color: 'ink', dash: [9, 3, 2, 3], marker: 'diamond' },
  { color: 'green', dash: [1, 4], marker: 'cross' },
];
const behind: LineSign = { color: 'mark', dash: [], marker: 'circle' };

export function signOf({ runs }: Compared, directory: string): LineSign {
  return signs[runs.findIndex((run) => run.directory === directory)] ?? behind;
}

/** The runs that stand on the same folds, the baseline among them. */
export function together({ runs, baseline }: Compared): ComparedRun[] {
  return runs.filter((run) => run.directory === baseline || run.verdict !== null);
}

export function baselineOf({ runs, baseline }: Compared): ComparedRun {
  return runs.find((run) => run.directory === baseline)!;
}

/** The run in front; null where nothing is compared. */
export function frontOf({ runs, front }: Compared): ComparedRun | null {
  return runs.find((run) => run.directory === front?.directory) ?? null;
}

/** The word that goes wherever the number of a run goes that flatters. */
export function flagTag(run: ComparedRun): HTMLElement | null {
  const flag = flagWord(run);
  return flag === null ? null : h('span', { class: 'tag warn', title: `${flagMeanings[flag]}: it flatters` }, flag);
}

/** Sign, name and flag of a run, where it is told from others. */
export function runLabel(compared: Compared, run: ComparedRun): HTMLElement {
  const flag = flagTag(run);
  return h(
    'span',
    { class: 'run-label', title: run.label },
    signKey(signOf(compared, run.directory)),
    h('span', { class: 'clip' }, run.label),
    flag && ' ',
    flag,
  );
}

/** A name no longer than `most` letters, cut in the middle, for what tells runs apart often stands at the end. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  // Of a directory's name the day says least.
  const text = name.replace(/^\d{8}-(?=\d{6})/, '');
  return elided(text, most);
}
