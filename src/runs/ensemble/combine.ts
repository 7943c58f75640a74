/** Ways to join members to one prediction, and to find their weights. Pure. */
import { joinVotes } from '../../data/votes.js';
import { computeMetrics } from '../../metrics/classification.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { storable } from '../../rundir/predictions.js';

/** mean and majority need no fitting; weighted and greedy find weights on samples with labels. */
export const ensembleMethods = ['mean', 'majority', 'weighted', 'greedy'] as const;
export type EnsembleMethod = (typeof ensembleMethods)[number];

/** Predictions of some members for the same samples. */
export interface Pool {
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  /** Of each member, samples x classes. */
  readonly members: readonly Float64Array[];
}

/** Weighted mean of the members (weights sum to 1), or the share of their votes. @returns samples x classes, as stored */
export function combine(
  members: readonly Float64Array[],
  classes: number,
  weights: readonly number[],
  method: EnsembleMethod,
): Float64Array {
  if (method === 'majority') {
    const size = members[0].length;
    const pooled = new Float64Array(members.length * size);
    members.forEach((member, m) => {
      pooled.set(member, m * size);
    });
    const samples = size / classes;
    const target = Int32Array.from({ length: members.length * samples }, (_, row) => row % samples);
    return storable(joinVotes(target, pooled, classes, samples, 'majority'));
  }
  return storable(weightedMean(members, weights));
}

function weightedMean(members: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const mean = new Float64Array(members[0].length);
  members.forEach((member, m) => {
    if (weights[m] > 0) for (let i = 0; i < mean.length; i++) mean[i] += weights[m] * member[i];
  });
  return mean;
}

/** The weights of a method, found on `pool`. */
export function weightsOf(pool: Pool, method: EnsembleMethod, metric: ScalarMetric): number[] {
  if (method === 'weighted') return likelihoodWeights(pool);
  if (method === 'greedy') return greedyWeights(pool, metric).weights;
  return pool.members.map(() => 1 / pool.members.length);
}

/**
 * The weights with the smallest log loss of the mixture, by expectation maximisation: convex, so the start does not matter.
 * Every round a member's weight becomes its mean share in the probability of the label.
 */
export function likelihoodWeights({ labels, members, classes }: Pool): number[] {
  let weights = members.map(() => 1 / members.length);
  for (let round = 0; round < 300; round++) {
    const sums = members.map(() => 0);
    labels.forEach((label, i) => {
      const shares = members.map((member, m) => weights[m] * Math.max(member[i * classes.length + label], 1e-9));
      const total = shares.reduce((a, b) => a + b);
      shares.forEach((share, m) => (sums[m] += share / total));
    });
    const next = sums.map((sum) => sum / labels.length);
    const moved = next.reduce((most, weight, m) => Math.max(most, Math.abs(weight - weights[m])), 0);
    weights = next;
    if (moved < 1e-6) break;
  }
  return weights;
}

/** Rounds of the selection; a member may be taken again, which is how it gets more weight. */
const mostRounds = 25;

export interface GreedySteps {
  readonly weights: number[];
  /** Members in the order in which they were taken, and the score after each. */
  readonly steps: readonly { readonly member: number; readonly score: number }[];
}

/**
 * Forward selection with replacement (Caruana et al. 2004, https://doi.org/10.1145/1015330.1015432): always the member that makes the
 * mean best, as long as it gets better; of equals the one with the lower log loss.
 */
export function greedyWeights({ labels, members, classes }: Pool, metric: ScalarMetric): GreedySteps {
  const sum = new Float64Array(members[0].length);
  const counts = members.map(() => 0);
  const steps: { member: number; score: number }[] = [];
  let best = { value: -Infinity, loss: Infinity };
  for (let round = 1; round <= mostRounds; round++) {
    let chosen: { member: number; value: number; loss: number } | null = null;
    for (let member = 0; member < members.length; member++) {
      const metrics = computeMetrics(
        labels,
        sum.map((value, i) => (value + members[member][i]) / round),
        classes,
      );
      const candidate = { member, value: oriented(metrics[metric], metric), loss: metrics.logLoss };
      if (chosen === null || isBetter(candidate, chosen)) chosen = candidate;
    }
    if (chosen === null || !isBetter(chosen, best)) break;
    best = chosen;
    members[chosen.member].forEach((value, i) => (sum[i] += value));
    counts[chosen.member]++;
    steps.push({ member: chosen.member, score: oriented(chosen.value, metric) });
  }
  return { weights: counts.map((count) => count / steps.length), steps };
}

/** Larger is better. */
export function oriented(value: number, metric: ScalarMetric): number {
  return metric === 'logLoss' ? -value : value;
}

function isBetter(a: { value: number; loss: number }, b: { value: number; loss: number }): boolean {
  return a.value > b.value + 1e-12 || (Math.abs(a.value - b.value) <= 1e-12 && a.loss < b.loss - 1e-9);
}
