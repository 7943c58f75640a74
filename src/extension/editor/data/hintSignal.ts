/**
 * Tells VS Code that hints have changed, until it asks for them. It begins to listen when it has the answer to its first request,
 * so what is fired while that is on its way is lost, and the hints would stay away until something else makes it ask.
 */
import * as vscode from 'vscode';

export interface HintSignal extends vscode.Disposable {
  readonly event: vscode.Event<void>;
  /** To be called with each request. */
  asked(document: vscode.TextDocument): void;
  /** The hints of a document are others now. */
  changed(document: vscode.TextDocument): void;
}

/** It asks within a few milliseconds; on a busy machine that may take seconds. */
const firstPause = 400;
const attempts = 6;

export function createHintSignal(): HintSignal {
  const emitter = new vscode.EventEmitter<void>();
  const waiting = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  const settle = (document: vscode.TextDocument): void => {
    clearTimeout(waiting.get(document));
    waiting.delete(document);
  };
  const isVisible = (document: vscode.TextDocument): boolean =>
    vscode.window.visibleTextEditors.some((editor) => editor.document === document);

  function fire(document: vscode.TextDocument, attempt: number): void {
    settle(document);
    emitter.fire();
    // Of what is not seen it does not ask; it will when it is shown.
    if (attempt >= attempts || !isVisible(document)) return;
    waiting.set(
      document,
      setTimeout(
        () => {
          fire(document, attempt + 1);
        },
        firstPause * 2 ** attempt,
      ),
    );
  }

  return {
    event: emitter.event,
    asked: settle,
    changed(document) {
      fire(document, 0);
    },
    dispose() {
      for (const timer of waiting.values()) clearTimeout(timer);
      emitter.dispose();
    },
  };
}
