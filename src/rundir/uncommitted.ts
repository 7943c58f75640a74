/** What a run was made of that its commit does not hold, in words. */
import type { RunPlan } from './types.js';

/**
 * `experiment file not in git`, `with changes`, both, or neither: then the commit holds everything. Runs of before the two were
 * told apart say `with changes` of either.
 */
export function uncommitted({ dirty, untracked, patch }: NonNullable<RunPlan['git']>): string[] {
  const changed = patch ?? (dirty && !untracked);
  return [...(untracked ? ['experiment file not in git'] : []), ...(changed ? ['with changes'] : [])];
}

/** The same where a line names the commit: `clean` of neither. */
export function uncommittedText(git: NonNullable<RunPlan['git']>): string {
  return uncommitted(git).join(', ') || 'clean';
}
