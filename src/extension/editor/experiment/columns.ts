/** Columns in experiment files: completion from the real header, and a hover that says what a glob matches. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { columnProposals, describeMatches } from '../../../explain/columnHelp.js';
import type { Headers } from '../headers.js';
import { experimentSelector } from '../paths.js';
import { headerOf, settingAt } from './settingAt.js';

export function registerColumns(headers: Headers): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      experimentSelector,
      { provideCompletionItems: (document, position) => complete(document, position, headers) },
      '"',
    ),
    vscode.languages.registerHoverProvider(experimentSelector, {
      provideHover: (document, position) => hover(document, position, headers),
    }),
  );
}

async function complete(
  document: vscode.TextDocument,
  position: vscode.Position,
  headers: Headers,
): Promise<vscode.CompletionItem[] | undefined> {
  const setting = settingAt(document, position);
  if (!setting || setting.kind === 'path') return undefined;
  const header = await headerOf(document, setting.path, headers);
  if (!header) return undefined;
  const offset = document.offsetAt(position);
  const node = setting.node;
  // The cursor may stand behind a string (`"a" |`): then nothing is replaced.
  const inside = node && node.offset <= offset && offset <= node.offset + node.length;
  const range = inside
    ? new vscode.Range(document.positionAt(node.offset), document.positionAt(node.offset + node.length))
    : (document.getWordRangeAtPosition(position, /[\w*]+/) ?? new vscode.Range(position, position));
  const value = setting.isKey && !hasValue(document, range.end) ? keyValue(setting.path) : null;
  return columnProposals(header.names, setting.kind === 'glob').map((proposal, i) => {
    const quoted = JSON.stringify(proposal.text);
    const kind = proposal.isGlob ? vscode.CompletionItemKind.Class : vscode.CompletionItemKind.Field;
    const item = new vscode.CompletionItem(proposal.text, kind);
    item.detail = proposal.detail;
    item.filterText = quoted;
    item.sortText = String(i).padStart(6, '0');
    item.range = range;
    item.insertText = value === null ? quoted : new vscode.SnippetString().appendText(`${quoted}: `).appendText(value);
    return item;
  });
}

function hasValue(document: vscode.TextDocument, end: vscode.Position): boolean {
  return /^\s*:/.test(document.lineAt(end.line).text.slice(end.character));
}

/** What a new entry of `categorical` or `transform` begins with. */
function keyValue(path: readonly (string | number)[]): string {
  return path[1] === 'categorical' ? '{ "embedding": 4 }' : '"asinh"';
}

async function hover(
  document: vscode.TextDocument,
  position: vscode.Position,
  headers: Headers,
): Promise<vscode.Hover | undefined> {
  const setting = settingAt(document, position);
  if (!setting?.node || setting.kind === 'path' || typeof setting.node.value !== 'string') return undefined;
  const header = await headerOf(document, setting.path, headers);
  if (!header) return undefined;
  const { offset, length, value } = setting.node as { offset: number; length: number; value: string };
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  if (!range.contains(position)) return undefined;
  const text = describeMatches(value, header.names, basename(header.file));
  return new vscode.Hover(new vscode.MarkdownString(text), range);
}
