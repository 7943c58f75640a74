/** Evaluate, predict, show the matrix, compare: what is asked of runs that are finished. The computing is done by a child. */
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { predictedBy } from '../../metrics/words.js';
import { runName, type RunRecord } from '../model/record.js';
import { runJson } from '../train/runCli.js';
import { chooseRun } from './choose.js';
import { showReport } from './reports.js';
import type { Services } from './services.js';

const isFinished = (record: RunRecord): boolean => record.status === 'finished';
const dataFilters = { 'Sequence data': ['csv', 'tsv', 'ts', 'txt'], 'All files': ['*'] };

/** The matrix of the out-of-fold predictions, and of labelled test data where the experiment has some. */
export async function showMatrix(services: Services, argument: unknown): Promise<void> {
  const options = { title: 'Show Confusion Matrix', fits: isFinished, single: true };
  const record = await chooseRun(argument, services.store, options);
  if (!record) return;
  if (!record.result?.outOfFold && !record.result?.test)
    throw new Error(`${runName(record)} has no confusion matrix: nothing was scored yet.`);
  await showReport(`Matrix of ${runName(record)}`, { kind: 'matrix', run: record.directory });
}

/** Scores a run out of fold, or on labelled data; the latter is kept below its `evaluations/`. */
export async function evaluate(services: Services, argument: unknown, more?: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Evaluate Run', fits: isFinished, single: true });
  if (!record) return;
  const given = filesOf(more) ?? (await askForData(record));
  if (given === undefined) return;
  if (given === 'outOfFold') return showMatrix(services, record.directory);
  requireTrust('Evaluating');
  const args = [
    'evaluate',
    record.directory,
    '--data',
    given.data,
    ...(given.labels ? ['--labels', given.labels] : []),
  ];
  const run = (allow: readonly string[]): Promise<unknown> =>
    withChild(`Evaluating ${runName(record)} on ${basename(given.data)}`, (signal) =>
      runJson(services.host(), { args: [...args, ...allow], cwd: dirname(given.data), signal }),
    );
  let answer: unknown;
  try {
    answer = await run([]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('--allow-seen')) throw error;
    const [what] = error.message.split('\n');
    if ((await vscode.window.showWarningMessage(what, { modal: true }, 'Score Them Anyway')) === undefined) return;
    answer = await run(['--allow-seen']);
  }
  if (answer === undefined) return;
  const { directory } = answer as { directory: string };
  services.log.info(`evaluation of ${record.directory} is in ${directory}`);
  const title = `${runName(record)} on ${basename(given.data)}`;
  await showReport(title, { kind: 'evaluation', run: record.directory, name: basename(directory) });
}

interface Files {
  readonly data: string;
  readonly labels: string | null;
}

async function askForData(record: RunRecord): Promise<Files | 'outOfFold' | undefined> {
  const { result } = record;
  const detail = result ? `Each sample ${predictedBy(result.selection)}` : '';
  const choices = [
    ...(result?.outOfFold ? [{ label: 'Out-of-fold predictions', detail, of: 'own' }] : []),
    { label: 'Labelled file…', detail: 'All folds together; the labels are a column of it', of: 'column' },
    {
      label: 'File and labels file…',
      detail: 'All folds together; the labels stand in a file of their own',
      of: 'file',
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: 'Evaluate Run',
    placeHolder: 'On which samples?',
  });
  if (!picked || picked.of === 'own') return picked && 'outOfFold';
  const data = await openFile('Evaluate', record);
  if (data === undefined) return undefined;
  if (picked.of === 'column') return { data, labels: null };
  const labels = await openFile('Use as Labels', record);
  return labels === undefined ? undefined : { data, labels };
}

export interface Predicted {
  readonly record: RunRecord;
  /** The file with the predictions. */
  readonly out: string;
  /** How many of the samples the run was trained on. */
  readonly seen: number;
}

/** Predicts a file by a run; the CSV opens beside it. Undefined where it was called off. */
export async function predict(services: Services, argument: unknown, more?: unknown): Promise<Predicted | undefined> {
  const fromFile = argument instanceof vscode.Uri && argument.scheme === 'file' ? argument.fsPath : undefined;
  const options = { title: 'Predict File', fits: isFinished, single: true };
  const record = await chooseRun(fromFile === undefined ? argument : undefined, services.store, options);
  if (!record) return undefined;
  requireTrust('Predicting');
  const data = fromFile ?? filesOf(more)?.data ?? (await openFile('Predict', record));
  if (data === undefined) return undefined;
  const out = await freeName(join(dirname(data), `${basename(data, extname(data))}_predictions`));
  const answer = await withChild(`Predicting ${basename(data)} with ${runName(record)}`, (signal) =>
    runJson(services.host(), {
      args: ['predict', record.directory, '--data', data, '--out', out],
      cwd: dirname(data),
      signal,
    }),
  );
  if (answer === undefined) return undefined;
  const { seen } = answer as { seen: number };
  await vscode.window.showTextDocument(vscode.Uri.file(out), { preview: false });
  if (seen > 0)
    void vscode.window.showWarningMessage(
      `The run was trained on ${seen} of these samples; its models remember them, so these predictions flatter it.`,
    );
  return { record, out, seen };
}

function filesOf(value: unknown): Files | undefined {
  if (typeof value !== 'object' || value === null || !('data' in value) || typeof value.data !== 'string')
    return undefined;
  return { data: value.data, labels: 'labels' in value && typeof value.labels === 'string' ? value.labels : null };
}

async function openFile(openLabel: string, record: RunRecord): Promise<string | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(record.directory))?.uri;
  const options = { openLabel, filters: dataFilters, ...(folder ? { defaultUri: folder } : {}) };
  return (await vscode.window.showOpenDialog(options))?.[0]?.fsPath;
}

/** `base.csv`, or with a number where that is taken: nothing of the user's is written over. */
async function freeName(base: string): Promise<string> {
  for (let n = 1; ; n++) {
    const file = n === 1 ? `${base}.csv` : `${base}-${n}.csv`;
    const taken = await vscode.workspace.fs.stat(vscode.Uri.file(file)).then(
      () => true,
      () => false,
    );
    if (!taken) return file;
  }
}

/** @throws Error where the user has not said that what is in the folder may be run */
export function requireTrust(what: string): void {
  if (!vscode.workspace.isTrusted)
    throw new Error(`${what} needs a trusted folder: it runs what is in the run directory.`);
}

/** Progress with a Cancel button that ends the child; undefined where it was pressed. */
export async function withChild<T>(
  title: string,
  task: (signal: AbortSignal, report: vscode.Progress<{ message?: string; increment?: number }>) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const ending = new AbortController();
  return vscode.window.withProgress(options, async (report, token) => {
    const listening = token.onCancellationRequested(() => {
      ending.abort();
    });
    try {
      return await task(ending.signal, report);
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
}
