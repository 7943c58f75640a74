/** Ensemble Runs: finished runs joined by what they predicted out of fold; a child computes it, and keeps it beside the runs. */
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { stamp } from '../../rundir/names.js';
import { runName, type RunRecord } from '../model/record.js';
import { runJson } from '../train/runCli.js';
import { chooseRun, chooseRuns, runItem } from './choose.js';
import { requireTrust, withChild } from './evaluate.js';
import { ensemblesOf } from './keptEnsemble.js';
import { showReport } from './reports.js';
import type { Services } from './services.js';

const title = 'Ensemble Runs';
const isScored = (record: RunRecord): boolean => record.status === 'finished' && Boolean(record.result?.outOfFold);

const methods = [
  { label: 'Mean', detail: 'Probabilities averaged; nothing is fitted', method: 'mean' },
  { label: 'Majority', detail: 'One vote a run; nothing is fitted', method: 'majority' },
  { label: 'Weighted', detail: 'Weights with the smallest log loss, found on other folds', method: 'weighted' },
  { label: 'Greedy', detail: 'Runs are added while it gets better, found on other folds', method: 'greedy' },
] as const;

/** Joins the runs that are selected or checked, else those that are asked for; opens what came of it. */
export async function ensemble(services: Services, node: unknown, nodes: unknown, how?: unknown): Promise<void> {
  const records = await runsToJoin(services, node, nodes);
  if (records.length === 0) return;
  if (records.length < 2) throw new Error(`${title}: choose two finished runs or more.`);
  requireTrust('Joining runs');
  const known = methods.find(({ method }) => method === how);
  const picked = known ?? (await vscode.window.showQuickPick(methods, { title, placeHolder: 'How are they joined?' }));
  if (!picked) return;
  const [first] = records;
  const name = `${stamp(new Date())}-${picked.method}-${records.length}`;
  const out = join(ensemblesOf(first.directory), name);
  const directories = records.map(({ directory }) => directory);
  const answer = await withChild(`Joining ${records.length} runs`, (signal) =>
    runJson(services.host(), {
      args: ['ensemble', ...directories, '--method', picked.method, '--out', out],
      cwd: dirname(first.directory),
      signal,
    }),
  );
  if (answer === undefined) return;
  await showReport(`Ensemble of ${records.length} runs`, { kind: 'ensemble', run: first.directory, name });
  const submission = join(out, 'submission.csv');
  if (!(answer as { written: readonly string[] }).written.some((file) => basename(file) === basename(submission)))
    return;
  void vscode.window
    .showInformationMessage('The ensemble has predicted the test data of its runs.', 'Open submission.csv')
    .then((pressed) => pressed && vscode.window.showTextDocument(vscode.Uri.file(submission)));
}

async function runsToJoin(services: Services, node: unknown, nodes: unknown): Promise<RunRecord[]> {
  await services.store.refresh();
  const selected =
    Array.isArray(nodes) && nodes.length > 1 ? await chooseRuns(node, nodes, services.store, { title }) : [];
  const given = node === undefined ? undefined : await chooseRun(node, services.store, { title });
  const checked = services.runsView.chosen();
  const fits = !given || checked.some(({ directory }) => directory === given.directory);
  const records = selected.length > 1 ? selected : fits && checked.length > 1 ? checked : [];
  const open = records.find((record) => !isScored(record));
  if (open) throw new Error(`${title}: ${runName(open)} is not finished, or has no out-of-fold predictions.`);
  if (records.length > 0) return [...records];
  const items = services.store
    .runs()
    .filter(isScored)
    .map((record) => ({ ...runItem(record), picked: record.directory === given?.directory }));
  if (items.length < 2) throw new Error(`${title}: there are not two finished runs with out-of-fold predictions.`);
  const options = {
    title,
    placeHolder: 'Runs that scored the same samples',
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  } as const;
  return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ record }) => record);
}
