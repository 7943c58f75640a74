/** The confusion matrix in a hover on the experiment's name. */
import * as vscode from 'vscode';
import type { RunRecord } from '../../model/record.js';
import { markdown } from '../markdown.js';
import { experimentSelector } from '../paths.js';
import { matrixLabel, matrixText } from './card.js';
import { nameRange } from './thread.js';

export function registerMatrixHover(runOf: (uri: vscode.Uri) => RunRecord | null): vscode.Disposable {
  return vscode.languages.registerHoverProvider(experimentSelector, {
    provideHover(document, position) {
      const range = nameRange(document);
      if (!range?.contains(position)) return undefined;
      const record = runOf(document.uri);
      const text = record && matrixText(record, document.uri);
      return text ? new vscode.Hover(markdown(`${matrixLabel(record)}\n\n${text}`), range) : undefined;
    },
  });
}
