/** The view "Queue": what runs and what waits, whoever queued it; read from the queue's files, which any window or terminal changes. */
import * as vscode from 'vscode';
import { listQueue, moveInQueue, type Queue } from '../../rundir/queue.js';
import { commands, contexts, nodeKinds, views } from '../ids.js';
import { queueMessage, queueNodes, queueRow, queueState, type QueueNode } from '../model/queueRows.js';
import { escapeMarkdown, runTooltip } from '../model/tooltip.js';
import type { RunStore } from '../runs/store.js';
import { icon, markdown } from './provider.js';

export interface QueueView extends vscode.Disposable {
  nodes(): readonly QueueNode[];
  /** Reads the files of the queue. */
  refresh(): Promise<void>;
  /** Draws the rows anew where what the store knows changes them. */
  redraw(): void;
  focus(): void;
}

/** Other machines' changes of the files reach no watcher. */
const pollMs = 2000;

export function createQueueView(options: {
  readonly foldboards: () => readonly string[];
  readonly store: () => RunStore;
  /** Called when this window sees a `.foldboard` for the first time, and requests wait there though nobody works them off. */
  readonly onStuck: (foldboard: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}): QueueView {
  const changed = new vscode.EventEmitter<QueueNode | undefined>();
  const seen = new Set<string>();
  let queues: readonly { readonly foldboard: string; readonly queue: Queue }[] = [];
  let nodes: QueueNode[] = [];
  let drawn: readonly string[] = [];
  let shownMessage: string | undefined;
  let shownWaiting: number | undefined;
  const view = vscode.window.createTreeView<QueueNode>(views.queue, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: queueItem,
      getChildren: (node) => (node ? [] : [...nodes]),
      resolveTreeItem: (item, node) => {
        item.tooltip = markdown(node.record ? runTooltip(node.record) : escapeMarkdown(node.name));
        return item;
      },
    },
    dragAndDropController: dragToMove(() => refresh()),
  });

  function redraw(): void {
    const runs = options.store().runs();
    const found = queues.flatMap(({ foldboard, queue }) => queueNodes(foldboard, queue, runs));
    const message = queueMessage(queues.map(({ queue }) => queue)) ?? '';
    if (message !== shownMessage) view.message = shownMessage = message;
    const before = drawn;
    drawn = found.map((node) => JSON.stringify([queueState(node), node.place, queueRow(node)]));
    const same = found.length === nodes.length && found.every(({ directory }, i) => directory === nodes[i].directory);
    if (same) {
      // Row by row: while VS Code reads a whole tree anew it knows no row, and a click on one would be a click on none.
      found.forEach((node, i) => {
        Object.assign(nodes[i], node);
        if (drawn[i] !== before[i]) changed.fire(nodes[i]);
      });
    } else {
      nodes = found;
      changed.fire(undefined);
    }
    const waiting = nodes.filter((node) => node.state === 'waiting').length;
    if (waiting === shownWaiting) return;
    shownWaiting = waiting;
    const tooltip = waiting === 1 ? '1 run waits' : `${waiting} runs wait`;
    view.badge = waiting > 0 ? { value: waiting, tooltip } : undefined;
    void vscode.commands.executeCommand('setContext', contexts.anyWaiting, waiting > 0);
  }

  async function look(): Promise<void> {
    const foldboards = options.foldboards();
    const read = await Promise.all(foldboards.map((foldboard) => listQueue(foldboard)));
    queues = foldboards.map((foldboard, i) => ({ foldboard, queue: read[i] }));
    redraw();
    if (!vscode.workspace.isTrusted) return;
    for (const { foldboard, queue } of queues) {
      const first = !seen.has(foldboard);
      seen.add(foldboard);
      const stuck = !queue.drainer && queue.entries.some(({ state }) => state === 'waiting');
      if (first && stuck) void options.onStuck(foldboard).then(refresh, options.onError);
    }
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
    // What is being read may be older than what the caller has just changed.
    refresh: () => (looking ? looking.then(refresh) : refresh()),
    redraw,
    focus: () => void vscode.commands.executeCommand(`${views.queue}.focus`),
    dispose() {
      clearInterval(timer);
      vscode.Disposable.from(view, changed).dispose();
    },
  };
}

const dragged = 'application/vnd.code.tree.foldboard.queue';

/** A waiting run dropped on another takes its place. */
function dragToMove(after: () => Promise<void>): vscode.TreeDragAndDropController<QueueNode> {
  return {
    dragMimeTypes: [dragged],
    dropMimeTypes: [dragged],
    handleDrag(source, data) {
      if (source[0]?.state === 'waiting') data.set(dragged, new vscode.DataTransferItem(source[0]));
    },
    async handleDrop(target, data) {
      const source = data.get(dragged)?.value as QueueNode | undefined;
      if (!source?.id || source.place === null || (target && target.foldboard !== source.foldboard)) return;
      const to = target ? (target.place ?? (target.state === 'running' ? 1 : Infinity)) : Infinity;
      if (to === 1 || to === Infinity) await moveInQueue(source.foldboard, source.id, to === 1 ? 'first' : 'last');
      else
        for (let step = Math.abs(to - source.place); step > 0; step--)
          await moveInQueue(source.foldboard, source.id, to < source.place ? 'up' : 'down');
      await after();
    },
  };
}

function queueItem(node: QueueNode): vscode.TreeItem {
  const row = queueRow(node);
  const item = new vscode.TreeItem(row.label);
  item.id = `queued:${node.directory}`;
  item.description = row.description;
  item.iconPath = icon(row.look);
  item.contextValue = `${nodeKinds.queued}.${queueState(node)}`;
  item.command = { command: commands.openRun, title: 'Open Run', arguments: [{ directory: node.directory }] };
  item.accessibilityInformation = { label: `${row.look.word}, ${row.label}, ${row.description}` };
  return item;
}
