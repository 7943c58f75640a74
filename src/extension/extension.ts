/** Entry of the extension: builds each service and hands it on. Nothing is computed here; training is a process of its own. */
import * as vscode from 'vscode';
import { createAblationPanels } from './ablation/panels.js';
import { ablationAction } from './commands/ablation.js';
import { compareActs } from './commands/compare.js';
import { createExample } from './commands/example.js';
import { registerCommands } from './commands/register.js';
import { startDrainer } from './commands/queue.js';
import { registerReports } from './commands/reports.js';
import type { Services } from './commands/services.js';
import { createComparePanels } from './compare/panels.js';
import { createEditorFeatures } from './editorFeatures.js';
import { contexts, settings, views } from './ids.js';
import { experimentNodes, suiteNodes } from './model/nodes.js';
import { isResumable, isRunning } from './commands/train.js';
import { runAction } from './runView/actions.js';
import { createRunPanels } from './runView/panels.js';
import { rowsOf } from './runs/suites.js';
import { createRunStore } from './runs/store.js';
import { createStatusBar } from './statusBar.js';
import { createAnnouncer } from './train/announce.js';
import { createTree } from './tree/provider.js';
import { createQueueView } from './tree/queueView.js';
import { createRunsView } from './tree/runsView.js';
import { createWorkspace } from './workspace.js';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Foldboard', { log: true });
  const onError = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const statusBar = createStatusBar();
  const setContext = contextSetter();

  const workspace = createWorkspace(
    () => {
      experiments.refresh();
      editor.refresh();
      void store.refresh();
    },
    () => {
      store.hint();
      lookSoon();
      void queue.refresh();
    },
    () => {
      ablations.refresh();
      editor.refresh();
    },
  );
  const store = createRunStore({
    foldboards: () => workspace.foldboards(),
    onError,
    onChange(progressed) {
      const records = progressed?.flatMap((directory) => store.get(directory) ?? []);
      experiments.refresh(records);
      runs.refresh(records);
      queue.redraw();
      panels.retitle();
      ablations.refresh();
      comparisons.refresh();
      statusBar.update(store.runs());
      announce(store.runs());
      editor.refresh();
      setContext(contexts.anyRun, store.runs().length > 0);
      setContext(
        contexts.anyFinished,
        store.runs().some((record) => record.status === 'finished'),
      );
      setContext(contexts.anyRunning, store.runs().some(isRunning));
      setContext(contexts.anyResumable, store.runs().some(isResumable));
    },
  });
  // Files of runs come in bursts; one look at the directories is enough for each.
  let looking: ReturnType<typeof setTimeout> | undefined;
  const lookSoon = (): void => {
    looking ??= setTimeout(() => {
      looking = undefined;
      void store.refresh();
    }, 500);
  };

  const experiments = createTree({
    roots: () => [...experimentNodes(workspace.experiments(), store.runs()), ...suiteNodes(workspace.suites())],
    rowsOf: (suite) => rowsOf(suite, workspace, store),
    named: false,
    folders: () => workspace.folders(),
  });
  const runs = createRunsView({
    store: () => store,
    experiments: () => workspace.experiments(),
    folders: () => workspace.folders(),
    memory: context.workspaceState,
  });
  const queue = createQueueView({
    foldboards: () => workspace.foldboards(),
    store: () => store,
    onStuck: (foldboard) => startDrainer(services, foldboard),
    onError,
  });
  const panels = createRunPanels({
    extensionUri: context.extensionUri,
    store,
    act: runAction(() => services),
    onError,
  });
  const ablations = createAblationPanels({
    extensionUri: context.extensionUri,
    act: ablationAction(() => services),
    onError,
  });
  const comparisons = createComparePanels({
    extensionUri: context.extensionUri,
    store: () => store,
    acts: compareActs(() => services),
    onError,
  });
  const services: Services = {
    workspace,
    store,
    panels,
    ablations,
    comparisons,
    runsView: runs,
    queueView: queue,
    example: createExample(vscode.Uri.joinPath(context.extensionUri, 'examples').fsPath, context.globalState),
    log,
    storage: context.globalStorageUri.fsPath,
    host: () => ({
      node: process.execPath,
      isElectron: process.versions['electron'] !== undefined,
      cli: vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath,
      workers: vscode.workspace.getConfiguration().get<number>(settings.workers, 0),
      tfjsNode: vscode.workspace.getConfiguration().get<string>(settings.tfjsNodePath, ''),
    }),
  };
  const announce = createAnnouncer(() => services);
  const editor = createEditorFeatures(services, context.workspaceState);
  context.subscriptions.push(
    log,
    editor,
    statusBar,
    workspace,
    store,
    panels,
    ablations,
    comparisons,
    experiments,
    runs,
    queue,
    vscode.window.createTreeView(views.experiments, { treeDataProvider: experiments, showCollapseAll: true }),
    registerCommands(services),
    registerReports(() => services),
    { dispose: () => clearTimeout(looking) },
  );
  void workspace.refresh().catch(onError);
  void services.example.goOn(services).catch(onError);
}

export function deactivate(): void {
  // Trainers go on by design; everything else is disposed by its subscription.
}

/** `setContext`, only where a value changes. */
function contextSetter(): (key: string, value: boolean) => void {
  const known = new Map<string, boolean>();
  return (key, value) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
