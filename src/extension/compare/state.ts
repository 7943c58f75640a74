/** Everything a view of a comparison shows, from runs that were read. Pure. */
import {
  asideSentence,
  classSpreadSentence,
  evidenceSentence,
  namedInText,
  type ComparedRun as Judged,
} from '../../metrics/comparisonFindings.js';
import { align, meanBand } from '../../metrics/foldCurves.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { flagMeanings } from '../../metrics/words.js';
import type {
  ChangedSample,
  CompareChoice,
  Compared,
  ComparedCurve,
  ComparedFront,
  ComparedRun,
} from '../../protocol/compare.js';
import { comparisonOf, distinctNames, type Comparison } from '../../runs/compare.js';
import { changedSamples, foldDifferences } from '../../runs/pairing.js';
import { mainMetric } from '../../runs/summary.js';
import { factsOf } from './facts.js';
import type { CompareInput, MissingRun } from './inputs.js';

/** So many of the samples that changed sides are sent. */
const mostSamples = 200;

/** @param inputs two or more, in the order in which they were chosen */
export function comparedState(
  inputs: readonly CompareInput[],
  missing: readonly MissingRun[],
  choice: CompareChoice,
): { compared: Compared; comparison: Comparison } {
  const baseline = inputs.find(({ directory }) => directory === choice.baseline) ?? inputs[0];
  const ordered = [baseline, ...inputs.filter((input) => input !== baseline)];
  const comparison = comparisonOf(ordered, choice.metric ?? mainMetric(baseline.plan));
  const { metric, margin, settings } = comparison;
  const labels = distinctNames(inputs);
  const labelOf = (input: CompareInput): string => labels[inputs.indexOf(input)];
  const folds = baseline.result.folds;
  const runs = inputs.map((input, i): ComparedRun => {
    const row = comparison.runs[ordered.indexOf(input)];
    const aside = row.setAside !== null;
    return {
      ...row,
      ...{ directory: input.directory, label: labels[i], starred: input.starred },
      ...{ parameters: input.parameters, seconds: input.seconds },
      classF1: aside ? null : classF1(input, baseline.plan.data.classes),
      foldScores: aside ? null : folds.map(({ repeat, fold }) => scoreOfFold(input, repeat, fold, metric)),
      curve: aside ? null : curveOf(input, metric),
    };
  });
  const front = frontOf(runs, choice.front, metric === 'logLoss');
  const inFront = inputs.find(({ directory }) => directory === front?.directory);
  const compared = runs.filter((run) => run.verdict !== null);
  const aside = runs.flatMap(({ label, setAside }) => (setAside === null ? [] : [{ name: label, reason: setAside }]));
  const classes = baseline.plan.data.classes;
  const shown = runs.flatMap((run) => (run.classF1 ? [run.classF1] : []));
  return {
    comparison,
    compared: {
      ...{ metric, margin, runs, missing, classes, baseline: baseline.directory },
      // Of the baseline first; the view has the runs in the order chosen.
      settings: settings.map(({ path, values }) => ({
        path,
        values: inputs.map((input) => values[ordered.indexOf(input)] ?? null),
      })),
      finding: comparison.finding ?? asideSentence(aside, labelOf(baseline)),
      evidence:
        front && inFront
          ? evidenceOf(
              front,
              inFront,
              baseline,
              metric,
              compared.length === 1 ? 'It' : namedInText({ name: front.label }),
            )
          : null,
      facts: factsOf(inputs, runs, baseline),
      notes: notesOf(comparison, compared.length),
      warning: warningOf(runs),
      folds: folds.map(({ repeat, fold }) =>
        baseline.plan.repeats > 1 ? `fold ${repeat + 1}.${fold + 1}` : `fold ${fold + 1}`,
      ),
      front: inFront ? sidesOf(inFront, baseline) : null,
      classFinding: classSpreadSentence(classes, shown),
    },
  };
}

/** The run chosen; else the best of the better ones, else the best. */
function frontOf(runs: readonly ComparedRun[], chosen: string | null, lowerIsBetter: boolean): ComparedRun | null {
  const compared = runs.filter((run) => run.verdict !== null);
  const known = compared.find(({ directory }) => directory === chosen);
  if (known) return known;
  const better = compared.filter(({ verdict }) => verdict === 'better');
  const gain = (run: ComparedRun): number => (lowerIsBetter ? -1 : 1) * (run.difference?.difference ?? 0);
  const [first, ...rest] = better.length > 0 ? better : compared;
  return first ? rest.reduce((a, b) => (gain(b) > gain(a) ? b : a), first) : null;
}

