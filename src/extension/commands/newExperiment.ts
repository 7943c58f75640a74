/** New experiments: from what a data file looks like, or as a run had it. Files are written by name, never over another. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors.js';
import { runPaths } from '../../rundir/paths.js';
import { experimentSuffix } from '../ids.js';
import { experimentPath, runName } from '../model/record.js';
import { lastWords } from '../train/launch.js';
import { runCli, type CliAnswer } from '../train/runCli.js';
import { chooseRun } from './choose.js';
import { withChild } from './evaluate.js';
import type { Services } from './services.js';

interface Question {
  readonly setting: string;
  readonly question: string;
  readonly choices: readonly { readonly value: string; readonly reason: string }[];
}

/** Reads a data file in a child, asks what the data does not decide, writes the experiment and opens it. */
export async function newExperiment(services: Services, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error('A new experiment needs a trusted folder: its data are read.');
  const data = await chooseData(services, argument);
  if (data === undefined) return;
  const root = services.workspace.rootOf(data);
  const file = freeExperiment(root, basename(data).replace(/\.(csv|tsv|ts|txt)$/i, ''));
  const answers: string[] = [];
  let labels: string | null = null;
  for (;;) {
    const args: string[] = ['init', data, '--json', '--out', file, ...(labels === null ? [] : ['--labels', labels])];
    const set = answers.flatMap((answer) => ['--set', answer]);
    const answer: CliAnswer | undefined = await withChild(`Reading ${basename(data)}`, (signal) =>
      runCli(services.host(), { args: [...args, ...set], cwd: root, signal }),
    );
    if (!answer) return;
    if (answer.code === 0) break;
    const question = firstQuestion(answer.out);
    if (question) {
      const value = await ask(question);
      if (value === undefined) return;
      answers.push(`${question.setting}=${value}`);
      continue;
    }
    const refused = new UserError(lastWords(answer.said), { kind: 'input' });
    if (labels !== null || !refused.message.includes('--labels')) throw refused;
    const picked = await vscode.window.showWarningMessage(refused.message.split('\n')[0], 'Choose Labels File…');
    labels = picked ? ((await openOne('Use as Labels', dirname(data))) ?? null) : null;
    if (labels === null) return;
  }
  services.log.info(`wrote ${file}`);
  await services.workspace.refresh();
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

/** The experiment as a run had it, its settings for that run among them, as a file beside the one it came from. */
export async function duplicateExperiment(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Duplicate Experiment from Run' });
  if (!record) return;
  const origin = experimentPath(record);
  if (origin === null || !record.plan) throw new Error(`${runName(record)} cannot be read.`);
  const folder = dirname(origin);
  const free = freeExperiment(folder, `${basename(origin).replace(/\.experiment\.jsonc?$/i, '')}-copy`);
  const name = await vscode.window.showInputBox({
    title: 'Duplicate Experiment from Run',
    prompt: `Name of the file in ${vscode.workspace.asRelativePath(folder)}`,
    value: basename(free).slice(0, -experimentSuffix.length),
    validateInput: (text) => {
      if (text.trim() === '' || /[\\/:*?"<>|]/.test(text)) return 'A name for a file, please.';
      return existsSync(join(folder, `${text.trim()}${experimentSuffix}`))
        ? 'There is a file of that name.'
        : undefined;
    },
  });
  if (name === undefined) return;
  const text = await readFile(runPaths(record.directory).experiment, 'utf8');
  const file = join(folder, `${name.trim()}${experimentSuffix}`);
  // Only here: reading experiments takes a validator that nothing else at start-up needs.
  const { parseExperiment } = await import('../../config/load.js');
  const { duplicateText } = await import('../model/duplicate.js');
  const written = parseExperiment(text, origin).experiment;
  await writeFile(file, duplicateText(text, written, record.plan.experiment, name.trim()), { flag: 'wx' });
  await services.workspace.refresh();
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

async function chooseData(services: Services, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? argument.fsPath : undefined;
  return openOne('Use as Training Data', services.workspace.folders()[0]);
}

async function openOne(openLabel: string, folder: string | undefined): Promise<string | undefined> {
  const filters = { 'Sequence data': ['csv', 'tsv', 'ts', 'txt'], 'All files': ['*'] };
  const defaultUri = folder === undefined ? {} : { defaultUri: vscode.Uri.file(folder) };
  return (await vscode.window.showOpenDialog({ openLabel, filters, ...defaultUri }))?.[0]?.fsPath;
}

async function ask({ question, choices }: Question): Promise<string | undefined> {
  const items = choices.map(({ value, reason }) => ({ label: shown(value), detail: reason, value }));
  const options = { title: 'New Experiment', placeHolder: question, matchOnDetail: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.value;
}

/** Files are shown as the workspace calls them. */
function shown(value: string): string {
  return existsSync(value) ? vscode.workspace.asRelativePath(value) : value;
}

/** The first question in what `init --json` printed; null where there is none. */
export function firstQuestion(out: string): Question | null {
  try {
    return (JSON.parse(out) as { questions?: Question[] }).questions?.[0] ?? null;
  } catch {
    return null;
  }
}

function freeExperiment(folder: string, name: string): string {
  for (let n = 1; ; n++) {
    const file = join(folder, `${n === 1 ? name : `${name}-${n}`}${experimentSuffix}`);
    if (!existsSync(file)) return file;
  }
}
