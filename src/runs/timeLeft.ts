/** How long a run will still take: an estimate from the epochs it has done. */
import type { FoldState } from '../rundir/foldState.js';

export interface TimeLeft {
  /** Expected seconds: networks take as many epochs as those that are done did on average (early stopping). */
  readonly seconds: number;
  /** Seconds if none stops early. */
  readonly atMost: number;
}

/** One network of a fold, begun or not. */
interface Work {
  /** Which of the fold's networks: those of one place do the same (a stage, an inner fold), so they take about as long. */
  readonly place: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly isDone: boolean;
}

/**
 * Null before the first epoch.
 * @param folds every fold task of the run
 * @param resolved most epochs of one network, as the plan has them; folds that have begun know better (fine-tuning)
 * @param networks how many each fold trains, one after the other
 * @param workers folds trained at once
 */
export function timeLeft(
  folds: readonly FoldState[],
  resolved: number,
  workers: number,
  networks = 1,
): TimeLeft | null {
  const limit = folds.reduce((most, fold) => Math.max(most, (fold.epochs ?? 0) / networks), resolved);
  const work = folds.map((fold) => workOf(fold, networks, limit));
  const all = work.flat();
  const spent = total(all, 'seconds');
  if (spent === 0 || total(all, 'epochs') === 0) return null;
  const usual = (place: number): number => {
    const done = all.filter((one) => one.isDone);
    const alike = done.filter((one) => one.place === place);
    const known = alike.length > 0 ? alike : done;
    return known.length === 0 ? limit : Math.min(limit, total(known, 'epochs') / known.length);
  };
  const secondsAnEpoch = (one: Work, own: readonly Work[]): number => {
    // As it goes in this network; else in its like; else in this fold; else in all.
    const known = [[one], all.filter(({ place }) => place === one.place), own, all].find(
      (some) => total(some, 'epochs') > 0,
    )!;
    return total(known, 'seconds') / total(known, 'epochs');
  };
  const until = (most: (place: number) => number): number =>
    makespan(
      work.flatMap((own, k) => {
        if (folds[k].state === 'finished' || folds[k].state === 'failed') return [];
        const open = own.filter((one) => !one.isDone);
        // A network that went beyond what is usual may stop at any moment: one more epoch.
        const seconds = open.map((one) => Math.max(most(one.place) - one.epochs, 1) * secondsAnEpoch(one, own));
        return [seconds.reduce((sum, value) => sum + value, 0)];
      }),
      workers,
    );
  return { seconds: until(usual), atMost: until(() => limit) };
}

/** The networks of a fold; where its log does not tell them apart, its epochs fill one after the other. */
function workOf(fold: FoldState, networks: number, limit: number): Work[] {
  const isOver = fold.state === 'finished';
  return Array.from({ length: networks }, (_, place): Work => {
    const begun = fold.networks?.begun;
    if (begun) {
      const { epochs, seconds } = begun[place] ?? { epochs: 0, seconds: 0 };
      return { place, epochs, seconds, isDone: isOver || place < begun.length - 1 };
    }
    const epochs = isOver ? fold.epoch / networks : Math.min(Math.max(fold.epoch - place * limit, 0), limit);
    const seconds = fold.epoch > 0 ? (fold.seconds * epochs) / fold.epoch : 0;
    return { place, epochs, seconds, isDone: isOver || (place < networks - 1 && epochs >= limit) };
  });
}

const total = (work: readonly Work[], name: 'epochs' | 'seconds'): number =>
  work.reduce((sum, one) => sum + one[name], 0);

/** Time until the last of some jobs is done, taken in order by whichever worker is free first. */
function makespan(jobs: readonly number[], workers: number): number {
  const free = new Array<number>(Math.max(1, workers)).fill(0);
  for (const job of jobs) free[free.indexOf(Math.min(...free))] += job;
  return Math.max(0, ...free);
}
