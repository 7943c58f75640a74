/** Compare Runs, and what the buttons of that view do. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { runPaths } from '../../rundir/paths.js';
import type { CompareActs } from '../compare/panels.js';
import { runName, type RunRecord } from '../model/record.js';
import { chooseRun, chooseRuns, runItem } from './choose.js';
import { openRow } from './files.js';
import { showReport } from './reports.js';
import type { Services } from './services.js';

const isFinished = (record: RunRecord): boolean => record.status === 'finished';

/** Opens the comparison of several runs with the first. */
export async function compare(services: Services, node: unknown, nodes: unknown): Promise<void> {
  const directories = await runsToCompare(services, node, nodes);
  if (directories.length === 0) return;
  if (directories.length < 2) throw new Error('Compare Runs: choose two finished runs or more.');
  services.comparisons.show(directories);
}

/** Those that are selected or checked; else what one run is compared with is asked for, or which runs at all. */
async function runsToCompare(services: Services, node: unknown, nodes: unknown): Promise<string[]> {
  const selected =
    Array.isArray(nodes) && nodes.length > 1 ? await chooseRuns(node, nodes, services.store, { title: '' }) : [];
  const records = selected.length > 1 ? selected : services.runsView.chosen();
  const given = node === undefined ? undefined : await chooseRun(node, services.store, { title: 'Compare Runs' });
  if (records.length > 1 && (!given || records.some(({ directory }) => directory === given.directory))) {
    const open = records.find((record) => !isFinished(record));
    if (open) throw new Error(`Compare Runs: ${runName(open)} is not finished.`);
    return records.map((record) => record.directory);
  }
  if (given) {
    const more = await pickRuns(services, [given.directory], `What is compared with ${runName(given)}?`);
    return more.length === 0 ? [] : [given.directory, ...more];
  }
  const picked = records.map((record) => record.directory);
  return pickRuns(services, [], 'Finished runs; the first in the list is the baseline', picked);
}

/** Asks for finished, scored runs; none where the user thinks better of it. */
async function pickRuns(
  { store }: Services,
  without: readonly string[],
  placeHolder: string,
  picked: readonly string[] = [],
): Promise<string[]> {
  await store.refresh();
  const items = store
    .runs()
    .filter((record) => isFinished(record) && record.result?.mean && !without.includes(record.directory))
    .map((record) => ({ ...runItem(record), picked: picked.includes(record.directory) }));
  if (items.length === 0 && without.length > 0) throw new Error('Compare Runs: there is no other finished run.');
  const match = { matchOnDescription: true, matchOnDetail: true };
  const options = { title: 'Compare Runs', placeHolder, canPickMany: true, ...match } as const;
  return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ record }) => record.directory);
}

/** What the buttons of the view do. */
export function compareActs(services: () => Services): CompareActs {
  return {
    pick: (there) => pickRuns(services(), there, 'What is added to the comparison?'),
    openRun: async (directory) => services().panels.show(directory),
    openSample: (directory, row) => openRow(runPaths(directory).predictions, row),
    async diffSettings(baseline, other) {
      const [left, right] = [baseline, other].map((directory) => vscode.Uri.file(runPaths(directory).experiment));
      const names = [baseline, other].map((directory) => {
        const record = services().store.get(directory);
        return record ? runName(record) : basename(directory);
      });
      await vscode.commands.executeCommand('vscode.diff', left, right, `${names[0]} ↔ ${names[1]}`);
    },
    openMarkdown: (runs, metric) =>
      showReport(`Comparison of ${runs.length} runs`, { kind: 'comparison', runs, metric }),
  };
}
