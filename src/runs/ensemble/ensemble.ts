/** An ensemble of chosen runs from what they have predicted out of fold: nothing is trained. */
import { deriveKey, RandomStream } from '../../base/random.js';
import { dealEvenly, dealGroups } from '../../data/deal.js';
import { computeMetrics } from '../../metrics/classification.js';
import type { BootstrapDifference } from '../../metrics/bootstrap.js';
import type { Metrics, ScalarMetric } from '../../metrics/types.js';
import { predictedClasses } from '../../rundir/predictions.js';
import { compareOverSamples } from '../overSamples.js';
import { mainMetric } from '../summary.js';
import { combine, greedyWeights, oriented, weightsOf, type EnsembleMethod, type Pool } from './combine.js';
import { readMembers, type MemberSet } from './members.js';
import { joinStoredTest, type JoinedTest } from './testData.js';

/** One run in an ensemble; in the order in which they are added. */
export interface MemberRow {
  readonly run: string;
  readonly title: string;
  /** Pooled out-of-fold score alone. */
  readonly score: number;
  /** Weight in the ensemble, fitted on all samples where it is fitted; null where each run has a vote. */
  readonly weight: number | null;
  /** Score of the plain mean of this and all runs above, and what it adds to that of those above; of greedy: as it went. */
  readonly together: number;
  readonly gain: number | null;
  /** Share of the samples for which it predicts the same class as the other runs together; null of a single run. */
  readonly agreement: number | null;
  readonly optimistic: boolean;
}

export interface RunEnsemble {
  readonly method: EnsembleMethod;
  readonly metric: ScalarMetric;
  readonly unit: MemberSet['unit'];
  readonly otherData: MemberSet['otherData'];
  readonly parting: MemberSet['parting'];
  readonly classes: readonly string[];
  readonly samples: readonly string[];
  readonly labels: Int32Array;
  /** Samples x classes. Weights are fitted on other samples than those that they are applied to. */
  readonly probabilities: Float64Array;
  readonly metrics: Metrics;
  /** Weights were fitted, sample by sample on the others' folds. */
  readonly crossFitted: boolean;
  /** The best run, chosen in the same way: on other samples than those it is scored on. */
  readonly bestRun: Metrics;
  /** Its score less that of the best run, with an interval over samples (groups where there are); null of a single member. */
  readonly difference: BootstrapDifference | null;
  /** In the order of the runs: what test data are joined with. */
  readonly weights: readonly number[];
  readonly rows: readonly MemberRow[];
  /** Mean share of samples on which two runs predict the same class; null of a single run. */
  readonly pairAgreement: number | null;
  readonly optimistic: boolean;
  /** Their test data, by what each run predicted of it; a reason where that does not fit together, null where there is none. */
  readonly test: JoinedTest | { readonly reason: string } | null;
}

/** @throws UserError where runs do not fit together; see `readMembers` */
export async function runEnsemble(
  directories: readonly string[],
  method: EnsembleMethod,
  metric?: ScalarMetric,
): Promise<RunEnsemble> {
  const set = await readMembers(directories);
  const ensemble = ensembleOf(set, method, metric ?? mainMetric(set.members[0].plan));
  const parts = set.members.map(({ directory, plan }) => ({ directory, testHash: plan.data.testHash }));
  // Of one run it is the run's own: its submission.
  return { ...ensemble, test: set.unit === 'run' ? await joinStoredTest(parts, ensemble) : null };
}

/** The ensemble of members that are read, without test data. Pure. */
export function ensembleOf(set: MemberSet, method: EnsembleMethod, metric: ScalarMetric): Omit<RunEnsemble, 'test'> {
  const { classes, samples, labels, unit, otherData, parting, groups } = set;
  const members = set.members.map(({ probabilities }) => probabilities);
  const pool: Pool = { classes, labels, members };
  const fitted = method === 'weighted' || method === 'greedy';
  const scoreOf = (probabilities: Float64Array): Metrics => computeMetrics(labels, probabilities, classes);
  const weights = weightsOf(pool, method, metric);
  const part = parts(set);
  const probabilities = fitted
    ? crossFit(set, part, (own) => weightsOf(own, method, metric))
    : combine(members, classes.length, weights, method);
  const best = crossFit(set, part, (own) => bestAlone(own, metric));
  return {
    ...{
      method,
      metric,
      unit,
      otherData,
      parting,
      classes,
      samples,
      labels,
      probabilities,
      crossFitted: fitted,
      weights,
    },
    metrics: scoreOf(probabilities),
    bestRun: scoreOf(best),
    difference: members.length < 2 ? null : overSamples(set, probabilities, best, metric, groups),
    rows: memberRows(set, pool, method, metric, weights),
    pairAgreement: meanAgreement(members, classes.length),
    optimistic: set.members.some(({ optimistic }) => optimistic),
  };
}

