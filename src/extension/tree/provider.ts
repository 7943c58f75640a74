/** The trees of the sidebar: nodes (see model/nodes) as TreeItems. */
import * as vscode from 'vscode';
import { foldRow, runRow, type StateLook } from '../model/describe.js';
import {
  experimentRow,
  foldNodes,
  namedRuns,
  runNode,
  suiteRow,
  type ExperimentNode,
  type RunNode,
  type SuiteNode,
  type TreeNode,
} from '../model/nodes.js';
import type { RunRecord } from '../model/record.js';
import { foldTooltip, runTooltip, trainedSeconds } from '../model/tooltip.js';
import { diskUse } from '../runs/diskUse.js';
import { readRunState } from '../../rundir/status.js';
import { commands, nodeKinds } from '../ids.js';

export interface TreeProvider extends vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  /** Draws everything anew, or only the rows of some runs and what stands below them. */
  refresh(records?: readonly RunRecord[]): void;
}

/** A tree over `roots()`; `named` shows the names of all runs, else below an experiment of those that are called otherwise than most. */
export function createTree(options: {
  readonly roots: () => readonly (ExperimentNode | SuiteNode | RunRecord)[];
  /** The runs of a suite's rows, where suites are among the roots. */
  readonly rowsOf?: (suite: string) => Promise<readonly RunRecord[]>;
  readonly named: boolean;
  readonly folders: () => readonly string[];
  /** Whether a run is chosen, where rows have a checkbox. */
  readonly chosen?: (directory: string) => boolean;
}): TreeProvider {
  const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** VS Code knows a row by its object: the same run keeps its own. */
  let nodes = new Map<string, RunNode>();

  const nodeOf = (record: RunRecord, suite: string | null, named: boolean): RunNode => {
    const key = `${suite ?? ''}\0${record.directory}`;
    const node = nodes.get(key) ?? runNode(record, suite, named);
    Object.assign(node, { record, named });
    nodes.set(key, node);
    return node;
  };

  return {
    onDidChangeTreeData: changed.event,
    refresh(records) {
      if (records) {
        const fresh = new Map(records.map((record) => [record.directory, record]));
        const shown = [...nodes.values()].filter(({ directory }) => fresh.has(directory));
        if (shown.length > 0)
          changed.fire(shown.map((node) => nodeOf(fresh.get(node.directory)!, node.suite, node.named)));
        return;
      }
      nodes = new Map();
      changed.fire(undefined);
    },
    dispose: () => changed.dispose(),
    getTreeItem: (node) => treeItem(node, options),
    async getChildren(node) {
      if (!node) return options.roots().map((root) => ('kind' in root ? root : nodeOf(root, null, true)));
      if (node.kind === 'experiment') {
        const named = namedRuns(node.runs);
        return node.runs.map((record) => nodeOf(record, null, options.named || named.has(record)));
      }
      if (node.kind === 'suite')
        return ((await options.rowsOf?.(node.file)) ?? []).map((one) => nodeOf(one, node.file, true));
      return node.kind === 'run' ? foldNodes(node) : [];
    },
    async resolveTreeItem(item, node) {
      if (node.kind === 'run') {
        // Loaded with the first tooltip: it parses experiment files.
        const { differenceText } = await import('../model/differences.js');
        const difference = await differenceText(node.record);
        item.tooltip = markdown(
          runTooltip(node.record, {
            ...{ difference, seconds: await secondsOf(node.record), bytes: await diskUse(node.directory) },
          }),
        );
      }
      if (node.kind === 'fold') item.tooltip = markdown(foldTooltip(node.record, node.fold));
      return item;
    },
  };
}

function treeItem(
  node: TreeNode,
  options: Pick<Parameters<typeof createTree>[0], 'folders' | 'chosen'>,
): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  if (node.kind === 'experiment') {
    const row = experimentRow(node, options.folders());
    const item = new vscode.TreeItem(row.label, node.runs.length > 0 ? Expanded : None);
    // VS Code remembers by id what is unfolded: with its first run an experiment becomes another row, which is.
    item.id = `experiment:${node.runs.length > 0}:${node.file}`;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(node.missing ? 'warning' : 'beaker');
    item.contextValue = node.missing ? `${nodeKinds.experiment}.missing` : nodeKinds.experiment;
    if (!node.missing) item.command = { command: commands.openExperiment, title: 'Open', arguments: [node] };
    return item;
  }
  if (node.kind === 'suite') {
    const row = suiteRow(node, options.folders());
    const item = new vscode.TreeItem(row.label, Collapsed);
    item.id = `suite:${node.file}`;
    item.description = row.description;
    item.tooltip = node.file;
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = nodeKinds.suite;
    item.command = { command: commands.openExperiment, title: 'Open', arguments: [node] };
    return item;
  }
  const open = { command: commands.openRun, title: 'Open Run', arguments: [node] };
  if (node.kind === 'run') {
    const row = runRow(node.record, { named: node.named });
    const item = new vscode.TreeItem(row.label, node.record.folds.length > 0 ? Collapsed : None);
    item.id = `run:${node.suite ?? ''}:${node.directory}`;
    item.description = row.description;
    item.iconPath = icon(row.look);
    item.contextValue = `${nodeKinds.run}.${node.record.status}${node.record.notes.star ? '.starred' : ''}`;
    item.command = open;
    item.accessibilityInformation = { label: `${row.look.word}, ${row.label}, ${row.description}` };
    if (options.chosen) item.checkboxState = checkbox(options.chosen(node.directory));
    return item;
  }
  const row = foldRow(node.record, node.fold);
  const item = new vscode.TreeItem(row.label, None);
  item.id = `fold:${node.suite ?? ''}:${node.directory}:${node.fold}`;
  item.description = row.description;
  item.iconPath = icon(row.look);
  item.contextValue = nodeKinds.fold;
  item.command = open;
  item.accessibilityInformation = { label: `${row.label}, ${row.look.word}, ${row.description}` };
  return item;
}

/** Training time of a run; that of a finished one stands in the logs of its folds. */
async function secondsOf(record: RunRecord): Promise<number> {
  if (record.status !== 'finished') return trainedSeconds(record.folds);
  return trainedSeconds((await readRunState(record.directory)).folds);
}

function checkbox(chosen: boolean): NonNullable<vscode.TreeItem['checkboxState']> {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  const tooltip = chosen ? 'Chosen for Compare Runs' : 'Choose for Compare Runs';
  return { state: chosen ? Checked : Unchecked, tooltip, accessibilityInformation: { label: tooltip } };
}

export function icon(look: StateLook): vscode.ThemeIcon {
  return new vscode.ThemeIcon(look.icon, look.color === null ? undefined : new vscode.ThemeColor(look.color));
}

/** Markdown without commands, HTML or icons in it; what comes from files is escaped in the model already. */
export function markdown(text: string): vscode.MarkdownString {
  const value = new vscode.MarkdownString(text, false);
  value.isTrusted = false;
  value.supportHtml = false;
  return value;
}
