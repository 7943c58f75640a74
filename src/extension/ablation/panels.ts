/** Ablation views as editor tabs: at most one a suite, restored after a reload, up to date while its rows train. */
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { AblationAction, FromAblationView } from '../../protocol/ablation.js';
import { panels } from '../ids.js';
import { fileName } from '../runView/fileName.js';
import { createNonce, viewHtml } from '../runView/html.js';
import type { AblationSession, AblationSessionOptions } from './session.js';

export interface AblationPanels extends vscode.Disposable {
  show(file: string): void;
  /** Runs have changed: tables on screen follow, at most twice a second. */
  refresh(): void;
}

const everyMs = 500;

export function createAblationPanels(options: {
  readonly extensionUri: vscode.Uri;
  readonly act: (action: AblationAction, file: string, runDirectory: string | null) => Promise<void>;
  readonly onError: (error: unknown) => void;
}): AblationPanels {
  const open = new Map<string, { readonly panel: vscode.WebviewPanel; readonly session: AblationSession }>();
  const media = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  const picture = (name: string): vscode.Uri => vscode.Uri.joinPath(options.extensionUri, 'media', name);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function fill(panel: vscode.WebviewPanel, file: string): void {
    const { webview } = panel;
    panel.iconPath = { light: picture('run-light.svg'), dark: picture('run-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    const session = lazySession({
      file,
      post: (message) => void webview.postMessage(message),
      act: options.act,
      copy: async (text) => vscode.env.clipboard.writeText(text),
      save: savePicture,
      mayTrain: () => vscode.workspace.isTrusted,
    });
    open.set(file, { panel, session });
    webview.onDidReceiveMessage((message: FromAblationView) => void session.receive(message).catch(options.onError));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) session.pause();
    });
    panel.onDidDispose(() => {
      session.pause();
      if (open.get(file)?.panel === panel) open.delete(file);
    });
    const html = viewHtml({
      nonce: createNonce(),
      source: webview.cspSource,
      script: address('ablation.js'),
      style: address('ablation.css'),
      title: titleOf(file),
    });
    webview.html = html.replace('<main id="app">', `<main id="app" data-suite="${encodeURIComponent(file)}">`);
  }

  function refresh(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const { panel, session } of open.values()) if (panel.visible) void session.refresh().catch(options.onError);
    }, everyMs);
  }

  const subscriptions = vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(panels.ablation, {
      async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown) {
        const file = (state as { file?: unknown } | undefined)?.file;
        if (typeof file !== 'string') return panel.dispose();
        fill(panel, file);
      },
    }),
    vscode.workspace.onDidSaveTextDocument(refresh),
  );

  return {
    show(file) {
      const there = open.get(file);
      if (there) return there.panel.reveal();
      fill(vscode.window.createWebviewPanel(panels.ablation, titleOf(file), vscode.ViewColumn.Active), file);
    },
    refresh,
    dispose() {
      clearTimeout(timer);
      subscriptions.dispose();
    },
  };
}

/** Tables are computed by a large part of the program, which is loaded with the first view. */
function lazySession(options: AblationSessionOptions): AblationSession {
  const made = import('./session.js').then(({ createAblationSession }) => createAblationSession(options));
  return {
    receive: async (message) => (await made).receive(message),
    refresh: async () => (await made).refresh(),
    pause: () => {
      made.then(
        (session) => session.pause(),
        () => undefined,
      );
    },
  };
}

const titleOf = (file: string): string => basename(file).replace(/\.suite\.jsonc?$/i, '');

async function savePicture(request: Extract<FromAblationView, { type: 'save' }>, file: string): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? dirname(file);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, fileName(request.name, 'png'))),
    filters: { Images: ['png'] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, Buffer.from(request.content, 'base64'));
}
