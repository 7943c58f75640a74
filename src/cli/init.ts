/** `foldboard init`: an experiment file from what the data looks like. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { parseExperiment } from '../config/load.js';
import { answered, inferExperiment, renderExperiment, type Answers, type Inference } from '../data/infer.js';
import { writeAtomic } from '../rundir/atomic.js';
import { defineCommand } from './command.js';
import { guessTable, guessWarnings, questionText } from './format/guesses.js';
import { checkOutFile } from './outPath.js';
import { commandLine } from './program.js';
import type { Terminal } from './terminal.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<data> [--labels F] [--out F]',
  about:
    'Reads data and writes an experiment file for it: a long CSV (one row a time step), a folder with one CSV a sample, or a .ts file of the UEA/UCR archive. Every guess is printed with its reason, and stands as a comment in the file. What the data does not decide is asked on a terminal; elsewhere --set answers it.',
  positionals: { names: ['data file'], least: 1, most: 1 },
  options: {
    labels: {
      type: 'string',
      value: 'F',
      help: 'CSV with the sample ids and their labels. Default: a column of the data, or a file beside it that fits.',
    },
    out: {
      type: 'string',
      value: 'F',
      help: 'The file to write. Default: <data>.experiment.json in the current folder.',
    },
    set: {
      type: 'string',
      multiple: true,
      value: 'PATH=VALUE',
      help: 'Answer a question, for example data.label=outcome.',
    },
    force: { type: 'boolean', help: 'Overwrite the file where it exists.' },
  },
  json: 'Print one document: the file, its experiment, and the guesses with their reasons; where answers are missing, the questions with their choices.',
  examples: [
    ['init data/train.csv', 'labels from a column, or from a file beside it'],
    ['init recordings --labels subjects.csv --out gait.experiment.json', 'a folder of CSV files'],
    ['init data/train.csv --set data.label=outcome', 'where several columns could be the label'],
  ],
  async run({ positionals: [data], values }, terminal) {
    const file = values.out ?? `${basename(resolve(data)).replace(/\.(csv|tsv|ts|txt)$/i, '')}.experiment.json`;
    if (existsSync(file) && !values.force)
      throw new UserError(`${file} exists.`, {
        kind: 'usage',
        cure: 'Choose another name with --out, or overwrite it with --force.',
      });
    checkOutFile('out', file);
    const inference = await inferExperiment(data, values.labels ?? null);
    const given = answersOf(values.set);
    if (values.json) sayOpenQuestions(inference, given, terminal);
    const answers = await settle(inference, given, terminal);
    const text = renderExperiment(inference, answers, dirname(file));
    const { experiment } = parseExperiment(text, file);
    const { guesses } = answered(inference, answers);
    await writeAtomic(file, text);
    if (values.json) {
      terminal.out(JSON.stringify({ file: resolve(file), guesses, experiment }));
      return 0;
    }
    const layout = { width: terminal.width, style: terminal.style };
    terminal.out(guessTable(visible(guesses), layout));
    const warnings = guessWarnings(visible(guesses), layout);
    if (warnings !== '') terminal.out(`\n${warnings}`);
    terminal.say(`\nWritten to ${join(file)}; look it over.\n\nNext\n${commandLine(['check', file])}`);
    return 0;
  },
});

function answersOf(assignments: readonly string[]): Answers {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf('=');
      if (at < 1) throw new UserError(`--set ${assignment}: an answer is PATH=VALUE.`, { kind: 'usage' });
      return [assignment.slice(0, at), assignment.slice(at + 1)];
    }),
  );
}

/**
 * Answers for all questions: those given, then those asked for; one may bring up another.
 * @throws UserError (usage) where nobody can be asked, an answer is no choice, or answers nothing
 */
async function settle(inference: Inference, given: Answers, terminal: Terminal): Promise<Answers> {
  let answers: Answers = {};
  for (;;) {
    const { questions } = answered(inference, answers);
    const [question] = questions;
    if (!question) break;
    const { setting, choices } = question;
    const values = choices.map(({ value }) => value);
    if (setting in given) {
      if (!values.includes(given[setting]))
        throw new UserError(`--set ${setting}=${given[setting]}: that is none of the choices.`, {
          kind: 'usage',
          cure: `It takes ${values.join(', ')}.`,
        });
      answers = { ...answers, [setting]: given[setting] };
    } else if (terminal.interactive) answers = { ...answers, [setting]: await askFor(question, terminal) };
    else throw unanswered(questions);
  }
  const idle = Object.keys(given).find((setting) => !(setting in answers));
  if (idle !== undefined)
    throw new UserError(`--set ${idle}: that is not in question for this data.`, {
      kind: 'usage',
      cure: 'Leave it out, and change the file afterwards.',
    });
  return answers;
}

/** For programs that ask in a way of their own: the questions that the answers given leave open. */
function sayOpenQuestions(inference: Inference, given: Answers, terminal: Terminal): void {
  const { questions } = answered(inference, given);
  if (questions.length > 0) terminal.out(JSON.stringify({ file: null, questions }));
}

type Question = Inference['questions'][number];

async function askFor(question: Question, terminal: Terminal): Promise<string> {
  terminal.say(`\n${questionText(question, { width: terminal.liveWidth, style: terminal.errorStyle })}`);
  const { choices } = question;
  for (;;) {
    const answer = await terminal.ask(`1 to ${choices.length}: `);
    if (answer === null) throw new UserError('Nothing is written.', { kind: 'state' });
    const chosen = choices.find(({ value }, i) => value === answer || String(i + 1) === answer);
    if (chosen) return chosen.value;
  }
}

function unanswered(questions: readonly Question[]): UserError {
  const errors = questions.map(
    ({ question, setting, choices }) =>
      new UserError(question, {
        kind: 'usage',
        cure: choices.map(({ value, reason }) => `--set ${setting}=${value}   (${reason})`).join('\n  '),
      }),
  );
  const [first, ...others] = errors;
  return new UserError(first.message, {
    kind: 'usage',
    ...(first.cure === undefined ? {} : { cure: first.cure }),
    others,
  });
}
