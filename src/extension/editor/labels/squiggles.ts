/** The likeliest label errors as information squiggles in the labels, with two ways out: the label is correct, or it becomes another. */
import * as vscode from 'vscode';
import { visible } from '../../../explain/markdown.js';
import { editorCommands } from '../../ids.js';
import { labelAt } from '../data/rows.js';
import type { DataView } from '../data/view.js';
import type { DataViews } from '../data/views.js';
import { fileIssues, issueText, type PlacedIssue } from './issues.js';

const source = 'Foldboard';
const code = 'label-error';

export interface LabelSquiggles extends vscode.Disposable {
  /** Reviews may be others now. */
  refresh(): void;
}

export function registerLabelSquiggles(views: DataViews, onError: (error: unknown) => void): LabelSquiggles {
  const collection = vscode.languages.createDiagnosticCollection('foldboard.labels');
  const shown = new Map<string, readonly PlacedIssue[]>();

  async function show(document: vscode.TextDocument): Promise<void> {
    const view = views.get(document);
    const { version } = document;
    const found = view ? await fileIssues(view) : null;
    // Something newer is on its way.
    if (views.get(document) !== view || document.isClosed || document.version !== version) return;
    const top = found?.issues.filter((one) => one.top && !one.reviewed) ?? [];
    shown.set(document.uri.toString(), top);
    collection.set(
      document.uri,
      top.map((one) => {
        const text = visible(issueText(one, found!));
        const diagnostic = new vscode.Diagnostic(one.range, text, vscode.DiagnosticSeverity.Information);
        diagnostic.source = source;
        diagnostic.code = code;
        return diagnostic;
      }),
    );
  }
  const showSoon = (document: vscode.TextDocument): void => void show(document).catch(onError);

  // The file may come by a pull, or be edited by hand.
  const watcher = vscode.workspace.createFileSystemWatcher('**/.foldboard/reviews.json');
  const refresh = (): void => vscode.workspace.textDocuments.forEach(showSoon);
  const subscriptions = vscode.Disposable.from(
    collection,
    views.onDidChange(showSoon),
    vscode.workspace.onDidCloseTextDocument((document) => {
      collection.delete(document.uri);
      shown.delete(document.uri.toString());
    }),
    watcher,
    watcher.onDidChange(refresh),
    watcher.onDidCreate(refresh),
    watcher.onDidDelete(refresh),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file' },
      {
        provideCodeActions: (document, range) => {
          const view = views.get(document);
          const issues = shown.get(document.uri.toString()) ?? [];
          return view ? issues.filter((one) => one.range.intersection(range)).flatMap((one) => fixes(view, one)) : [];
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
  return { refresh, dispose: () => void subscriptions.dispose() };
}

function fixes(view: DataView, { issue }: PlacedIssue): vscode.CodeAction[] {
  const { uri } = view.document;
  const correct = new vscode.CodeAction(
    `Reviewed: the label ${visible(issue.label)} is correct`,
    vscode.CodeActionKind.QuickFix,
  );
  const args = [uri, issue.sample, issue.label];
  correct.command = { title: correct.title, command: editorCommands.reviewLabel, arguments: args };
  const change = new vscode.CodeAction(`Change label to ${visible(issue.suggested)}`, vscode.CodeActionKind.QuickFix);
  change.edit = new vscode.WorkspaceEdit();
  for (const line of view.index.linesOf(issue.sample)) {
    const label = labelAt(view, line);
    if (label?.text === issue.label)
      change.edit.replace(
        uri,
        new vscode.Range(line, label.start, line, label.end),
        written(view, label, issue.suggested),
      );
  }
  return [correct, change];
}

/** In quotes where the old label stood in quotes, or where it needs some. */
function written(view: DataView, field: { start: number; end: number; text: string }, label: string): string {
  const quoted = view.dataFile.layout !== 'ts' && (field.end - field.start > field.text.length || /[",\n]/.test(label));
  return quoted ? `"${label.replaceAll('"', '""')}"` : label;
}
