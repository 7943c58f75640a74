/** Prune Runs: what takes room and is not worth it, proposed run by run; deleted as single runs are, with Undo. */
import * as vscode from 'vscode';
import { runRow } from '../model/describe.js';
import { runsToPrune, sizeText } from '../model/prune.js';
import { diskUse } from '../runs/diskUse.js';
import { deleteRecords } from './deleteRuns.js';
import type { Services } from './services.js';

export async function pruneRuns(services: Services): Promise<void> {
  await services.store.refresh();
  const runs = services.store.runs();
  const rules = [1, 3, 10, null]
    .map((keepBest) => ({ label: labelOf(keepBest), keepBest, runs: runsToPrune(runs, { keepBest }) }))
    .filter((rule) => rule.runs.length > 0)
    .map((rule) => ({ ...rule, description: `deletes ${count(rule.runs.length)}` }));
  if (rules.length === 0) throw new Error('Prune Runs: there is nothing to delete.');
  const rule = await vscode.window.showQuickPick(rules, {
    title: 'Prune Runs',
    placeHolder: 'Starred and running runs stay in any case. Which others?',
  });
  if (!rule) return;
  const options = { location: vscode.ProgressLocation.Window, title: 'Measuring runs' };
  const items = await vscode.window.withProgress(options, () =>
    Promise.all(
      rule.runs.map(async (record) => {
        const { label, description } = runRow(record, { named: true });
        const bytes = await diskUse(record.directory);
        return {
          label: sizeText(bytes),
          description: `${label} · ${description}`,
          detail: record.id,
          picked: true,
          record,
          bytes,
        };
      }),
    ),
  );
  const all = sizeText(items.reduce((sum, item) => sum + item.bytes, 0));
  const picked = await vscode.window.showQuickPick(
    items.sort((a, b) => b.bytes - a.bytes),
    {
      title: `Prune Runs: ${all} in ${count(items.length)}`,
      placeHolder: 'Runs to delete',
      canPickMany: true,
      matchOnDescription: true,
    },
  );
  if (picked && picked.length > 0)
    await deleteRecords(
      services,
      picked.map((item) => item.record),
    );
}

const count = (runs: number): string => (runs === 1 ? '1 run' : `${runs} runs`);

function labelOf(keepBest: number | null): string {
  if (keepBest === null) return 'Keep all that have a score';
  return keepBest === 1 ? 'Keep the best of each experiment' : `Keep the best ${keepBest} of each experiment`;
}
