/** Why a run cannot be shown, and what to do about it, in the words of whoever refused to read it. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../base/errors.js';
import { runPaths } from '../../rundir/paths.js';
import { readPlan } from '../../rundir/plan.js';
import { readResult } from '../../rundir/result.js';
import type { RunPlan } from '../../rundir/types.js';
import type { RunRecord } from '../model/record.js';

export interface Unreadable {
  readonly name: string;
  readonly reason: string;
  readonly cure: string | null;
}

/** A run of a newer format, a damaged or a deleted one. */
export async function whyUnreadable(directory: string, record: RunRecord | undefined): Promise<Unreadable> {
  const name = record?.plan?.name ?? basename(directory);
  if (!existsSync(runPaths(directory).plan)) return { name, reason: 'The run is gone.', cure: null };
  try {
    const plan = await readPlan(directory);
    await readResult(directory);
    return { name: plan.name, reason: record?.reason ?? 'It cannot be read.', cure: null };
  } catch (error) {
    if (error instanceof UserError) return { name, reason: error.message, cure: error.cure ?? null };
    throw error;
  }
}

export function hasPlan(record: RunRecord): record is RunRecord & { readonly plan: RunPlan } {
  return record.plan !== null && record.status !== 'unreadable';
}
