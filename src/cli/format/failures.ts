/** Why folds failed, each reason once: five folds that fail alike are one thing to read. */
import type { FoldState } from '../../rundir/foldState.js';

/** `All 5 folds failed: …`, `Fold 3 failed: …`, `Folds 1 and 2 failed: …`. */
export function failureLines(folds: readonly FoldState[]): string[] {
  const reasons = new Map<string, number[]>();
  folds.forEach(({ state, message }, k) => {
    if (state !== 'failed') return;
    const reason = message ?? 'no reason is known';
    reasons.set(reason, [...(reasons.get(reason) ?? []), k + 1]);
  });
  return [...reasons].map(([reason, numbers]) => `${who(numbers, folds.length)} failed: ${reason}`);
}

function who(numbers: readonly number[], total: number): string {
  if (total === 1) return 'The training';
  if (numbers.length === total) return `All ${total} folds`;
  if (numbers.length === 1) return `Fold ${numbers[0]}`;
  return `Folds ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