/** Drawn samples, as suites compare their rows: it leaves out the variance of training. */
function overSamples(
  { classes, samples, labels }: MemberSet,
  probabilities: Float64Array,
  best: Float64Array,
  metric: ScalarMetric,
  groups: ReadonlyMap<string, string> | null,
): BootstrapDifference | null {
  const system = (name: string, own: Float64Array) => ({
    name,
    predictions: [{ classes, samples, labels, repeat: null, fold: null, probabilities: own }],
  });
  const systems = [system('best', best), system('ensemble', probabilities)];
  return compareOverSamples(systems, 0, metric, groups).differences[1];
}

/** Weight 1 for the run with the best score. */
function bestAlone({ labels, members, classes }: Pool, metric: ScalarMetric): number[] {
  const scores = members.map((member) => oriented(computeMetrics(labels, member, classes)[metric], metric));
  const best = scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
  return members.map((_, m) => (m === best ? 1 : 0));
}

/** Each part's samples by weights that were found on all other parts. */
function crossFit(set: MemberSet, part: Int32Array, fit: (pool: Pool) => number[]): Float64Array {
  const width = set.classes.length;
  const joined = new Float64Array(set.samples.length * width);
  for (const own of new Set(part)) {
    const inside = [...part.keys()].filter((i) => part[i] === own);
    const outside = [...part.keys()].filter((i) => part[i] !== own);
    const rows = (values: Float64Array, chosen: readonly number[]): Float64Array =>
      Float64Array.from(chosen.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)]));
    const pick = (chosen: readonly number[]): Float64Array[] =>
      set.members.map(({ probabilities }) => rows(probabilities, chosen));
    const weights = fit({
      classes: set.classes,
      labels: Int32Array.from(outside, (i) => set.labels[i]),
      members: pick(outside),
    });
    const values = combine(pick(inside), width, weights, 'mean');
    inside.forEach((i, at) => {
      joined.set(values.subarray(at * width, (at + 1) * width), i * width);
    });
  }
  return joined;
}

/** The folds of the set, which keep groups together; where there is one only, five stratified parts that do as well. */
function parts({ fold, samples, labels, groups }: MemberSet): Int32Array {
  if (new Set(fold).size > 1) return fold;
  const stream = new RandomStream(deriveKey(0, 'split'));
  const names = samples.map((sample) => groups?.get(sample) ?? null);
  const distinct = [...new Set(names)];
  // Of a single group nothing else could be held out.
  if (distinct.length < 2 || distinct.includes(null)) return dealEvenly(labels, Math.min(5, labels.length), stream);
  const count = Math.min(5, distinct.length);
  const numbers = names.map((name) => distinct.indexOf(name));
  return dealGroups(labels, numbers, Array<number>(count).fill(1 / count), stream);
}

function memberRows(
  set: MemberSet,
  pool: Pool,
  method: EnsembleMethod,
  metric: ScalarMetric,
  weights: readonly number[],
): MemberRow[] {
  const { classes, labels, members } = pool;
  const score = (values: Float64Array): number => computeMetrics(labels, values, classes)[metric];
  const equal = (chosen: readonly number[]): Float64Array =>
    combine(
      chosen.map((m) => members[m]),
      classes.length,
      chosen.map(() => 1 / chosen.length),
      method === 'majority' ? 'majority' : 'mean',
    );
  const greedy = method === 'greedy' ? greedyWeights(pool, metric).steps.map(({ member }) => member) : [];
  // Those that were never taken come last.
  const order = [...new Set([...greedy, ...members.keys()])];
  const all = [...members.keys()];
  let above: number | null = null;
  return order.map((m, i): MemberRow => {
    const taken = order.slice(0, i + 1);
    const together = score(equal(taken));
    const gain: number | null = above === null ? null : together - above;
    above = together;
    const others = all.filter((other) => other !== m);
    return {
      ...{ run: set.members[m].name, title: set.members[m].plan.name, optimistic: set.members[m].optimistic },
      score: score(members[m]),
      weight: method === 'majority' ? null : weights[m],
      together,
      gain,
      agreement: others.length === 0 ? null : agreement(members[m], equal(others), classes.length),
    };
  });
}

/** Share of samples with the same predicted class. */
function agreement(a: Float64Array, b: Float64Array, classes: number): number {
  const [mine, theirs] = [predictedClasses(a, classes), predictedClasses(b, classes)];
  return mine.reduce((same, predicted, i) => same + (predicted === theirs[i] ? 1 : 0), 0) / mine.length;
}

function meanAgreement(members: readonly Float64Array[], classes: number): number | null {
  const pairs = members.flatMap((a, i) => members.slice(i + 1).map((b) => agreement(a, b, classes)));
  return pairs.length === 0 ? null : pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}
