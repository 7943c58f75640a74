/** A run in one line: its score, or how far it is, or why it is not. */
import { flagWord, formatScore } from '../../metrics/words.js';
import type { ScalarMetric } from '../../metrics/types.js';
import type { RunSummary } from '../../runs/summary.js';
import { none } from './number.js';

/** `0.931 ± 0.012 (5)` with `optimistic` where it is; a dash where there is no score. */
export function scoreText(run: RunSummary, metric: ScalarMetric = run.mainMetric): string {
  if (!run.mean || !run.std) return none;
  return formatScore({ mean: run.mean[metric], std: run.std[metric], count: run.scored });
}

/** `finished`, `running: fold 3 of 5, epoch 34`, `stopped: 2 of 5 folds finished`, `failed: …`. */
export function statusText(run: RunSummary): string {
  const { total, finished, begun } = run.folds;
  const flag = flagWord(run);
  if (run.status === 'finished') return flag !== null && run.mean ? `finished, ${flag}` : 'finished';
  if (run.status === 'failed' || run.status === 'unreadable')
    return `${run.status}: ${run.reason?.split('\n')[0] ?? 'no reason known'}`;
  const done = `${finished} of ${total} ${total === 1 ? 'fold' : 'folds'} finished`;
  const place = ({ epoch, network }: (typeof begun)[number]): string =>
    network ? `network ${network.index + 1}/${network.of}, epoch ${network.epoch}` : `epoch ${epoch}`;
  const now = begun.map((one) => `fold ${one.fold + 1} at ${place(one)}`).join(', ');
  return [`${run.status}: ${done}`, run.leaky ? 'leaky' : '', now].filter((part) => part !== '').join(', ');
}

/** Score and status, or the status alone. */
export function runLine(run: RunSummary): string {
  const score = scoreText(run);
  return score === none ? statusText(run) : `${score}, ${statusText(run)}`;
}
