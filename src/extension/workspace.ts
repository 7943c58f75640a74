/** What the open folders hold: experiment files, kept up to date, and the places where runs may lie. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { foldboardName, findFoldboard } from '../rundir/find.js';
import { experimentPattern, suitePattern } from './ids.js';

export interface Workspace extends vscode.Disposable {
  /** Absolute paths of the experiment files found so far. */
  experiments(): readonly string[];
  /** Absolute paths of the suite files found so far. */
  suites(): readonly string[];
  /** Absolute paths of the workspace folders on disk. */
  folders(): readonly string[];
  /** `.foldboard` of each workspace folder and of those nearer to an experiment; they need not exist. */
  foldboards(): readonly string[];
  /** The workspace folder a file belongs to, else the folder the file lies in. */
  rootOf(file: string): string;
  refresh(): Promise<void>;
}

const excluded = `**/{node_modules,${foldboardName},.git}/**`;

/** @param onSuiteData - called when a training of a suite has read its data: other runs may stand for its rows */
export function createWorkspace(onChange: () => void, onRunFile: () => void, onSuiteData: () => void): Workspace {
  let files: readonly string[] = [];
  let suites: readonly string[] = [];
  const onDisk = (): string[] =>
    (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath);

  async function refresh(): Promise<void> {
    const find = async (pattern: string): Promise<string[]> => {
      const found = await vscode.workspace.findFiles(pattern, excluded, 2000);
      return found.filter((uri) => uri.scheme === 'file').map((uri) => uri.fsPath);
    };
    [files, suites] = await Promise.all([find(experimentPattern), find(suitePattern)]);
    onChange();
  }

  const experimentWatcher = vscode.workspace.createFileSystemWatcher(experimentPattern, false, true, false);
  const suiteWatcher = vscode.workspace.createFileSystemWatcher(suitePattern, false, true, false);
  const runWatcher = vscode.workspace.createFileSystemWatcher(`**/${foldboardName}/{runs,queue}/**`);
  const dataWatcher = vscode.workspace.createFileSystemWatcher(`**/${foldboardName}/suites/*/data/*.json`);
  const later = debounce(() => void refresh(), 200);
  const subscriptions = [
    experimentWatcher,
    experimentWatcher.onDidCreate(later),
    experimentWatcher.onDidDelete(later),
    suiteWatcher,
    suiteWatcher.onDidCreate(later),
    suiteWatcher.onDidDelete(later),
    runWatcher,
    runWatcher.onDidCreate(onRunFile),
    runWatcher.onDidChange(onRunFile),
    runWatcher.onDidDelete(onRunFile),
    dataWatcher,
    dataWatcher.onDidCreate(onSuiteData),
    dataWatcher.onDidChange(onSuiteData),
    vscode.workspace.onDidChangeWorkspaceFolders(later),
  ];
  return {
    experiments: () => files,
    suites: () => suites,
    folders: onDisk,
    foldboards() {
      const own = onDisk().map((folder) => join(folder, foldboardName));
      const nearer = files.map((file) => findFoldboard(dirname(file), this.rootOf(file)));
      return [...new Set([...own, ...nearer])];
    },
    rootOf(file) {
      const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
      return folder?.uri.fsPath ?? dirname(file);
    },
    refresh,
    dispose: () => void vscode.Disposable.from(...subscriptions, { dispose: later.cancel }).dispose(),
  };
}

/** Calls `act` once, `ms` after the last of a burst of calls. */
export function debounce(act: () => void, ms: number): (() => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = (): void => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  return Object.assign(call, { cancel: () => clearTimeout(timer) });
}
