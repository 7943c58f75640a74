/** An ensemble as it is printed and kept in `ensemble.json`: everything but the predictions; and what it says in sentences. Pure. */
import type { BootstrapDifference } from '../../metrics/bootstrap.js';
import type { Metrics } from '../../metrics/types.js';
import { formatMetric, formatSigned } from '../../metrics/words.js';
import { formatVersion } from '../../rundir/types.js';
import type { RunEnsemble } from './ensemble.js';

export type EnsembleDocument = Pick<
  RunEnsemble,
  | 'method'
  | 'metric'
  | 'unit'
  | 'classes'
  | 'metrics'
  | 'bestRun'
  | 'difference'
  | 'crossFitted'
  | 'rows'
  | 'pairAgreement'
  | 'optimistic'
> & {
  readonly formatVersion: number;
  /** Runs trained on other data than the first, and runs that do not keep groups together; left out where there are none. */
  readonly otherData?: readonly string[];
  readonly parting?: readonly string[];
  readonly samples: number;
  /** Of the test data of the runs, or of new data; `seen` of them a run was trained on. No metrics where a label is missing. */
  readonly test: {
    readonly samples: number;
    readonly seen: number;
    /** What else makes the score say less; not there in documents of before it was looked for. */
    readonly warnings?: readonly string[];
    readonly metrics: Metrics | null;
  } | null;
};

export function ensembleDocument(ensemble: RunEnsemble, test: EnsembleDocument['test']): EnsembleDocument {
  const { method, metric, unit, classes, metrics, bestRun, difference, crossFitted, rows } = ensemble;
  const { pairAgreement, optimistic, otherData, parting } = ensemble;
  const samples = ensemble.samples.length;
  return {
    formatVersion,
    method,
    metric,
    unit,
    ...(otherData.length > 0 ? { otherData } : {}),
    ...(parting.length > 0 ? { parting } : {}),
    classes,
    samples,
    metrics,
    bestRun,
    difference,
    crossFitted,
    rows,
    pairAgreement,
    optimistic,
    test,
  };
}

/** How members are joined, in a few words. */
export const methodWords = {
  mean: 'probabilities averaged',
  majority: 'one vote each',
  weighted: 'weights with the smallest log loss',
  greedy: 'added while it gets better',
} as const;

/** Whether it is worth it. */
export function ensembleSentence({
  unit,
  metrics,
  bestRun,
  metric: by,
  pairAgreement,
  difference: found,
}: EnsembleDocument): string {
  const difference = metrics[by] - bestRun[by];
  const better = by === 'logLoss' ? -difference : difference;
  const than = `the best ${unit} alone, chosen on other folds than it is scored on (${formatMetric(bestRun[by])})`;
  const what = Math.abs(better) < 0.0005 ? `As good as ${than}.` : `${formatSigned(difference)} against ${than}.`;
  const said = found ? `${what} ${intervalText(found)}` : what;
  return pairAgreement === null ? said : `${said} Two ${unit}s agree on ${percentText(pairAgreement)} of the samples.`;
}

/** What other samples would have said; it must not be taken for what other trainings would. */
function intervalText({ low, high }: BootstrapDifference): string {
  const word =
    low > 0 || high < 0 ? 'more than the choice of samples explains' : 'no more than the choice of samples explains';
  const of = `${formatSigned(low)} … ${formatSigned(high)}`;
  return `Over samples (95 %): ${of}, ${word}; it leaves out the variance of training.`;
}

/** What the figures rest on. */
export function ensembleNotes({ method, crossFitted, unit, otherData, parting }: EnsembleDocument): string {
  const fitted = crossFitted
    ? 'For the score above, weights were fitted for each fold on the samples of the others; those in the table on all.'
    : 'Nothing was fitted.';
  const order = method === 'greedy' ? 'in the order in which they were taken' : 'in the order given';
  const data = otherData
    ? `Trained on other data than the first run: ${otherData.join(', ')}; that the samples are the same is known by ids and labels only. `
    : '';
  const groups = parting
    ? `Not kept together in the splits of ${parting.join(', ')}: groups, of which its models have seen others; such scores flatter. `
    : '';
  return `${data}${groups}${fitted} So far, gain: ${unit}s joined with equal weights, ${order}; on the scored samples themselves, so the order flatters where it was chosen. Agreement: same class as the others together.${unit === 'member' ? ' A member is another network in each fold.' : ''}`;
}

/** `400 samples; nothing was chosen by them`. */
export function testText({ samples, seen }: NonNullable<EnsembleDocument['test']>): string {
  const count = `${samples.toLocaleString('en-US')} ${samples === 1 ? 'sample' : 'samples'}`;
  return `${count}; ${seen > 0 ? `a run was trained on ${seen} of them` : 'nothing was chosen by them'}`;
}

export function percentText(share: number): string {
  return `${Math.round(100 * share)} %`;
}
