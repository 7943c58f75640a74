/** A `.ts` data file is no TypeScript: where an experiment names it, it gets a language of ours, and loses those squiggles. */
import * as vscode from 'vscode';
import { languages } from '../../ids.js';
import type { DataFiles } from './files.js';

export interface ArchiveLanguage extends vscode.Disposable {
  /** The experiments may name other files now. */
  refresh(): void;
}

export function registerArchiveLanguage(files: DataFiles, onError: (error: unknown) => void): ArchiveLanguage {
  const switchOne = (document: vscode.TextDocument): void => {
    // Whoever gave it another language than the ending suggests wanted that.
    if (document.languageId !== 'typescript' || document.uri.scheme !== 'file') return;
    if (files.get(document.uri.fsPath)?.layout !== 'ts') return;
    vscode.languages.setTextDocumentLanguage(document, languages.archive).then(undefined, onError);
  };
  const opened = vscode.workspace.onDidOpenTextDocument(switchOne);
  return {
    refresh: () => vscode.workspace.textDocuments.forEach(switchOne),
    dispose: () => void opened.dispose(),
  };
}
