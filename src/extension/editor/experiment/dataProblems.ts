/**
 * Problems of the data, as `foldboard check` finds them: under the setting of the experiment that they are about, and mistakes in
 * cells at their place in the data file. Reading data is costly, so it is done by a child, after saving and when an experiment is
 * first looked at, and not again until a file has changed.
 */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { applyEdits, modify, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { resolveDataPath, type LoadedExperiment } from '../../../config/load.js';
import { parseCheck, placeOfFinding, type CheckAnswer, type ToldError } from '../../../explain/dataFindings.js';
import { textFindings } from '../../../explain/experimentFindings.js';
import type { GuardFinding } from '../../../data/guards/finding.js';
import { runCli } from '../../train/runCli.js';
import type { Services } from '../../commands/services.js';
import { isExperiment } from '../paths.js';
import { relatedPlaces } from './relatedPlaces.js';
import { positionOf, rangeOfPlace, source } from './ranges.js';

const code = 'data';
/** More would hide the others. */
const mostErrors = 100;

interface Shown {
  readonly diagnostic: vscode.Diagnostic;
  readonly columns: readonly string[];
}

export function registerDataProblems(services: Services, onError: (error: unknown) => void): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('foldboard.data');
  const known = new Map<string, { stamp: string; ending: AbortController; files: vscode.Uri[] }>();
  const shown = new Map<string, readonly Shown[]>();

  async function check(document: vscode.TextDocument): Promise<void> {
    // Training reads the data anyway; in a folder that is not trusted nothing is started.
    if (!isExperiment(document) || document.isDirty || !vscode.workspace.isTrusted) return;
    const key = document.uri.toString();
    const { loaded } = textFindings(document.getText(), document.uri.fsPath);
    const stamp = loaded ? await stampOf(loaded) : 'mistakes';
    const before = known.get(key);
    if (before?.stamp === stamp) return;
    before?.ending.abort();
    for (const file of before?.files ?? []) collection.delete(file);
    collection.delete(document.uri);
    const ending = new AbortController();
    const entry = { stamp, ending, files: [] as vscode.Uri[] };
    known.set(key, entry);
    if (!loaded) return;
    const answer = await ask(document.uri.fsPath, ending.signal);
    if (!answer || known.get(key) !== entry || document.isClosed) return;
    await show(document, loaded, answer, entry.files);
  }

  async function ask(file: string, signal: AbortSignal): Promise<CheckAnswer | null> {
    try {
      const args = ['check', file, '--json'];
      const { out, code: exit, said } = await runCli(services.host(), { args, cwd: dirname(file), signal });
      if (out.trim() !== '') return parseCheck(out);
      onError(`foldboard check ${file} ended with ${exit}: ${said}`);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    return null;
  }

  async function show(
    document: vscode.TextDocument,
    loaded: LoadedExperiment,
    { findings, errors }: CheckAnswer,
    files: vscode.Uri[],
  ): Promise<void> {
    const tree = parseTree(document.getText(), [], { allowTrailingComma: true });
    // A typed text is checked while typing: what its own mistakes are is said there.
    const elsewhere = errors.filter(({ place }) => place && place.file !== document.uri.fsPath);
    for (const [file, own] of grouped(elsewhere)) {
      const uri = vscode.Uri.file(file);
      files.push(uri);
      collection.set(uri, await cellProblems(uri, own));
    }
    const worth = findings.filter(({ severity }) => severity !== 'note');
    const all = await Promise.all(
      worth.map(async (finding): Promise<Shown> => {
        const range = rangeOfPlace(document, placeOfFinding(finding, loaded), tree);
        const diagnostic = new vscode.Diagnostic(range, textOf(finding), severityOf(finding));
        diagnostic.source = source;
        diagnostic.code = code;
        diagnostic.relatedInformation = await relatedPlaces(finding, loaded);
        return { diagnostic, columns: finding.columns ?? [] };
      }),
    );
    if (document.isClosed) return;
    shown.set(document.uri.toString(), all);
    collection.set(
      document.uri,
      all.map(({ diagnostic }) => diagnostic),
    );
  }

  const soon = (document: vscode.TextDocument | undefined): void => {
    if (document) void check(document).catch(onError);
  };
  soon(vscode.window.activeTextEditor?.document);
  return vscode.Disposable.from(
    collection,
    vscode.window.onDidChangeActiveTextEditor((editor) => soon(editor?.document)),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      soon(saved);
      // A data file that is saved may be one of an experiment that is looked at.
      for (const editor of vscode.window.visibleTextEditors) if (editor.document !== saved) soon(editor.document);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => soon(vscode.window.activeTextEditor?.document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      const key = document.uri.toString();
      known.get(key)?.ending.abort();
      for (const file of known.get(key)?.files ?? []) collection.delete(file);
      known.delete(key);
      shown.delete(key);
      collection.delete(document.uri);
    }),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file' },
      { provideCodeActions: (document, range) => ignoreColumns(document, range, shown) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    { dispose: () => known.forEach(({ ending }) => ending.abort()) },
  );
}

/** Changes where one of the files does. */
async function stampOf(loaded: LoadedExperiment): Promise<string> {
  const { train, labels, test, testLabels } = loaded.experiment.data;
  const files = [train, labels, test, testLabels].flatMap((path) => path ?? []);
  const times = files.map(async (path) => {
    const stats = await stat(resolveDataPath(loaded, path)).catch(() => null);
    return `${stats?.mtimeMs} ${stats?.size}`;
  });
  return JSON.stringify([loaded.text, ...(await Promise.all(times))]);
}

function grouped(errors: readonly ToldError[]): Map<string, ToldError[]> {
  const files = new Map<string, ToldError[]>();
  for (const error of errors.slice(0, mostErrors))
    files.set(error.place!.file, [...(files.get(error.place!.file) ?? []), error]);
  return files;
}

/** Mistakes in cells, at the cells. A folder, or a file that no extension can read, is named at its first line. */
async function cellProblems(uri: vscode.Uri, errors: readonly ToldError[]): Promise<vscode.Diagnostic[]> {
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => null,
  );
  return errors.map(({ message, cure, place }) => {
    const at = document && place ? positionOf(document, place) : new vscode.Position((place?.line ?? 1) - 1, 0);
    const range = document?.getWordRangeAtPosition(at, /[^,:\s]+/) ?? new vscode.Range(at, at.translate(0, 1));
    const diagnostic = new vscode.Diagnostic(range, cure === null ? message : `${message}\n${cure}`);
    diagnostic.source = source;
    diagnostic.code = code;
    return diagnostic;
  });
}

