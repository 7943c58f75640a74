/** Ablation views as editor tabs: at most one a suite, up to date while its rows train. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { AblationAction, FromAblationView, ToAblationView } from '../../protocol/ablation.js';
import { panels } from '../ids.js';
import { atMostTwiceASecond, lazySession, type RefreshedSession } from '../view/lazySession.js';
import { createViewPanels, keptText } from '../view/panels.js';
import { saveFile } from '../view/save.js';

export interface AblationPanels extends vscode.Disposable {
  show(file: string): void;
  /** Runs have changed: tables on screen follow, at most twice a second. */
  refresh(): void;
}

export function createAblationPanels(options: {
  readonly extensionUri: vscode.Uri;
  readonly act: (action: AblationAction, file: string, runDirectory: string | null) => Promise<void>;
  readonly onError: (error: unknown) => void;
}): AblationPanels {
  const { extensionUri, act, onError } = options;
  const views = createViewPanels<FromAblationView, ToAblationView, RefreshedSession<FromAblationView>>({
    ...{ id: panels.ablation, script: 'ablation', attribute: 'suite', extensionUri, onError },
    subjectOf: (state) => keptText(state, 'file'),
    title: (file) => basename(file).replace(/\.suite\.jsonc?$/i, ''),
    session: (file, post) =>
      lazySession(async () =>
        (await import('./session.js')).createAblationSession({
          ...{ file, post, act },
          copy: async (text) => vscode.env.clipboard.writeText(text),
          save: (request) => saveFile(request, folderOf(file)),
          mayTrain: () => vscode.workspace.isTrusted,
        }),
      ),
  });
  const soon = atMostTwiceASecond(() => {
    for (const { panel, session } of views.open.values()) if (panel.visible) void session.refresh().catch(onError);
  });
  const saved = vscode.workspace.onDidSaveTextDocument(() => soon.call());
  return {
    show: (file) => views.show(file),
    refresh: () => soon.call(),
    dispose: () => vscode.Disposable.from(soon, saved, views).dispose(),
  };
}

const folderOf = (file: string): string =>
  vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? dirname(file);
