/** Which documents the editor's parts are about: always by path, never by language, since a CSV opens as anything. */
import type * as vscode from 'vscode';
import { experimentPattern, experimentSuffix, suitePattern, suiteSuffix } from '../ids.js';

export const experimentSelector: vscode.DocumentFilter = { scheme: 'file', pattern: experimentPattern };

export function isExperiment(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && document.uri.fsPath.endsWith(experimentSuffix);
}

export const suiteSelector: vscode.DocumentFilter = { scheme: 'file', pattern: suitePattern };

export function isSuite(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && document.uri.fsPath.endsWith(suiteSuffix);
}

/** Windows and macOS fold case; two spellings of a path are one file there. */
export function pathKey(file: string): string {
  return process.platform === 'linux' ? file : file.toLowerCase();
}