function evidenceOf(
  front: ComparedRun,
  input: CompareInput,
  baseline: CompareInput,
  metric: ScalarMetric,
  subject: string,
): string {
  const judged: Judged = { name: front.label, result: front.difference!, verdict: front.verdict! };
  const differences = foldDifferences(input.result, baseline.result, metric);
  const { fixed, broken } = front.changed!;
  return evidenceSentence({ ...judged, differences, fixed, broken, lowerIsBetter: metric === 'logLoss' }, subject);
}

function sidesOf(run: CompareInput, baseline: CompareInput): ComparedFront {
  const { fixed, broken, bothWrong } = changedSamples(run, baseline);
  const change = ({ before, after }: ChangedSample): number => Math.abs(after - before);
  const most = (samples: ChangedSample[]): ComparedFront['fixed'] => ({
    count: samples.length,
    samples: [...samples].sort((a, b) => change(b) - change(a)).slice(0, mostSamples),
  });
  const classes = baseline.plan.data.classes;
  return {
    directory: run.directory,
    ...{ fixed: most(fixed), broken: most(broken), bothWrong: bothWrong.length },
    matrix: matrixOf(run, classes),
    before: matrixOf(baseline, classes),
  };
}

/** In the baseline's order of classes. */
function matrixOf({ result }: CompareInput, classes: readonly string[]): number[][] {
  const pooled = result.outOfFold;
  const at = (name: string): number => pooled?.classes.indexOf(name) ?? -1;
  return classes.map((truth) => classes.map((predicted) => pooled?.confusionMatrix[at(truth)]?.[at(predicted)] ?? 0));
}

function classF1({ result }: CompareInput, classes: readonly string[]): number[] | null {
  const pooled = result.outOfFold;
  return pooled && classes.every((name) => Object.hasOwn(pooled.perClass, name))
    ? classes.map((name) => pooled.perClass[name].f1)
    : null;
}

function scoreOfFold({ result }: CompareInput, repeat: number, fold: number, metric: ScalarMetric): number | null {
  const own = result.folds.find((each) => each.repeat === repeat && each.fold === fold);
  return own?.metrics?.[metric] ?? null;
}

function curveOf({ columns, result }: CompareInput, metric: ScalarMetric): ComparedCurve | null {
  const name = metric === 'logLoss' ? 'selectLoss' : metric;
  const length = columns.reduce((most, own) => Math.max(most, own.epoch.at(-1) ?? 0), 0);
  if (length < 2) return null;
  const rows = columns.map((own) => align(own.epoch, own[name], length));
  const used = rows.filter((row) => row.some((value) => value !== null));
  if (used.length === 0) return null;
  const band = meanBand(used);
  const mean = band?.mean ?? used[0];
  const bests = result.folds.map(({ bestEpoch }) => bestEpoch);
  const best = Math.round(bests.reduce((sum, epoch) => sum + epoch, 0) / Math.max(1, bests.length));
  return {
    mean,
    low: band?.low ?? null,
    high: band?.high ?? null,
    best: typeof mean[best - 1] === 'number' ? best : null,
  };
}

function notesOf({ caveats, margin, runs }: Comparison, compared: number): string[] {
  if (compared === 0) return [];
  const holm = compared > 1 ? `, Holm’s adjustment over the ${compared} comparisons` : '';
  return [
    ...caveats.filter((text) => !text.startsWith('All scores are optimistic')),
    ...(runs.some(({ difference }) => typeof difference?.low === 'number')
      ? [
          `Shaded: ±${margin.toFixed(3)}, within which an interval counts as equivalent.`,
          `Corrected t-test over folds (Nadeau and Bengio)${holm}.`,
        ]
      : []),
  ];
}

function warningOf(runs: readonly ComparedRun[]): string | null {
  if (runs.every(({ leaky }) => leaky)) return `All scores are leaky: ${flagMeanings['leaky']}.`;
  return runs.every(({ optimistic }) => optimistic)
    ? `All scores are optimistic: ${flagMeanings['optimistic']}.`
    : null;
}
