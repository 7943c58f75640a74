/** Opening, revealing and copying what a run consists of. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { runPaths } from '../../rundir/paths.js';
import { experimentPath } from '../model/record.js';
import { quoteArgument } from '../train/nodeProcess.js';
import { chooseExperiment, chooseRun } from './choose.js';
import type { Services } from './services.js';

export async function openRun(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Open Run' });
  if (record) services.panels.show(record.directory);
}

export async function openExperiment(services: Services, argument: unknown): Promise<void> {
  const file = await chooseExperiment(argument, services.workspace);
  if (file !== undefined) await showFile(file);
}

/** The experiment as it was when the run was started. */
export async function openRunExperiment(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Open Experiment as It Was' });
  if (record) await showFile(runPaths(record.directory).experiment);
}

/** The experiment file of a run as it is now. */
export async function openExperimentNow(services: Services, directory: string): Promise<void> {
  const record = services.store.get(directory);
  const file = record ? experimentPath(record) : null;
  if (file !== null) await showFile(file);
}

/** The editor's own comparison: the experiment as the run had it, and the file as it is now. */
export async function showChanges(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Compare Experiment with the File Now' });
  if (!record) return;
  const file = experimentPath(record);
  if (file === null) throw new Error('The run cannot be read, and so its experiment file is not known.');
  const [then, now] = [runPaths(record.directory).experiment, file].map((path) => vscode.Uri.file(path));
  await vscode.commands.executeCommand('vscode.diff', then, now, `${basename(file)}: as it was ↔ now`);
}

export async function openLog(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Open trainer.log' });
  if (record) await showFile(runPaths(record.directory).log);
}

export async function revealRun(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Reveal Run Folder' });
  if (!record) return;
  const uri = vscode.Uri.file(runPaths(record.directory).plan);
  // A browser or a remote window has no file manager of its own: there the explorer shows it.
  const desktop = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(desktop ? 'revealFileInOS' : 'revealInExplorer', uri);
}

export async function copyRunPath(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Copy Run Path' });
  if (record) await vscode.env.clipboard.writeText(record.directory);
}

/** The same in the terminal: training an experiment, or showing, resuming or stopping a run. */
export async function copyTerminalCommand(services: Services, argument: unknown): Promise<void> {
  const line = await terminalCommand(services, argument);
  if (line === undefined) return;
  await vscode.env.clipboard.writeText(line);
  vscode.window.setStatusBarMessage(`Copied: ${line}`, 4000);
}

async function terminalCommand(services: Services, argument: unknown): Promise<string | undefined> {
  const words = (...parts: string[]): string =>
    ['foldboard', ...parts].map((part) => quoteArgument(part, process.platform)).join(' ');
  const isRun = typeof argument === 'object' && argument !== null && 'directory' in argument;
  if (!isRun) {
    const file = await chooseExperiment(argument, services.workspace);
    return file === undefined ? undefined : words('train', vscode.workspace.asRelativePath(file, false));
  }
  const record = await chooseRun(argument, services.store, { title: 'Copy Terminal Command' });
  if (!record) return undefined;
  const action = { running: 'stop', stopped: 'resume', failed: 'resume' }[record.status as string] ?? 'show';
  return words(action, basename(record.directory));
}

async function showFile(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}

/** A file of predictions, with the cursor in a row of it (counted from 0, after the header). */
export async function openRow(file: string, row: number | null): Promise<void> {
  const line = row === null ? 0 : row + 1;
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true, selection });
}
