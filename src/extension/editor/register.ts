/** What Foldboard does inside editors: experiment files and data files. One call registers it all. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../commands/services.js';
import { editorCommands, experimentSuffix, settings, type EditorCommandId } from '../ids.js';
import { experimentPath, type RunRecord } from '../model/record.js';
import { predictThisFile } from './data/predict.js';
import { chooseRun, goToWrong, showPrediction } from './data/commands.js';
import { createDataFiles } from './data/files.js';
import { registerDataHover } from './data/hover.js';
import { registerMarks } from './data/marks.js';
import { registerArchiveLanguage } from './data/language.js';
import { createResults } from './data/results.js';
import { createStatus } from './data/status.js';
import { createDataViews } from './data/views.js';
import { registerColumns } from './experiment/columns.js';
import { registerDataProblems } from './experiment/dataProblems.js';
import { registerDiagnostics } from './experiment/diagnostics.js';
import { registerLens } from './experiment/lens.js';
import { registerLinks } from './experiment/links.js';
import { createHeaders } from './headers.js';
import { showLabelErrors } from './labels/list.js';
import { reviewAndTell } from './labels/review.js';
import { registerLabelSquiggles } from './labels/squiggles.js';
import { peekCell } from './matrix/peek.js';
import { registerMatrixHover } from './matrix/hover.js';
import { createMatrixRuns } from './matrix/runs.js';
import { createMatrixThreads, noMatrix } from './matrix/thread.js';
import { isExperiment, isSuite, pathKey } from './paths.js';
import { runSuite } from './suite/commands.js';
import { registerSuiteLens } from './suite/lens.js';

export interface Editor extends vscode.Disposable {
  /** Experiments or runs of the workspace may be others now. */
  refresh(): void;
  /** Carries out a command of editors. */
  run(id: EditorCommandId, args: readonly unknown[]): Promise<void>;
}

export function registerEditor(services: Services, state: vscode.Memento): Editor {
  const { store, workspace, log } = services;
  const onError = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const runsOf = (file: string): RunRecord[] =>
    store.runs().filter((record) => pathKey(experimentPath(record) ?? '') === pathKey(file));
  const headers = createHeaders();
  const files = createDataFiles();
  const results = createResults();
  const views = createDataViews({
    files,
    results,
    state,
    onError,
    worker: join(dirname(services.host().cli), 'lines.cjs'),
  });
  const status = createStatus(files, views);
  const archive = registerArchiveLanguage(files, onError);
  const squiggles = registerLabelSquiggles(views, onError);
  const matrixRuns = createMatrixRuns(runsOf, state);
  const threads = createMatrixThreads((uri) => matrixRuns.of(uri));
  const lensChanged = new vscode.EventEmitter<void>();

  const handlers: Record<EditorCommandId, (...args: unknown[]) => Promise<void>> = {
    [editorCommands.nextWrong]: () => goToWrong({ files, views }, 1),
    [editorCommands.previousWrong]: () => goToWrong({ files, views }, -1),
    [editorCommands.showPrediction]: () => showPrediction({ files, views }),
    [editorCommands.chooseRun]: () => chooseRun({ files, views }),
    [editorCommands.peekCell]: (...args) => peekCell({ store, views, results, threads, runsOf }, args),
    [editorCommands.labelErrors]: () => showLabelErrors({ files, views }),
    [editorCommands.reviewLabel]: (...args) => reviewAndTell(views, args, () => squiggles.refresh()),
    [editorCommands.predictThisFile]: () => predictThisFile(services, { files, views }),
    [editorCommands.runSuite]: (argument, quick) => runSuite(services, argument, quick),
    [editorCommands.toggleMatrix]: async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri?.toString());
      if (!uri || !document || !isExperiment(document)) throw new Error('Open an experiment file first.');
      if (vscode.workspace.getConfiguration().get(settings.confusionMatrix) === 'beside' && !threads.shows(uri)) {
        const record = matrixRuns.of(uri);
        if (!record?.result) throw noMatrix();
        // The run view: its first section is the matrix, and its cells list their samples.
        services.panels.show(record.directory, true);
        return;
      }
      threads.toggle(uri);
      lensChanged.fire();
    },
    [editorCommands.chooseMatrixRun]: async (argument) => {
      const named = typeof argument === 'string' ? vscode.Uri.parse(argument) : undefined;
      const uri = named ?? vscode.window.activeTextEditor?.document.uri;
      if (!uri?.fsPath.endsWith(experimentSuffix)) throw new Error('Open an experiment file first.');
      if (await matrixRuns.choose(uri)) threads.refresh();
    },
  };
  const run = (id: EditorCommandId, args: readonly unknown[]): Promise<void> =>
    handlers[id](...args).catch((error: unknown) => {
      onError(error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });

  let refreshing: Promise<void> = Promise.resolve();
  const refresh = (): void => {
    lensChanged.fire();
    threads.refresh();
    refreshing = refreshing
      .then(async () => {
        if (!(await files.refresh(workspace.experiments(), store.runs()))) return;
        archive.refresh();
        views.refresh();
        status.refresh();
      })
      .catch(onError);
  };
  const subscriptions = vscode.Disposable.from(
    lensChanged,
    threads,
    views,
    status,
    archive,
    squiggles,
    registerColumns(headers),
    registerDiagnostics(headers, onError),
    registerDataProblems(services, onError),
    registerLens({ runsOf, onDidChange: lensChanged.event, showsMatrix: (uri) => threads.shows(uri) }),
    registerLinks(),
    registerSuiteLens(services, headers, lensChanged.event),
    registerMatrixHover((uri) => matrixRuns.of(uri)),
    registerMarks(views),
    registerDataHover({ files, views, results }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isExperiment(document) || isSuite(document)) refresh();
    }),
  );
  return { refresh, run, dispose: () => void subscriptions.dispose() };
}
