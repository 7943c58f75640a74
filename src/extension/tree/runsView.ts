/** The view "Runs": all runs of the workspace, sorted and filtered as the user left it. */
import * as vscode from 'vscode';
import { contexts, views } from '../ids.js';
import type { RunRecord } from '../model/record.js';
import { everything, selectionMessage, selectRuns, sortChoices, type RunSelection } from '../model/selection.js';
import type { RunStore } from '../runs/store.js';
import { createTree } from './provider.js';

export interface RunsView extends vscode.Disposable {
  refresh(records?: readonly RunRecord[]): void;
  chooseSort(): Promise<void>;
  chooseFilter(): Promise<void>;
  clearFilter(): void;
}

const memoryKey = 'runs.selection';

export function createRunsView(store: () => RunStore, memory: vscode.Memento): RunsView {
  let selection: RunSelection = { ...everything, ...memory.get<Partial<RunSelection>>(memoryKey) };
  const shown = () => selectRuns(store().runs(), selection);
  const tree = createTree({ roots: shown, named: true, folders: () => [] });
  const view = vscode.window.createTreeView(views.runs, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });

  function refresh(records?: readonly RunRecord[]): void {
    if (records) return tree.refresh(records);
    view.message = selectionMessage(selection, shown().length, store().runs().length) ?? '';
    tree.refresh();
  }
  function change(next: Partial<RunSelection>): void {
    selection = { ...selection, ...next };
    void memory.update(memoryKey, selection);
    void vscode.commands.executeCommand('setContext', contexts.filtered, selection.filter !== '');
    refresh();
  }
  void vscode.commands.executeCommand('setContext', contexts.filtered, selection.filter !== '');

  return {
    refresh,
    async chooseSort() {
      const items = sortChoices.map((choice) => ({ ...choice, picked: choice.key === selection.sort }));
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
    dispose: () => void vscode.Disposable.from(view, tree).dispose(),
  };
}
