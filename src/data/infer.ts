/** What an experiment on given data could look like: for `foldboard init`. Every guess has its reason. */
import { basename, extname, isAbsolute, relative, sep } from 'node:path';
import { UserError } from '../base/errors.js';
import { decide, type Evidence } from './infer/decide.js';
import { type Answers, type Guess, type Question } from './infer/decision.js';
import { counted } from './words.js';
import { gatherArchiveFacts, gatherFacts } from './infer/facts.js';
import { labelFiles, testBeside } from './infer/labels.js';
import { renderGuesses } from './infer/render.js';
import { existingPath } from './paths.js';
import { layoutOf } from './read/sources.js';

export type { Answers, Guess, Question };

export interface Inference {
  /** Settings with their reasons; not complete while there are questions. Paths are as they were given. */
  readonly guesses: readonly Guess[];
  /** What the data does not decide; answering one may bring up another. */
  readonly questions: readonly Question[];
  readonly evidence: Evidence;
}

/**
 * Reads the data and guesses. The settings follow from what the values are, not from names alone.
 * @param train - long CSV, folder with CSV files, or .ts file
 * @param labels - labels file; null: a column, or a file beside the data that holds its ids
 * @throws UserError where the data cannot be read, has no ids or no labels
 */
export function inferExperiment(train: string, labels: string | null): Promise<Inference> {
  // A promise, although nothing is awaited: errors reach the caller the same way as from the other loaders.
  return Promise.resolve().then(() => answered({ evidence: gather(train, labels) }, {}));
}

/** The same, decided with answers; the values of choices by setting. */
export function answered({ evidence }: Pick<Inference, 'evidence'>, answers: Answers): Inference {
  const { guesses, questions } = decide(evidence, answers);
  return { guesses, questions, evidence };
}

/**
 * The experiment file as text: JSON with the reasons as comments.
 * @param directory - where the file will stand; paths are written relative to it
 * @throws UserError (usage) where a question is not answered
 */
export function renderExperiment(inference: Inference, answers: Answers = {}, directory = '.'): string {
  const { guesses, questions, evidence } = answered(inference, answers);
  if (questions.length > 0) {
    const [first, ...others] = questions.map(unanswered);
    throw new UserError(first.message, { kind: 'usage', ...(first.cure && { cure: first.cure }), others });
  }
  const { facts } = evidence;
  const file = basename(facts.path, facts.layout === 'folder' ? '' : extname(facts.path));
  const name = file.replace(/[_\- ]?train(ing)?$/i, '') || file;
  const head = [
    `Written by foldboard init from ${basename(facts.path)} (${counted(facts.rows, 'row')}). Each comment says why.`,
    'Everything that is left out has a default.',
  ];
  return renderGuesses(
    guesses.map((guess) => relativePath(guess, directory)),
    name,
    head,
  );
}

function unanswered({ setting, question, choices }: Question): UserError {
  const list = choices.map(({ value, reason }) => `"${value}" (${reason})`).join('; ');
  return new UserError(`${question} The data does not decide ${setting}`, { kind: 'usage', cure: `Choices: ${list}.` });
}

function gather(train: string, labels: string | null): Evidence {
  const path = existingPath(train);
  const beside = testBeside(path);
  if (layoutOf(path) === 'ts') {
    if (labels !== null) {
      throw new UserError('a .ts file holds its labels itself', { kind: 'usage', cure: 'Leave --labels out.' });
    }
    const { facts, labels: archiveLabels } = gatherArchiveFacts(path);
    if (!archiveLabels) {
      throw new UserError('the samples have no labels (@classLabel is false or missing)', {
        place: { file: path },
        cure: 'Give a .ts file with @classLabel.',
      });
    }
    return { facts, labelFiles: [], labelsGiven: false, archiveLabels, test: beside };
  }
  const facts = gatherFacts(path);
  const files = labelFiles(path, labels === null ? null : existingPath(labels));
  return {
    facts,
    labelFiles: files.filter((file) => file.path !== beside),
    labelsGiven: labels !== null,
    archiveLabels: null,
    test: beside,
  };
}

const pathSettings = new Set(['train', 'labels', 'test', 'testLabels']);

function relativePath(guess: Guess, directory: string): Guess {
  const [section, key] = guess.path;
  if (section !== 'data' || !pathSettings.has(String(key)) || typeof guess.value !== 'string') return guess;
  const path = relative(directory, guess.value);
  // On Windows there is no relative path to another drive.
  return { ...guess, value: isAbsolute(path) ? path : path.split(sep).join('/') };
}
