/** Deleting runs: to the system's trash, or where the file system has none, to `.foldboard/trash`, with Undo. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { isAlive, readOwner } from '../../rundir/owner.js';
import { dequeueRun } from '../../rundir/queue.js';
import { runName, type RunRecord } from '../model/record.js';
import { trashDirectory, trashName } from '../model/trash.js';
import { chooseRuns } from './choose.js';
import type { Services } from './services.js';

export async function deleteRuns(services: Services, node: unknown, nodes: unknown): Promise<void> {
  const records = await chooseRuns(node, nodes, services.store, { title: 'Delete Run' });
  if (records.length > 0) await deleteRecords(services, records);
}

/** Deletes runs, and offers to bring them back where that can be done. */
export async function deleteRecords(services: Services, records: readonly RunRecord[]): Promise<void> {
  for (const record of records) await refuseIfRunning(record);
  const moved: { from: string; to: string }[] = [];
  for (const { directory, plan } of records) {
    await dequeueRun(directory, plan?.root);
    const to = await moveAway(directory);
    if (to !== null) moved.push({ from: directory, to });
  }
  await services.store.refresh();
  const what = records.length === 1 ? runName(records[0]) : `${records.length} runs`;
  services.log.info(`deleted ${records.map((record) => record.directory).join(', ')}`);
  const undo = moved.length > 0 ? ['Undo'] : [];
  // Not waited for: the message may stand for long.
  void vscode.window.showInformationMessage(`Deleted ${what}.`, ...undo).then(async (answer) => {
    if (answer !== 'Undo') return;
    // One that was restored by its command meanwhile is there already.
    for (const { from, to } of moved) if (existsSync(to)) await rename(to, from);
    await services.store.refresh();
  });
}

async function refuseIfRunning(record: RunRecord): Promise<void> {
  const owner = await readOwner(record.directory);
  if (owner && (await isAlive(owner))) throw new Error(`${runName(record)} is running: stop it before you delete it.`);
}

/** Null where the system's trash has it; else the place it was moved to. */
async function moveAway(directory: string): Promise<string | null> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.file(directory), { recursive: true, useTrash: true });
    return null;
  } catch {
    // Remote file systems have no trash.
    const trash = trashDirectory(dirname(dirname(directory)));
    await mkdir(trash, { recursive: true });
    const to = join(trash, trashName(basename(directory), Date.now()));
    await rename(directory, to);
    return to;
  }
}
