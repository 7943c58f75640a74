/** Webviews as editor tabs, the same for every kind: at most one a subject, its page under a strict policy, restored after a reload. */
import * as vscode from 'vscode';
import { createNonce, viewHtml } from './html.js';

/** The talk with one view, apart from VS Code. */
export interface ViewSession<From> {
  receive(message: From): Promise<void>;
  /** Hidden views get nothing; shown again they ask again. */
  pause(): void;
}

export interface ViewKind<From, To, Session extends ViewSession<From>> {
  /** The `viewType`. */
  readonly id: string;
  /** Of its script and style in dist/webview. */
  readonly script: string;
  /** What its page calls the subject: `run` for `data-run`. */
  readonly attribute: string;
  /** What a view showed, from the state it kept; null where that is none of ours. */
  readonly subjectOf: (state: unknown) => string | null;
  readonly title: (subject: string) => string;
  /** `become`: the view is about something else from now on. */
  readonly session: (subject: string, post: (message: To) => void, become: (subject: string) => void) => Session;
  readonly extensionUri: vscode.Uri;
  readonly onError: (error: unknown) => void;
}

export interface OpenView<Session> {
  readonly panel: vscode.WebviewPanel;
  readonly session: Session;
}

export interface ViewPanels<Session> extends vscode.Disposable {
  /** By subject. */
  readonly open: ReadonlyMap<string, OpenView<Session>>;
  /** @param beside - in the column next to the active editor, which keeps the focus */
  show(subject: string, beside?: boolean): void;
  /** Subjects may be called otherwise now. */
  retitle(): void;
}

export function createViewPanels<From, To, Session extends ViewSession<From>>(
  kind: ViewKind<From, To, Session>,
): ViewPanels<Session> {
  const open = new Map<string, OpenView<Session>>();
  const media = vscode.Uri.joinPath(kind.extensionUri, 'dist', 'webview');
  const picture = (name: string): vscode.Uri => vscode.Uri.joinPath(kind.extensionUri, 'media', name);

  function fill(panel: vscode.WebviewPanel, first: string): void {
    const { webview } = panel;
    let subject = first;
    const leave = (): void => {
      if (open.get(subject)?.panel === panel) open.delete(subject);
    };
    const session = kind.session(
      first,
      (message) => void webview.postMessage(message),
      (next) => {
        leave();
        subject = next;
        open.set(next, { panel, session });
        panel.title = kind.title(next);
      },
    );
    open.set(subject, { panel, session });
    panel.iconPath = { light: picture('run-light.svg'), dark: picture('run-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    webview.onDidReceiveMessage((message: From) => void session.receive(message).catch(kind.onError));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) session.pause();
    });
    panel.onDidDispose(() => {
      session.pause();
      leave();
    });
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    webview.html = viewHtml({
      nonce: createNonce(),
      source: webview.cspSource,
      script: address(`${kind.script}.js`),
      style: address(`${kind.script}.css`),
      title: kind.title(subject),
      subject: { attribute: kind.attribute, value: subject },
    });
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(kind.id, {
    async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown) {
      const subject = kind.subjectOf(state);
      if (subject === null) return panel.dispose();
      fill(panel, subject);
    },
  });

  return {
    open,
    show(subject, beside = false) {
      const there = open.get(subject);
      // One that stands behind the editor moves beside it.
      if (there) return there.panel.reveal(beside ? vscode.ViewColumn.Beside : undefined, beside);
      const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      const place = { viewColumn, preserveFocus: beside };
      fill(vscode.window.createWebviewPanel(kind.id, kind.title(subject), place), subject);
    },
    retitle() {
      for (const [subject, { panel }] of open) {
        const title = kind.title(subject);
        if (panel.title !== title) panel.title = title;
      }
    },
    // Panels stay: the editor restores them after a reload.
    dispose: () => serializer.dispose(),
  };
}

/** A text of the state that a view kept; null where there is none. */
export function keptText(state: unknown, key: string): string | null {
  const value = (state as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return typeof value === 'string' ? value : null;
}
