/** Restore Deleted Run: what lies in `.foldboard/trash`, and where it came from. The system's trash gives back by itself. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runsDirectory } from '../../rundir/find.js';
import { trashDirectory, trashed } from '../model/trash.js';
import { readRecord, runName } from '../model/record.js';
import { runItem } from './choose.js';
import type { Services } from './services.js';

const title = 'Restore Deleted Run';

export async function restoreRun(services: Services): Promise<void> {
  const deleted = (await Promise.all(services.workspace.foldboards().map(deletedRuns))).flat();
  if (deleted.length === 0)
    throw new Error(`${title}: none lies in .foldboard/trash. Where the system has a trash, runs were moved there.`);
  const items = await Promise.all(
    deleted.map(async (one) => ({ ...runItem(await readRecord(one.from)), ...one, detail: basename(one.to) })),
  );
  const match = { matchOnDescription: true, matchOnDetail: true };
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Run, deleted last first', ...match });
  if (!picked) return;
  if (existsSync(picked.to)) throw new Error(`${title}: there is a run ${basename(picked.to)} already.`);
  await mkdir(dirname(picked.to), { recursive: true });
  await rename(picked.from, picked.to);
  services.log.info(`restored ${picked.to}`);
  await services.store.refresh();
  void vscode.window.showInformationMessage(`Restored ${runName(picked.record)}.`);
}

/** Those of one `.foldboard`, deleted last first. */
async function deletedRuns(foldboard: string): Promise<{ readonly from: string; readonly to: string }[]> {
  const names = await readdir(trashDirectory(foldboard)).catch(() => []);
  return trashed(names).map(({ name, run }) => ({
    from: join(trashDirectory(foldboard), name),
    to: join(runsDirectory(foldboard), run),
  }));
}
