/** Whether the experiment file still says what the run was started with, as the view shows it. */
import type { FileChanges } from '../../protocol/run.js';
import type { Differences } from '../model/differences.js';
import type { RunRecord } from '../model/record.js';

export async function fileChanges(record: RunRecord): Promise<FileChanges> {
  const { differences } = await import('../model/differences.js');
  return asChanges(await differences(record));
}

export function asChanges(found: Differences): FileChanges {
  if (found === 'same' || found === 'gone') return { state: found, places: null };
  return { state: 'changed', places: found === 'unreadable' ? null : found.length };
}
