/**
 * Squiggles in experiment and suite files, one a mistake. JSON mistakes are underlined by VS Code's own JSON support; only where that is
 * silent, ours are shown. The schema it has from us finds nothing wrong (see explain/editorSchema.ts).
 */
import { parseTree, type Node } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { UserError } from '../../../base/errors.js';
import { resolveDataPath } from '../../../config/load.js';
import { headerFindings, missingFiles, textFindings } from '../../../explain/experimentFindings.js';
import { suiteFindings } from '../../../explain/suiteFindings.js';
import type { Headers } from '../headers.js';
import { isExperiment, isSuite } from '../paths.js';
import { positionOf, rangeAt, source } from './ranges.js';

const typingMs = 250;
/** The JSON support answers about half a second after the last key; later than this it will not. */
const jsonMs = 2000;

export function registerDiagnostics(headers: Headers, onError: (error: unknown) => void): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('foldboard');
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const later = (document: vscode.TextDocument, ms: number, act: () => Promise<void> | void): void => {
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        Promise.resolve(act()).catch(onError);
      }, ms),
    );
  };

  async function findings(
    document: vscode.TextDocument,
  ): Promise<{ syntax: readonly UserError[]; errors: UserError[] }> {
    const file = document.uri.fsPath;
    if (isSuite(document)) {
      const { syntax, errors } = await suiteFindings(document.getText(), file, (data) => headers.get(data));
      return { syntax, errors: [...errors] };
    }
    const { syntax, settings, loaded } = textFindings(document.getText(), file);
    const errors = [...settings];
    if (loaded) {
      errors.push(...missingFiles(loaded));
      const header = await headers.get(resolveDataPath(loaded, loaded.experiment.data.train));
      if (header) errors.push(...headerFindings(loaded, header));
    }
    return { syntax, errors };
  }

  async function check(document: vscode.TextDocument): Promise<void> {
    const version = document.version;
    const { syntax, errors } = await findings(document);
    if (document.isClosed || document.version !== version) return;
    const tree = parseTree(document.getText(), [], { allowTrailingComma: true });
    const own = errors.map((error) => diagnosticOf(error, document, tree));
    collection.set(document.uri, own);
    if (syntax.length === 0) return;
    later(document, jsonMs, () => {
      const others = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source !== source);
      if (others.length > 0 || document.isClosed || document.version !== version) return;
      collection.set(document.uri, [...own, ...syntax.map((error) => diagnosticOf(error, document, tree))]);
    });
  }

  const touch = (document: vscode.TextDocument, ms: number): void => {
    if (isExperiment(document) || isSuite(document)) later(document, ms, () => check(document));
  };
  for (const document of vscode.workspace.textDocuments) touch(document, 0);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument((document) => touch(document, 0)),
    vscode.workspace.onDidChangeTextDocument((event) => touch(event.document, typingMs)),
    // Files that are named may have come or gone meanwhile.
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor) touch(editor.document, typingMs);
    }),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      touch(saved, 0);
      // A data file that was saved may have another header now, a base other settings.
      for (const document of vscode.workspace.textDocuments) if (document !== saved) touch(document, typingMs);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      clearTimeout(timers.get(document.uri.toString()));
      collection.delete(document.uri);
    }),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
}

function diagnosticOf(error: UserError, document: vscode.TextDocument, tree: Node | undefined): vscode.Diagnostic {
  const { place } = error;
  const elsewhere = place !== undefined && place.file !== document.uri.fsPath;
  const at = elsewhere || place?.line === undefined ? 0 : document.offsetAt(positionOf(document, place));
  const where = elsewhere ? `${vscode.workspace.asRelativePath(place.file)}: ` : '';
  const message = `${where}${error.message}${error.cure === undefined ? '' : `\n${error.cure}`}`;
  const diagnostic = new vscode.Diagnostic(rangeAt(document, at, tree), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = source;
  return diagnostic;
}
