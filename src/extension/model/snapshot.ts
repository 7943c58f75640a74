/** What the run view is sent: a run's record, curves and log in the shape of the protocol. Pure. */
import type { RunHead, RunLive, RunOutcome } from '../../protocol/run.js';
import { networkNames, networksOf } from '../../rundir/networks.js';
import { scoredSamples } from '../../rundir/scoredSamples.js';
import { testWarnings } from '../../rundir/testWarnings.js';
import type { RunPlan, RunResult } from '../../rundir/types.js';
import { uncommittedText } from '../../rundir/uncommitted.js';
import { timeLeft } from '../../runs/timeLeft.js';
import { mainMetric, runName, type RunRecord } from './record.js';
import { settingsRows } from './settingsText.js';
import { selectionText } from './tooltip.js';

export function runHead(record: RunRecord & { readonly plan: RunPlan }): RunHead {
  const plan = record.plan;
  const selection = selectionText(record);
  return {
    name: runName(record),
    directory: record.directory,
    experimentFile: plan.experimentFile,
    created: plan.created,
    seed: plan.seed,
    commit: plan.git?.commit ?? null,
    uncommitted: plan.git ? uncommittedText(plan.git) : '',
    tasks: plan.tasks,
    folds: plan.folds,
    repeats: plan.repeats,
    samples: plan.data.samples,
    shortest: plan.data.shortest,
    longest: plan.data.longest,
    channels: plan.data.channels,
    classes: plan.data.classes,
    engine: `${plan.engine} (${plan.numericClass})`,
    epochs: plan.resolved.epochs,
    networks: networkNames(plan),
    batchSize: plan.resolved.batchSize,
    patience: plan.resolved.patience,
    baseline: plan.experiment.model.kind !== 'recurrent',
    scheme: plan.experiment.validation.scheme,
    selects: plan.experiment.validation.selection !== 'none' && plan.experiment.model.kind === 'recurrent',
    testSamples: plan.data.testSamples,
    testWarnings: testWarnings(plan),
    mainMetric: mainMetric(plan),
    // The share set apart stands with the experiment.
    selection: selection.text.replace(/ \(.*\)$/, ''),
    optimistic: selection.optimistic,
    leaky: selection.leaky,
    settings: settingsRows(plan),
  };
}

export function runLive(record: RunRecord, log: readonly string[], mayTrain: boolean): RunLive {
  const running = record.status === 'running';
  const workers = record.owner?.workers ?? null;
  return {
    name: runName(record),
    status: record.status,
    reason: record.reason,
    elapsed: record.folds.reduce((sum, fold) => sum + fold.seconds, 0),
    left:
      running && record.plan
        ? timeLeft(record.folds, record.plan.resolved.epochs, workers ?? 1, networksOf(record.plan).length)
        : null,
    workers,
    log,
    canStop: running,
    canResume: mayTrain && (record.status === 'stopped' || record.status === 'failed'),
    canStart: mayTrain && record.status === 'queued',
    starred: record.notes.star,
  };
}

export function runOutcome(plan: RunPlan | null, result: RunResult | null): RunOutcome | null {
  if (!result) return null;
  return {
    mean: result.mean,
    std: result.std,
    outOfFold: result.outOfFold,
    samples: scoredSamples(plan, result),
    test: result.test,
    bestEpochs: result.folds.map((fold) => fold.bestEpoch),
    mixedNumerics: result.mixedNumerics === true,
  };
}
