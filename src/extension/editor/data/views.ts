/** The data files that are open, each with what is known of it; kept up to date with edits, runs and the user's choice of a run. */
import * as vscode from 'vscode';
import type { RunRecord } from '../../model/record.js';
import { pathKey } from '../paths.js';
import type { DataFile, DataFiles } from './files.js';
import type { Results } from './results.js';
import { applyChanges, readDataView, type DataView } from './view.js';

export interface DataViews extends vscode.Disposable {
  /** What is known now; null for other files, and until it is read. */
  get(document: vscode.TextDocument): DataView | null;
  /** Waits until it is read. */
  ready(document: vscode.TextDocument): Promise<DataView | null>;
  /** The run a file shows: the one that was picked, else the newest. */
  runOf(file: DataFile): RunRecord | null;
  pick(file: DataFile, run: RunRecord | null): Promise<void>;
  /** Files, runs or predictions may be others now. */
  refresh(): void;
  /** After anything changed that is shown of a file. */
  readonly onDidChange: vscode.Event<vscode.TextDocument>;
}

const stateKey = 'foldboard.predictionRuns';
const editMs = 150;

export function createDataViews(options: {
  readonly files: DataFiles;
  readonly results: Results;
  readonly state: vscode.Memento;
  readonly onError: (error: unknown) => void;
  /** The script that reads large files in a thread. */
  readonly worker: string;
}): DataViews {
  const { files, results, state, onError, worker } = options;
  const views = new Map<vscode.TextDocument, DataView>();
  const reading = new Map<vscode.TextDocument, Promise<DataView | null>>();
  const timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  const changed = new vscode.EventEmitter<vscode.TextDocument>();

  const picks = (): Record<string, string> => state.get<Record<string, string>>(stateKey, {});
  const runOf = (file: DataFile): RunRecord | null => {
    const runs = files.runsOf(file);
    const picked = picks()[pathKey(file.data)];
    return runs.find((run) => run.directory === picked) ?? runs[0] ?? null;
  };

  function read(document: vscode.TextDocument): Promise<DataView | null> {
    const before = reading.get(document) ?? Promise.resolve(null);
    const next = before
      .then(() => readNow(document))
      .catch((error: unknown) => {
        onError(error);
        return null;
      });
    reading.set(document, next);
    return next;
  }

  async function readNow(document: vscode.TextDocument): Promise<DataView | null> {
    const file = document.uri.fsPath;
    const dataFile = document.uri.scheme === 'file' && !document.isClosed ? files.get(file) : null;
    const before = views.get(document) ?? null;
    if (!dataFile) {
      if (views.delete(document)) changed.fire(document);
      return null;
    }
    const version = document.version;
    const view = await readDataView(document, dataFile, runOf(dataFile), results, before, worker);
    // Lines that were read anew know nothing of an edit meanwhile; those that were there were changed with it.
    const missed = document.version !== version && view?.index !== before?.index;
    if (missed && !document.isClosed) return readNow(document);
    if (view) views.set(document, view);
    else views.delete(document);
    changed.fire(document);
    return view;
  }

  function edit(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    const view = views.get(document);
    if (!view || contentChanges.length === 0) return;
    if (!applyChanges(view, contentChanges)) {
      views.delete(document);
      void read(document);
      return;
    }
    clearTimeout(timers.get(document));
    timers.set(
      document,
      setTimeout(() => {
        // Not typed but read anew from the disk: the file is another than the run saw.
        if (document.isDirty) changed.fire(document);
        else void read(document);
      }, editMs),
    );
  }

  const subscriptions = [
    changed,
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (files.get(document.uri.fsPath)) void read(document);
    }),
    vscode.workspace.onDidChangeTextDocument(edit),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (views.has(document)) void read(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      clearTimeout(timers.get(document));
      views.delete(document);
      reading.delete(document);
      timers.delete(document);
    }),
  ];
  return {
    get: (document) => views.get(document) ?? null,
    ready(document) {
      if (!views.has(document) && !files.get(document.uri.fsPath)) return Promise.resolve(null);
      return reading.get(document) ?? read(document);
    },
    runOf,
    async pick(file, run) {
      files.setPredicted(file.file, null);
      const others = Object.entries(picks()).filter(([key]) => key !== pathKey(file.data));
      const own: [string, string][] = run ? [[pathKey(file.data), run.directory]] : [];
      await state.update(stateKey, Object.fromEntries([...others, ...own]));
      this.refresh();
    },
    refresh() {
      for (const document of vscode.workspace.textDocuments)
        if (views.has(document) || files.get(document.uri.fsPath)) void read(document);
    },
    onDidChange: changed.event,
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
