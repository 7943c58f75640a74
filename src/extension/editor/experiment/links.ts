/** Paths in experiment and suite files are links to what they name. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { experimentSelector, suiteSelector } from '../paths.js';

const settings = [...['train', 'labels', 'test', 'testLabels'].map((name) => ['data', name]), ['base']];

export function registerLinks(): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider([experimentSelector, suiteSelector].flat(), {
    provideDocumentLinks: links,
  });
}

function links(document: vscode.TextDocument): vscode.DocumentLink[] {
  const tree = parseTree(document.getText(), [], { allowTrailingComma: true });
  if (!tree) return [];
  return settings.flatMap((path) => {
    const node = findNodeAtLocation(tree, path);
    if (node?.type !== 'string' || node.length < 3) return [];
    const file = resolve(dirname(document.uri.fsPath), node.value as string);
    if (!existsSync(file)) return [];
    const isFolder = statSync(file).isDirectory();
    const [start, end] = [node.offset + 1, node.offset + node.length - 1].map((at) => document.positionAt(at));
    // An editor cannot open a folder; the explorer shows it. The argument is ours, not the file's.
    const shown = vscode.Uri.parse(
      `command:revealInExplorer?${encodeURIComponent(JSON.stringify([vscode.Uri.file(file)]))}`,
    );
    const link = new vscode.DocumentLink(new vscode.Range(start, end), isFolder ? shown : vscode.Uri.file(file));
    link.tooltip = isFolder ? 'Show in Explorer' : 'Open file';
    return [link];
  });
}
