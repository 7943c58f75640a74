/** Run views as editor tabs: at most one a run. */
import * as vscode from 'vscode';
import type { FromRunView, RunAction, ToRunView } from '../../protocol/run.js';
import { panels } from '../ids.js';
import { runName } from '../model/record.js';
import type { RunStore } from '../runs/store.js';
import { createViewPanels, keptText } from '../view/panels.js';
import { saveFile } from '../view/save.js';
import { offers } from './actions.js';
import { createRunSession, type RunSession } from './session.js';

export interface RunPanels extends vscode.Disposable {
  /** @param beside - in the column next to the active editor, which keeps the focus */
  show(directory: string, beside?: boolean): void;
  /** Runs may be called otherwise now. */
  retitle(): void;
  /** True where the run is on screen in this window. */
  isVisible(directory: string): boolean;
}

export interface PanelsOptions {
  readonly extensionUri: vscode.Uri;
  readonly store: RunStore;
  readonly act: (action: RunAction, directory: string, argument: number | null) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function createRunPanels({ extensionUri, store, act, onError }: PanelsOptions): RunPanels {
  // One that is gone keeps its name as long as it is on screen.
  const titles = new Map<string, string>();
  const views = createViewPanels<FromRunView, ToRunView, RunSession>({
    ...{ id: panels.run, script: 'run', attribute: 'run', extensionUri, onError },
    subjectOf: (state) => keptText(state, 'directory'),
    title(directory) {
      const record = store.get(directory);
      if (record) titles.set(directory, runName(record));
      return titles.get(directory) ?? 'Run';
    },
    session: (directory, post) =>
      createRunSession({
        ...{ directory, store, post, act, offers, onError },
        save: (request, run) => saveFile(request, folderOf(run)),
        mayTrain: () => vscode.workspace.isTrusted,
      }),
  });
  return {
    show: (directory, beside) => views.show(directory, beside),
    retitle: () => views.retitle(),
    isVisible: (directory) => views.open.get(directory)?.panel.visible === true && vscode.window.state.focused,
    dispose: () => views.dispose(),
  };
}

/** Where pictures and tables of a run are proposed to go: the workspace folder it belongs to. */
const folderOf = (directory: string): string =>
  vscode.workspace.getWorkspaceFolder(vscode.Uri.file(directory))?.uri.fsPath ?? directory;