function textOf({ message, cure }: GuardFinding): string {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return cure === null ? sentence : `${sentence}\n${cure}`;
}

function severityOf({ severity }: GuardFinding): vscode.DiagnosticSeverity {
  return severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
}

/** The cure of columns that should be left out. */
function ignoreColumns(
  document: vscode.TextDocument,
  range: vscode.Range,
  shown: ReadonlyMap<string, readonly Shown[]>,
): vscode.CodeAction[] {
  const here = (shown.get(document.uri.toString()) ?? []).filter(
    ({ diagnostic, columns }) => columns.length > 0 && diagnostic.range.intersection(range),
  );
  return here.map(({ diagnostic, columns }) => {
    const names = columns.length === 1 ? columns[0] : `${columns.length} columns`;
    const fix = new vscode.CodeAction(`Add ${names} to data.ignore`, vscode.CodeActionKind.QuickFix);
    fix.diagnostics = [diagnostic];
    const text = document.getText();
    const ignored = textFindings(text, document.uri.fsPath).loaded?.experiment.data.ignore ?? [];
    const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };
    const edits = modify(text, ['data', 'ignore'], [...new Set([...ignored, ...columns])], options);
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
    fix.edit = new vscode.WorkspaceEdit();
    if (edits.length === 1) {
      const [{ offset, length, content }] = edits;
      const place = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      fix.edit.replace(document.uri, place, content);
    } else fix.edit.replace(document.uri, whole, applyEdits(text, edits));
    return fix;
  });
}
