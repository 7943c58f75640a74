/** Facts about the folds of a run that several sections share. */
import type { FoldState, RunSnapshot } from '../../src/protocol/run.js';
import { flagWord, scoreOf, type Score } from '../../src/metrics/words.js';
import type { Metrics, ScalarMetric } from '../../src/metrics/types.js';
import { h } from '../dom.js';

export type FoldLook = 'finished' | 'running' | 'queued' | 'failed' | 'stopped';

/** How a fold stands; one that has begun is running only while its run is. */
export function foldLook(run: RunSnapshot, fold: FoldState): FoldLook {
  if (fold.state === 'finished' || fold.state === 'failed') return fold.state;
  if (fold.state === 'waiting') return 'queued';
  return run.live.status === 'running' && fold.state === 'started' ? 'running' : 'stopped';
}

export const lookWords: Readonly<Record<FoldLook, string>> = {
  finished: 'Finished',
  running: 'Running',
  queued: 'Queued',
  failed: 'Failed',
  stopped: 'Stopped',
};

/** Tasks that train at this moment. */
export function liveFolds(run: RunSnapshot): number[] {
  return run.folds.flatMap((fold, k) => (foldLook(run, fold) === 'running' ? [k] : []));
}

/** `fold 3`, or with repeats `repeat 2, fold 3`. */
export function foldName(run: RunSnapshot, k: number): string {
  const { folds, repeats } = run.head;
  return repeats < 2 ? `fold ${k + 1}` : `repeat ${Math.floor(k / folds) + 1}, fold ${(k % folds) + 1}`;
}

/** `fold 2, network 3 of 5`; of two stages what it tells apart: `fold 2, none or some`. */
export function networkName(run: RunSnapshot, k: number, network: number): string {
  const known = run.head.networks[network]?.name;
  return `${foldName(run, k)}, ${known ?? `network ${network + 1}`}`;
}

/** The epoch a fold is at, of how many: those of the network that trains, where it has several. */
export function placeOf(run: RunSnapshot, k: number): { name: string; network: string; epoch: number; of: number } {
  const { networks, epoch, epochs } = run.folds[k];
  const of = epochs ?? run.head.epochs;
  if (!networks) return { name: foldName(run, k), network: '', epoch, of };
  const n = networks.begun.length - 1;
  return {
    name: networkName(run, k, n),
    network: `network ${n + 1} of ${networks.of}, `,
    epoch: networks.begun[n].epochs,
    of: Math.round(of / networks.of),
  };
}

/** The best epoch on the select part so far; of several networks that of the one that trains, in its own epochs. */
export function bestSoFar({ best, networks }: FoldState): FoldState['best'] {
  return networks ? (networks.begun.at(-1)?.best ?? null) : best;
}

/** Whether folds train several networks, and their logs tell these apart. */
export const hasNetworks = (run: RunSnapshot): boolean => run.folds.some((fold) => fold.networks !== undefined);

/** `3`, or with repeats `2.3`: where there is little room. */
export function shortFold(run: RunSnapshot, k: number): string {
  const { folds, repeats } = run.head;
  return repeats < 2 ? String(k + 1) : `${Math.floor(k / folds) + 1}.${(k % folds) + 1}`;
}

/** Over the folds scored so far; null before the first. */
export function scoreSoFar(run: RunSnapshot, metric: ScalarMetric): Score | null {
  return scoreOf(run.folds.flatMap((fold) => (fold.metrics ? [fold.metrics[metric]] : [])));
}

/** Counts of all scored folds together: rows true, columns predicted; null before the first. */
export function pooledMatrix(run: RunSnapshot): { matrix: readonly (readonly number[])[]; folds: number } | null {
  const scored = run.folds.flatMap((fold) => (fold.metrics ? [fold.metrics] : []));
  if (run.outcome?.outOfFold) return { matrix: run.outcome.outOfFold.confusionMatrix, folds: scored.length };
  if (scored.length === 0) return null;
  const size = run.head.classes.length;
  const add = (row: number, column: number): number =>
    scored.reduce((sum, metrics: Metrics) => sum + (metrics.confusionMatrix[row]?.[column] ?? 0), 0);
  const matrix = Array.from({ length: size }, (_, r) => Array.from({ length: size }, (_, c) => add(r, c)));
  return { matrix, folds: scored.length };
}

/** `1`, `1 and 2`, `1, 2 and 5`. */
export function listText(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The word that stands wherever a score goes whose weights were chosen on the scored part; nothing for other runs. */
export function optimisticTag(run: RunSnapshot): HTMLElement | null {
  const word = flagWord(run.head);
  if (word === null) return null;
  const title = run.head.leaky
    ? 'Windows of one sample stand on both sides of the splits, on purpose: it flatters.'
    : 'The weights were chosen on the scored part: it flatters.';
  return h('span', { class: 'tag warn', title }, word);
}
