/**
 * The confusion matrix inside the editor: a read-only comment thread under the experiment's name, one a file, opened and closed
 * by the same lens. It follows the runs: while one trains, the matrix is another after each epoch.
 */
import { parseTree, findNodeAtLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { RunRecord } from '../../model/record.js';
import { markdown } from '../markdown.js';
import { matrixLabel, matrixText } from './card.js';

export interface MatrixThreads extends vscode.Disposable {
  shows(uri: vscode.Uri): boolean;
  /** @throws Error where there is nothing to show */
  toggle(uri: vscode.Uri): void;
  /** Runs may have come or grown, or another one was picked. */
  refresh(): void;
  /** The run whose matrix a file shows, and the line it stands under. */
  shown(uri: vscode.Uri): { readonly record: RunRecord; readonly line: number } | null;
}

interface Shown {
  readonly thread: vscode.CommentThread;
  record: RunRecord;
  text: string;
}

/** @param runOf - the run whose matrix an experiment file shows: the picked one, else the newest that has one */
export function createMatrixThreads(runOf: (uri: vscode.Uri) => RunRecord | null): MatrixThreads {
  const controller = vscode.comments.createCommentController('foldboard.matrix', 'Foldboard');
  const open = new Map<string, Shown>();

  function put(shown: Shown, record: RunRecord): void {
    const text = matrixText(record, shown.thread.uri) ?? '';
    const label = matrixLabel(record);
    shown.record = record;
    if (shown.thread.label !== label) shown.thread.label = label;
    if (text === shown.text) return;
    shown.text = text;
    // No focus is taken: the thread stays where it is, and its one comment is another.
    shown.thread.comments = [{ author: { name: 'Confusion matrix' }, body: markdown(text), mode: preview }];
  }

  return {
    shows: (uri) => open.has(uri.toString()),
    shown(uri) {
      const shown = open.get(uri.toString());
      return shown ? { record: shown.record, line: shown.thread.range?.start.line ?? 0 } : null;
    },
    toggle(uri) {
      const key = uri.toString();
      const before = open.get(key);
      if (before) {
        before.thread.dispose();
        open.delete(key);
        return;
      }
      const record = runOf(uri);
      if (!record) throw noMatrix();
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
      const line = document ? (nameRange(document)?.start.line ?? 0) : 0;
      const thread = controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), []);
      thread.canReply = false;
      thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
      const shown: Shown = { thread, record, text: '' };
      open.set(key, shown);
      put(shown, record);
    },
    refresh() {
      for (const [key, shown] of open) {
        const record = runOf(vscode.Uri.parse(key));
        if (record) put(shown, record);
        // Its run was deleted: what it shows leads nowhere any more.
        else {
          shown.thread.dispose();
          open.delete(key);
        }
      }
    },
    dispose: () => void controller.dispose(),
  };
}

const preview = vscode.CommentMode.Preview;

export function noMatrix(): Error {
  return new Error('There is no scored run of this experiment yet: train it first.');
}

/** The experiment's name, or null where the file gives none. */
export function nameRange(document: vscode.TextDocument): vscode.Range | null {
  const tree = parseTree(document.getText(), [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, ['name']);
  return node
    ? new vscode.Range(document.positionAt(node.offset), document.positionAt(node.offset + node.length))
    : null;
}
