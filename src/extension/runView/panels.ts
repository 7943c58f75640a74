/** Run views as editor tabs: at most one a run, restored after a reload. */
import * as vscode from 'vscode';
import type { FromRunView, RunAction } from '../../protocol/run.js';
import { panels } from '../ids.js';
import { runName } from '../model/record.js';
import type { RunStore } from '../runs/store.js';
import { offers } from './actions.js';
import { createNonce, viewHtml } from './html.js';
import { saveChart } from './save.js';
import { createRunSession } from './session.js';

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

export function createRunPanels(options: PanelsOptions): RunPanels {
  const open = new Map<string, vscode.WebviewPanel>();
  const media = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  const picture = (name: string): vscode.Uri => vscode.Uri.joinPath(options.extensionUri, 'media', name);

  function fill(panel: vscode.WebviewPanel, directory: string): void {
    open.set(directory, panel);
    const { webview } = panel;
    panel.iconPath = { light: picture('run-light.svg'), dark: picture('run-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    const session = createRunSession({
      directory,
      store: options.store,
      post: (message) => void webview.postMessage(message),
      act: options.act,
      offers,
      save: (request, run) => saveChart(request, folderOf(run)),
      mayTrain: () => vscode.workspace.isTrusted,
      onError: options.onError,
    });
    webview.onDidReceiveMessage((message: FromRunView) => void session.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) session.pause();
    });
    panel.onDidDispose(() => {
      session.dispose();
      if (open.get(directory) === panel) open.delete(directory);
    });
    const nonce = createNonce();
    const html = viewHtml({
      nonce,
      source: webview.cspSource,
      script: address('run.js'),
      style: address('run.css'),
      title: titleOf(directory),
    });
    webview.html = html.replace('<main id="app">', `<main id="app" data-run="${encodeURIComponent(directory)}">`);
  }

  const titleOf = (directory: string): string => {
    const record = options.store.get(directory);
    return record ? runName(record) : 'Run';
  };

  /** Where pictures and tables of a run are proposed to go: the workspace folder it belongs to. */
  const folderOf = (directory: string): string =>
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(directory))?.uri.fsPath ?? directory;

  const serializer = vscode.window.registerWebviewPanelSerializer(panels.run, {
    async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown) {
      const directory = (state as { directory?: unknown } | undefined)?.directory;
      if (typeof directory !== 'string') return panel.dispose();
      fill(panel, directory);
    },
  });

  return {
    show(directory, beside = false) {
      const there = open.get(directory);
      // One that stands behind the editor moves beside it.
      if (there) return there.reveal(beside ? vscode.ViewColumn.Beside : undefined, beside);
      const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      const place = { viewColumn, preserveFocus: beside };
      fill(vscode.window.createWebviewPanel(panels.run, titleOf(directory), place), directory);
    },
    retitle() {
      for (const [directory, panel] of open) {
        const title = titleOf(directory);
        if (options.store.get(directory) && panel.title !== title) panel.title = title;
      }
    },
    isVisible: (directory) => open.get(directory)?.visible === true && vscode.window.state.focused,
    // Panels stay: the editor restores them after a reload.
    dispose: () => serializer.dispose(),
  };
}
