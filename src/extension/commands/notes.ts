/** Star, tags and note of a run: what the user says about it, kept in `notes.json`. */
import * as vscode from 'vscode';
import { readNotes, writeNotes } from '../../rundir/notes.js';
import type { RunNotes } from '../../rundir/types.js';
import { runName, type RunRecord } from '../model/record.js';
import { parseTags } from '../model/selection.js';
import { chooseRun, chooseRuns } from './choose.js';
import type { Services } from './services.js';

async function change(services: Services, records: readonly RunRecord[], next: Partial<RunNotes>): Promise<void> {
  // Read again: another window may have written them meanwhile.
  for (const { directory } of records) await writeNotes(directory, { ...(await readNotes(directory)), ...next });
  await services.store.refresh();
}

export async function star(services: Services, node: unknown, nodes: unknown, on: boolean): Promise<void> {
  const fits = (record: RunRecord): boolean => record.notes.star !== on;
  const records = await chooseRuns(node, nodes, services.store, { title: on ? 'Star' : 'Remove Star', fits });
  await change(services, records, { star: on });
}

export async function editTags(services: Services, node: unknown, nodes: unknown): Promise<void> {
  const records = await chooseRuns(node, nodes, services.store, { title: 'Edit Tags' });
  if (records.length === 0) return;
  const text = await vscode.window.showInputBox({
    title: 'Edit Tags',
    prompt: records.length === 1 ? 'Words, separated by spaces' : `Tags of all ${records.length} runs`,
    value: records[0].notes.tags.join(' '),
  });
  if (text !== undefined) await change(services, records, { tags: parseTags(text) });
}

export async function editNote(services: Services, node: unknown): Promise<void> {
  const record = await chooseRun(node, services.store, { title: 'Edit Note' });
  if (!record) return;
  const note = await vscode.window.showInputBox({ title: 'Edit Note', value: record.notes.note });
  if (note !== undefined) await change(services, [record], { note: note.trim() });
}

/** Another name for a run, in all lists; its directory keeps its own. Nothing typed: the experiment's name again. */
export async function rename(services: Services, node: unknown): Promise<void> {
  const record = await chooseRun(node, services.store, { title: 'Rename Run' });
  if (!record) return;
  const name = await vscode.window.showInputBox({
    title: 'Rename Run',
    value: runName(record),
    prompt: `Empty: ${record.plan?.name ?? record.id}`,
  });
  if (name !== undefined)
    await change(services, [record], { name: name.trim() === record.plan?.name ? '' : name.trim() });
}
