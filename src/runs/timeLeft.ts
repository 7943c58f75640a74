/** How long a run will still take: an estimate from the epochs it has done. */
import type { FoldState } from '../rundir/foldState.js';

export interface TimeLeft {
  /** Expected seconds: folds take as many epochs as the finished ones did on average (early stopping). */
  readonly seconds: number;
  /** Seconds if no fold stops early. */
  readonly atMost: number;
}

/**
 * Null before the first epoch.
 * @param folds every fold task of the run
 * @param resolved most epochs of a fold, as the plan has them; folds that have begun know better (several networks, fine-tuning)
 * @param workers folds trained at once
 */
export function timeLeft(folds: readonly FoldState[], resolved: number, workers: number): TimeLeft | null {
  const epochs = folds.reduce((most, fold) => Math.max(most, fold.epochs ?? 0), resolved);
  const done = folds.reduce((sum, fold) => sum + fold.epoch, 0);
  const spent = folds.reduce((sum, fold) => sum + fold.seconds, 0);
  if (done === 0 || spent === 0) return null;
  const finished = folds.filter((fold) => fold.state === 'finished');
  const usual = finished.length === 0 ? epochs : finished.reduce((sum, fold) => sum + fold.epoch, 0) / finished.length;
  const open = folds.filter((fold) => fold.state !== 'finished' && fold.state !== 'failed');
  const secondsOf = (fold: FoldState): number => (fold.epoch > 0 ? fold.seconds / fold.epoch : spent / done);
  const until = (limit: number): number =>
    makespan(
      // A fold that went beyond what is usual may stop at any moment: one more epoch.
      open.map((fold) => Math.max(limit - fold.epoch, 1) * secondsOf(fold)),
      workers,
    );
  return { seconds: until(Math.min(usual, epochs)), atMost: until(epochs) };
}

/** Time until the last of some jobs is done, taken in order by whichever worker is free first. */
function makespan(jobs: readonly number[], workers: number): number {
  const free = new Array<number>(Math.max(1, workers)).fill(0);
  for (const job of jobs) free[free.indexOf(Math.min(...free))] += job;
  return Math.max(0, ...free);
}
