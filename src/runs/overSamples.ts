/** Runs against a baseline over their samples: pooled predictions, one a sample, drawn again and again. */
import { deriveKey } from '../base/random.js';
import { bootstrapDifference, type BootstrapDifference } from '../metrics/bootstrap.js';
import { argmax } from '../metrics/confusion.js';
import { resample, type PooledSystems } from '../metrics/resample.js';
import { selectionEffect, type Picking } from '../metrics/selectionEffect.js';
import type { ScalarMetric } from '../metrics/types.js';
import { isMissing } from '../rundir/atomic.js';
import { runPaths } from '../rundir/paths.js';
import type { Predictions } from '../rundir/predictions.js';
import { readSamples } from '../rundir/samples.js';

/** A system to compare: the out-of-fold predictions of its runs (seeds), with all their repeats. */
export interface SampleSystem {
  readonly name: string;
  readonly predictions: readonly Predictions[];
}

export interface OverSamples {
  /** In the order of the systems; that of the baseline is null. */
  readonly differences: readonly (BootstrapDifference | null)[];
  readonly scores: readonly number[];
  /** Null with fewer than two systems. */
  readonly picking: Picking | null;
}

/** Draws: enough for two digits of an interval's ends; fewer where very many samples would take seconds. */
const most = 2000;
const least = 400;
const budget = 6e7;

/**
 * All systems must have been scored on the same samples (`pairingProblem`).
 * @param groups of the samples by id, where what stays together is known
 */
export function compareOverSamples(
  systems: readonly SampleSystem[],
  baseline: number,
  metric: ScalarMetric,
  groups: ReadonlyMap<string, string> | null,
): OverSamples {
  const data = poolSystems(systems, baseline, groups);
  const count = Math.max(least, Math.min(most, Math.floor(budget / (data.labels.length * systems.length))));
  const resamples = resample(data, metric, count, deriveKey(0, 'bootstrap'));
  const lower = metric === 'logLoss';
  const { best, score, effect, chosen } = selectionEffect(resamples, lower);
  // An estimate below nothing is noise: picking never makes a score worse than it is.
  const flattery = lower ? Math.min(0, effect) : Math.max(0, effect);
  return {
    differences: systems.map((_, s) => (s === baseline ? null : bootstrapDifference(resamples, s, baseline))),
    scores: resamples.whole,
    picking:
      systems.length < 2
        ? null
        : {
            ...{ best: systems[best].name, score, corrected: score - flattery },
            ...{ chosen: chosen[best], rows: systems.length },
          },
  };
}

/** One prediction a sample: the mean of the probabilities of its repeats and seeds, each from a model that never saw it. */
export function poolSystems(
  systems: readonly SampleSystem[],
  baseline: number,
  groups: ReadonlyMap<string, string> | null,
): PooledSystems {
  const [first] = systems[baseline].predictions;
  const ids = [...new Set(first.samples)];
  const at = new Map(ids.map((id, i) => [id, i]));
  const labels = new Int32Array(ids.length);
  first.samples.forEach((id, i) => (labels[at.get(id)!] = first.labels[i]));
  const known = ids.map((id) => groups?.get(id) ?? `\0${id}`);
  const order = new Map([...new Set(known)].map((name, i) => [name, i]));
  return {
    labels,
    classes: first.classes.length,
    groups: groups && Int32Array.from(known, (name) => order.get(name)!),
    systems: systems.map(({ predictions }) => pool(predictions, at, labels, first.classes)),
  };
}

function pool(
  sets: readonly Predictions[],
  at: ReadonlyMap<string, number>,
  labels: Int32Array,
  classes: readonly string[],
) {
  const width = classes.length;
  const sums = new Float64Array(at.size * width);
  const counts = new Float64Array(at.size);
  for (const set of sets) {
    const column = set.classes.map((name) => classes.indexOf(name));
    set.samples.forEach((id, i) => {
      const row = at.get(id)!;
      counts[row]++;
      column.forEach((c, j) => (sums[row * width + c] += set.probabilities[i * width + j]));
    });
  }
  return {
    predicted: Int32Array.from(counts, (_, i) => argmax(sums, i * width, width)),
    losses: Float64Array.from(counts, (count, i) => -Math.log(clip(sums[i * width + labels[i]] / count))),
  };
}

/** As in `computeMetrics`. */
const clip = (p: number): number => Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON);

/** Group of each sample a run was trained on; null where there are none, or the run does not say. */
export async function readGroups(runDirectory: string): Promise<ReadonlyMap<string, string> | null> {
  const records = await readSamples(runPaths(runDirectory).samples).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const known = records.flatMap(({ sample, group }) => (group === null ? [] : [[sample, group] as const]));
  return known.length === 0 ? null : new Map(known);
}
