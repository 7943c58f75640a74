/** What the parts of the run view share: what they show, what they ask for, and how they are kept up to date. */
import type { PredictionSource, RunAction, RunSnapshot } from '../../src/protocol/run.js';
import type { Choices } from './choices.js';
import type { Predictions } from './state.js';

/** All that is on screen follows from it. */
export interface View {
  readonly run: RunSnapshot;
  readonly predictions: Readonly<Record<PredictionSource, Predictions>>;
  readonly choices: Choices;
}

/** What a part of the view may ask for. */
export interface Host {
  request(action: RunAction, argument?: number): void;
  save(name: string, kind: 'png' | 'csv', content: string): void;
  /** Changes what the user chose; everything is drawn anew, and it is kept over a reload. */
  choose(change: Partial<Choices>): void;
  /** Scrolls to a section, by its id. */
  goTo(section: string): void;
}

/** A part of the view that follows the run. */
export interface Section {
  readonly element: HTMLElement;
  update(view: View): void;
}

/** A section with a heading at the left and what it rests on at the right. */
export interface SectionId {
  readonly id: string;
  /** In the row of links. */
  readonly word: string;
}

/** True the first time, and when one of the values is another one than the last time. */
export function changeOf(): (...values: readonly unknown[]) => boolean {
  let last: readonly unknown[] | null = null;
  return (...values) => {
    const same =
      last !== null && last.length === values.length && values.every((value, i) => Object.is(value, last?.[i]));
    last = values;
    return !same;
  };
}
