/** The view "Queue": what runs and what waits, whoever queued it; read from the queue's files, which any window or terminal changes. */
import * as vscode from 'vscode';
import { listQueue } from '../../rundir/queue.js';
import { commands, contexts, nodeKinds, views } from '../ids.js';
import { queueMessage, queueNodes, queueRow, type QueueNode } from '../model/queueRows.js';
import type { RunStore } from '../runs/store.js';

export interface QueueView extends vscode.Disposable {
  nodes(): readonly QueueNode[];
  refresh(): Promise<void>;
}

/** Other machines' changes of the files reach no watcher. */
const pollMs = 2000;

export function createQueueView(options: {
  readonly foldboards: () => readonly string[];
  readonly store: () => RunStore;
  readonly onError: (error: unknown) => void;
}): QueueView {
  const changed = new vscode.EventEmitter<undefined>();
  let nodes: readonly QueueNode[] = [];
  let drawn = '';
  const view = vscode.window.createTreeView<QueueNode>(views.queue, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: queueItem,
      getChildren: (node) => (node ? [] : [...nodes]),
    },
  });

  async function look(): Promise<void> {
    const foldboards = options.foldboards();
    const queues = await Promise.all(foldboards.map((foldboard) => listQueue(foldboard)));
    nodes = queues.flatMap((queue, i) =>
      queueNodes(foldboards[i], queue, (directory) => options.store().get(directory)),
    );
    const message = queueMessage(queues) ?? '';
    const now = JSON.stringify([message, nodes.map((node) => [node.entry.id, queueRow(node)])]);
    if (now === drawn) return;
    drawn = now;
    view.message = message;
    const waiting = nodes.some((node) => node.entry.state === 'waiting');
    void vscode.commands.executeCommand('setContext', contexts.anyWaiting, waiting);
    changed.fire(undefined);
  }
  let looking: Promise<void> | null = null;
  const refresh = (): Promise<void> => {
    looking ??= look()
      .catch(options.onError)
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = setInterval(() => void refresh(), pollMs);

  return {
    nodes: () => nodes,
    refresh,
    dispose() {
      clearInterval(timer);
      vscode.Disposable.from(view, changed).dispose();
    },
  };
}

function queueItem(node: QueueNode): vscode.TreeItem {
  const row = queueRow(node);
  const item = new vscode.TreeItem(row.label);
  item.id = `queued:${node.foldboard}:${node.entry.id}`;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.look.icon,
    row.look.color ? new vscode.ThemeColor(row.look.color) : undefined,
  );
  item.tooltip = node.entry.id;
  item.contextValue = `${nodeKinds.queued}.${node.entry.state}`;
  item.command = { command: commands.openRun, title: 'Open Run', arguments: [{ directory: node.directory }] };
  item.accessibilityInformation = { label: `${row.label}, ${row.description}` };
  return item;
}
