/** Which runs a clean-up would delete. Pure. */
import { experimentPath, mainMetric, recordScore, type RunRecord } from './record.js';

export interface PruneRule {
  /** Of each experiment so many runs with the best scores stay; null: only runs without a score go. */
  readonly keepBest: number | null;
}

/**
 * The runs to delete, in the order given. Starred and running runs stay, and what cannot be read: nobody knows what it is.
 * Scores are those of the run's own main metric.
 */
export function runsToPrune(runs: readonly RunRecord[], { keepBest }: PruneRule): RunRecord[] {
  const kept = new Set<RunRecord>();
  const byExperiment = new Map<string, { record: RunRecord; value: number }[]>();
  for (const record of runs) {
    const score = record.status === 'finished' ? recordScore(record) : null;
    if (!score) continue;
    if (keepBest === null) {
      kept.add(record);
      continue;
    }
    const key = experimentPath(record) ?? '';
    const value = mainMetric(record.plan) === 'logLoss' ? -score.mean : score.mean;
    byExperiment.set(key, [...(byExperiment.get(key) ?? []), { record, value }]);
  }
  for (const own of byExperiment.values()) {
    own.sort((a, b) => b.value - a.value);
    for (const { record } of own.slice(0, keepBest ?? 0)) kept.add(record);
  }
  return runs.filter(
    (record) =>
      !kept.has(record) &&
      !record.notes.star &&
      (['stopped', 'failed', 'finished'] as string[]).includes(record.status),
  );
}

/** `12 KB`, `3.4 MB`, `1.2 GB`, as disks are sold: by thousands. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
