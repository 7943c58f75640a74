/** How the learning rate moves: pure functions of the update's number, and a small state for reduce-on-plateau. */

export type ScheduleName = 'none' | 'cosine' | 'oneCycle' | 'plateau';

export interface Schedule {
  readonly name: ScheduleName;
  /** The experiment's learning rate: where cosine and plateau start, the peak of one-cycle. */
  readonly learningRate: number;
  /** Updates of the whole training: epochs x batches of an epoch. */
  readonly totalSteps: number;
}

/** What reduce-on-plateau remembers between epochs; plain JSON, so that a checkpoint can hold it. */
export interface PlateauState {
  readonly learningRate: number;
  /** Best value so far; null before the first epoch. */
  readonly best: number | null;
  readonly badEpochs: number;
}

const peakFraction = 0.3;
const initialDivisor = 25;
const finalDivisor = 1e4;
const plateauDefaults = { factor: 0.5, patience: 4, threshold: 1e-4 };

/**
 * The learning rate of update `step` (from 0). Cosine is torch's CosineAnnealingLR with T_max = totalSteps and eta_min = 0;
 * one-cycle is OneCycleLR with its defaults, without cycling momentum: both move with every update.
 * @param plateau needed for the schedule "plateau" only
 */
export function learningRateAt(schedule: Schedule, step: number, plateau: PlateauState | null = null): number {
  const { name, learningRate, totalSteps } = schedule;
  if (name === 'cosine') return anneal(learningRate, 0, step / totalSteps);
  if (name === 'oneCycle') return oneCycleAt(learningRate, totalSteps, step);
  return name === 'plateau' && plateau ? plateau.learningRate : learningRate;
}

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html, after Smith and Topin 2017. */
function oneCycleAt(peak: number, totalSteps: number, step: number): number {
  const initial = peak / initialDivisor;
  const peakStep = peakFraction * totalSteps - 1;
  const lastStep = totalSteps - 1;
  if (step <= peakStep) return anneal(initial, peak, step / peakStep);
  return anneal(peak, initial / finalDivisor, Math.min(1, (step - peakStep) / (lastStep - peakStep)));
}

/** From `start` to `end` along half a cosine, as `done` goes from 0 to 1. */
function anneal(start: number, end: number, done: number): number {
  return end + ((start - end) / 2) * (1 + cosineOfHalfTurns(done));
}

export function startPlateau(learningRate: number): PlateauState {
  return { learningRate, best: null, badEpochs: 0 };
}

/**
 * The state after an epoch, as torch's ReduceLROnPlateau: where `value` has not got better by a relative 1e-4 for more than
 * `patience` epochs, the learning rate is halved.
 * @param value the epoch's metric on the select part
 * @param better whether a metric should become smaller (a loss) or larger
 */
export function nextPlateau(
  state: PlateauState,
  value: number,
  better: 'smaller' | 'larger',
  options: { factor: number; patience: number; threshold: number } = plateauDefaults,
): PlateauState {
  const { best } = state;
  const margin = better === 'smaller' ? 1 - options.threshold : 1 + options.threshold;
  const improved = best === null || (better === 'smaller' ? value < best * margin : value > best * margin);
  if (improved) return { ...state, best: value, badEpochs: 0 };
  const badEpochs = state.badEpochs + 1;
  if (badEpochs <= options.patience) return { ...state, badEpochs };
  const reduced = state.learningRate * options.factor;
  // torch's eps: differences that small are not worth a change.
  const learningRate = state.learningRate - reduced > 1e-8 ? reduced : state.learningRate;
  return { learningRate, best, badEpochs: 0 };
}

/**
 * cos(pi x) for x in [0, 1] from sums and products only, because the bits of Math.cos differ between versions of V8, and a
 * run must end with the same weights everywhere. Error below 6e-16 (measured against Math.cos).
 */
export function cosineOfHalfTurns(x: number): number {
  if (x > 0.5) return -cosineOfHalfTurns(1 - x);
  // Taylor series about 0 of cosine and, near the zero at 1/2, of sine: the arguments stay below pi / 4.
  const useSine = x > 0.25;
  const angle = Math.PI * (useSine ? 0.5 - x : x);
  const square = angle * angle;
  let sum = 1;
  for (let n = useSine ? 17 : 16; n > 1; n -= 2) sum = 1 - (square / (n * (n - 1))) * sum;
  return useSine ? angle * sum : sum;
}
