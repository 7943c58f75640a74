/** What an inference consists of: settings with their reasons, and questions where the data does not decide. */

import type { SettingPath } from '../../config/path.js';

/** A setting of the experiment file, and why it is so. */
export interface Guess {
  /** Path in the experiment, e.g. ["data", "sampleId"]; a number is a place in a list. */
  readonly path: SettingPath;
  readonly value: unknown;
  /** A sentence without a full stop. */
  readonly reason: string;
  /** What to mind, and what to do about it: sentences without the last full stop. */
  readonly warning?: string;
}

/** What the data does not decide. */
export interface Question {
  /** The setting that is asked for; the key of the answer. */
  readonly setting: string;
  readonly question: string;
  readonly choices: readonly { readonly value: string; readonly reason: string }[];
}

/** Answers by setting; the value of a choice. */
export type Answers = Readonly<Record<string, string>>;

export interface Decision {
  readonly guesses: readonly Guess[];
  /** While there are some, `guesses` is not complete. */
  readonly questions: readonly Question[];
}

/** Gathers guesses and questions in the order in which they are made. */
export interface Draft {
  readonly guesses: Guess[];
  readonly questions: Question[];
  readonly answers: Answers;
}

export function guess(draft: Draft, path: SettingPath, value: unknown, reason: string, warning?: string | null): void {
  draft.guesses.push({ path, value, reason, ...(warning ? { warning } : {}) });
}

/**
 * The value where there is one choice or an answer, else null after putting the question.
 * An answer that is none of the choices counts as none.
 */
export function choose(draft: Draft, question: Question): { value: string; reason: string } | null {
  const { choices, setting } = question;
  if (choices.length === 1) return choices[0];
  const answer = draft.answers[setting];
  if (choices.some(({ value }) => value === answer)) return { value: answer, reason: 'as answered' };
  draft.questions.push(question);
  return null;
}
