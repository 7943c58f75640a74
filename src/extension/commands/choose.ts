/** What a command is about: the tree node or file it was called on, else the active editor, else a quick pick. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { experimentSuffix } from '../ids.js';
import { runRow } from '../model/describe.js';
import type { RunRecord } from '../model/record.js';
import type { RunStore } from '../runs/store.js';
import type { Workspace } from '../workspace.js';

/** Absolute path of an experiment file, or undefined where the user chose none. */
export async function chooseExperiment(argument: unknown, workspace: Workspace): Promise<string | undefined> {
  const given = experimentOf(argument);
  if (given !== undefined) return given;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && active.fsPath.endsWith(experimentSuffix)) return active.fsPath;
  await workspace.refresh();
  const files = workspace.experiments();
  if (files.length === 0) {
    const where = vscode.workspace.workspaceFolders?.length ? 'this folder' : 'no folder is open, and so';
    throw new Error(`There is no experiment file (*${experimentSuffix}) in ${where}.`);
  }
  if (files.length === 1) return files[0];
  const items = files.map((file) => ({
    label: basename(file).slice(0, -experimentSuffix.length),
    description: vscode.workspace.asRelativePath(file),
    file,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Train Experiment', placeHolder: 'Experiment' }))?.file;
}

function experimentOf(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? argument.fsPath : undefined;
  if (typeof argument === 'object' && argument !== null && 'file' in argument && typeof argument.file === 'string')
    return argument.file;
  return undefined;
}

/** A run that fits; with one that fits and `single`, that one is not asked for. */
export async function chooseRun(
  argument: unknown,
  store: RunStore,
  options: { readonly title: string; readonly fits?: (record: RunRecord) => boolean; readonly single?: boolean },
): Promise<RunRecord | undefined> {
  const given = directoryOf(argument);
  if (given !== undefined) {
    const record = store.get(given);
    if (record) return record;
  }
  await store.refresh();
  const fitting = store.runs().filter(options.fits ?? (() => true));
  if (fitting.length === 0) throw new Error(`${options.title}: there is no such run.`);
  if (options.single && fitting.length === 1) return fitting[0];
  const picked = await vscode.window.showQuickPick(fitting.map(runItem), {
    title: options.title,
    placeHolder: 'Run',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.record;
}

/** A run in a list to choose from: score, state, name and time, as in the tree, and its id. */
export function runItem(record: RunRecord): vscode.QuickPickItem & { readonly record: RunRecord } {
  const row = runRow(record, { named: true });
  return { label: `$(${row.look.icon}) ${row.label}`, description: row.description, detail: record.id, record };
}

/** The runs that are selected in a tree, else one that is asked for. */
export async function chooseRuns(
  node: unknown,
  nodes: unknown,
  store: RunStore,
  options: Parameters<typeof chooseRun>[2],
): Promise<RunRecord[]> {
  const selected = Array.isArray(nodes) ? nodes.flatMap((one: unknown) => directoryOf(one) ?? []) : [];
  const records = [...new Set(selected)].flatMap((directory) => store.get(directory) ?? []);
  if (records.length > 0) return records;
  const record = await chooseRun(node, store, options);
  return record ? [record] : [];
}

function directoryOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument === 'object' && argument !== null && 'directory' in argument)
    return typeof argument.directory === 'string' ? argument.directory : undefined;
  return undefined;
}
