/** The view "Runs": all runs of the workspace, sorted, filtered and grouped as the user left it; checkboxes choose for comparison. */
import * as vscode from 'vscode';
import { contexts, views } from '../ids.js';
import { experimentNodes } from '../model/nodes.js';
import type { RunRecord } from '../model/record.js';
import {
  everything,
  orderLabel,
  selectionMessage,
  selectRuns,
  sortChoices,
  type RunSelection,
} from '../model/selection.js';
import type { RunStore } from '../runs/store.js';
import { createTree } from './provider.js';
import { chooseView } from './savedViews.js';

export interface RunsView extends vscode.Disposable {
  refresh(records?: readonly RunRecord[]): void;
  /** The runs whose checkbox is set, in the order in which they were chosen. */
  chosen(): readonly RunRecord[];
  chooseSort(): Promise<void>;
  chooseFilter(): Promise<void>;
  clearFilter(): void;
  group(on: boolean): void;
  savedViews(): Promise<void>;
}

const memoryKey = 'runs.selection';

export function createRunsView(options: {
  readonly store: () => RunStore;
  readonly experiments: () => readonly string[];
  readonly folders: () => readonly string[];
  readonly memory: vscode.Memento;
}): RunsView {
  const { store, memory } = options;
  let selection: RunSelection = { ...everything, ...memory.get<Partial<RunSelection>>(memoryKey) };
  const chosen = new Set<string>();
  const shown = () => selectRuns(store().runs(), selection);
  const grouped = () => experimentNodes(options.experiments(), shown()).filter((node) => node.runs.length > 0);
  const tree = createTree({
    roots: () => (selection.grouped ? grouped() : shown()),
    named: true,
    folders: options.folders,
    chosen: (directory) => chosen.has(directory),
  });
  const view = vscode.window.createTreeView(views.runs, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
    manageCheckboxStateManually: true,
  });
  const boxes = view.onDidChangeCheckboxState(({ items }) => {
    for (const [node, state] of items)
      if (node.kind === 'run') {
        chosen.delete(node.directory);
        if (state === vscode.TreeItemCheckboxState.Checked) chosen.add(node.directory);
      }
    tell();
  });

  const chosenRecords = (): RunRecord[] => [...chosen].flatMap((directory) => store().get(directory) ?? []);
  const setContext = (key: string, value: boolean): void => {
    void vscode.commands.executeCommand('setContext', key, value);
  };
  function tell(): void {
    setContext(contexts.filtered, selection.filter !== '');
    setContext(contexts.grouped, selection.grouped);
    setContext(contexts.severalChosen, chosenRecords().length > 1);
  }
  function refresh(records?: readonly RunRecord[]): void {
    if (records) return tree.refresh(records);
    view.message = selectionMessage(selection, shown().length, store().runs().length) ?? '';
    tree.refresh();
  }
  function change(next: Partial<RunSelection>): void {
    selection = { ...selection, ...next };
    void memory.update(memoryKey, selection);
    tell();
    refresh();
  }
  tell();

  return {
    refresh,
    chosen: chosenRecords,
    async chooseSort() {
      const items = sortChoices.map(({ key, label }) => ({ key, label: orderLabel(label, key === selection.sort) }));
      const picked = await vscode.window.showQuickPick(items, { title: 'Sort Runs', placeHolder: 'Order' });
      if (picked) change({ sort: picked.key });
    },
    async chooseFilter() {
      const filter = await vscode.window.showInputBox({
        title: 'Filter Runs',
        prompt: 'Words that must all occur: in the name, experiment, state, note or tags (#tag, starred).',
        value: selection.filter,
      });
      if (filter !== undefined) change({ filter: filter.trim() });
    },
    clearFilter: () => change({ filter: '' }),
    group: (on) => change({ grouped: on }),
    async savedViews() {
      const next = await chooseView(memory, selection);
      if (next) change(next);
    },
    dispose: () => void vscode.Disposable.from(boxes, view, tree).dispose(),
  };
}
