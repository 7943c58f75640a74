/** A finished run as one reads it: the score, a sentence of what it means, then the evidence, then what to do next. */
import { calibrationFinding, findings } from '../../metrics/findings.js';
import { describeExperiment } from '../../config/describe.js';
import type { Calibration } from '../../metrics/calibration.js';
import type { Metrics, ScalarMetric } from '../../metrics/types.js';
import { flagWord, formatScore, metricWords } from '../../metrics/words.js';
import type { FoldState } from '../../rundir/foldState.js';
import { modelsText } from '../../rundir/networks.js';
import { testWarnings } from '../../rundir/testWarnings.js';
import type { RunPlan, RunResult } from '../../rundir/types.js';
import { uncommittedText } from '../../rundir/uncommitted.js';
import { mainMetric } from '../../runs/summary.js';
import { classTable } from './classTable.js';
import { moment } from './duration.js';
import { decisionTable } from './decisionTable.js';
import { foldTable } from './foldTable.js';
import { confusionMatrix } from './matrix.js';
import { counted, metric } from './number.js';
import { section, type Layout } from './section.js';
import type { Style } from './style.js';
import { warningLines } from './warning.js';
import { displayWidth, pad, tied, wrapText } from './width.js';

/** Everything a report is made of. */
export interface RunReport {
  /** Name of the run's directory. */
  readonly name: string;
  readonly plan: RunPlan;
  readonly result: RunResult;
  /** For the time and best value of each fold. */
  readonly folds: readonly FoldState[];
  /** Of each class, where the out-of-fold predictions count them several times. */
  readonly samples: readonly number[] | null;
  /** Of the out-of-fold predictions, where they are there. */
  readonly calibration: Calibration | null;
}

/** The whole report, sections apart by an empty line. */
export function runReport(run: RunReport, layout: Layout): string {
  const { width, style } = layout;
  const { plan, result } = run;
  const main = mainMetric(plan);
  const matrix = result.outOfFold;
  const said = [
    ...(matrix ? findings(matrix, run.samples) : []),
    ...(run.calibration ? [calibrationFinding(run.calibration)] : []),
  ]
    .flatMap((finding) => (finding ? [finding.text] : []))
    .join(' ');
  const prose = Math.min(width, 100);
  const decision = decisionTable(result, plan.data.classes, layout);
  return [
    head(run.name, plan, 'finished', layout),
    scoreLine(result, plan, main, layout),
    ...(result.mixedNumerics ? [mixedText(style, prose)] : []),
    ...(said === '' ? [] : [wrapText(said, prose)]),
    ...(matrix ? [section('Confusion', confusionCaption(matrix), confusionMatrix(matrix, layout), layout)] : []),
    ...(matrix ? [section('Classes', 'pooled out-of-fold predictions', classTable(matrix, layout), layout)] : []),
    section(
      'Folds',
      !result.mean
        ? ''
        : result.selection.leaky
          ? 'each scored on windows of samples its model has seen'
          : result.selection.optimistic
            ? 'each scored on the samples that chose its weights'
            : 'each scored once, on samples its model never saw',
      foldTable({ ...run, main }, layout),
      layout,
    ),
    ...(decision === null
      ? []
      : [section('Decision', 'fitted on the samples that select; what it gains there flatters', decision, layout)]),
    ...(result.test ? [testSection(result.test, plan, layout)] : []),
    section('Experiment', '', settings(plan, width, style), layout),
  ].join('\n\n');
}

/** Title and facts: what it is and where it came from. */
export function head(name: string, plan: RunPlan, status: string, { width, style }: Layout): string {
  const git = plan.git ? `commit ${plan.git.commit.slice(0, 7)}, ${uncommittedText(plan.git)}` : null;
  const engine = `${plan.engine} (${plan.numericClass})`;
  const facts = [name, plan.experimentFile, moment(plan.created), `seed ${plan.seed}`, git, engine].filter(
    (fact) => fact !== null,
  );
  const title = `${style.bold(plan.name)}: ${status}`;
  return [title, style.quiet(wrapWhole(facts, Math.min(width, 100)))].join('\n');
}

/** Facts one after the other; lines break between them, never inside. */
function wrapWhole(facts: readonly string[], width: number): string {
  return wrapText(facts.map((fact) => fact.replaceAll(' ', tied)).join(`${tied}· `), width);
}

function scoreLine(result: RunResult, plan: RunPlan, main: ScalarMetric, { width, style }: Layout): string {
  if (!result.mean || !result.std)
    return 'Trained on every sample: there is no score of its own. Evaluate it on other data.';
  const count = result.folds.filter((fold) => fold.metrics !== null).length;
  const score = formatScore({ mean: result.mean[main], std: result.std[main], count });
  const what = count > 1 ? `${metricWords[main]}, mean ± std of ${counted(count, 'fold')}` : metricWords[main];
  const word = flagWord(result.selection);
  const flag = word === null ? '' : `  ${style.bad(word)}`;
  const about = [what, selectionText(plan.experiment)].filter((part) => part !== '').join('; ');
  const fits = displayWidth(`${score}${flag}  ${about}`) <= width;
  const line = `${style.bold(score)}${flag}${fits ? '  ' : '\n'}${style.quiet(wrapText(about, width))}`;
  const warning = result.selection.leaky
    ? 'Leaky on purpose: windows of one sample stand on both sides of every split, so the score says nothing about new samples.'
    : result.selection.optimistic
      ? 'The scored samples chose the weights, so the score flatters; validation.selection with a fraction does not.'
      : null;
  return warning === null ? line : `${line}\n${wrapText(warning, width)}`;
}

function mixedText(style: Style, width: number): string {
  const text =
    'some folds were computed with other numerics than the plan names; the run is not reproducible bit for bit.';
  return `${style.bad('mixed numerics')}  ${wrapText(text, width - 16, 16)}`;
}

function confusionCaption(metrics: Metrics): string {
  const total = metrics.confusionMatrix.flat().reduce((sum, count) => sum + count, 0);
  return `${counted(total, 'out-of-fold prediction')}; rows the truth, columns the prediction`;
}

function testSection(test: Metrics, plan: RunPlan, layout: Layout): string {
  const models = modelsText(plan);
  const members = models === '1 model' ? 'one model' : `${models}, ${plan.experiment.ensemble.vote} vote`;
  return section(
    'Test data',
    `${counted(plan.data.testSamples, 'sample')} by ${members}`,
    [
      warningLines(testWarnings(plan), layout.width, layout.style),
      wrapText(scalars(test), layout.width),
      confusionMatrix(test, layout),
    ]
      .filter((part) => part !== null)
      .join('\n\n'),
    layout,
  );
}

/** `accuracy 0.931   balanced accuracy 0.902 …` on one line. */
export function scalars(metrics: Metrics): string {
  return (['accuracy', 'balancedAccuracy', 'macroF1', 'weightedF1', 'logLoss'] as const)
    .map((name) => `${metricWords[name]} ${metric(metrics[name])}`)
    .join('   ');
}

/** Model, training, validation and data in words, with what "auto" came to. */
export function settings({ experiment, resolved, data, guards = [] }: RunPlan, width: number, style: Style): string {
  const { training } = experiment;
  const { epochs, batchSize, patience } = resolved;
  const earlyStopping = training.earlyStopping && patience !== null ? { ...training.earlyStopping, patience } : null;
  const lines = describeExperiment({ ...experiment, training: { ...training, epochs, batchSize, earlyStopping } });
  const steps =
    data.shortest === data.longest ? counted(data.longest, 'step') : `${data.shortest} to ${data.longest} steps`;
  const size = `${counted(data.samples, 'sample')} of ${steps}, ${counted(data.channels, 'column')} used, hash ${data.hash.slice(0, 8)}`;
  const warned = guards.map(({ message }, i) => ({ label: i === 0 ? 'guards' : '', text: `${message}.` }));
  return [...lines, { label: '', text: size }, ...warned]
    .map(({ label, text }) => `${style.quiet(pad(label, 12))}${wrapText(text, Math.min(width, 100) - 12, 12)}`)
    .join('\n');
}

/** What chose the weights, in words. */
function selectionText({ model, validation: { selection } }: RunPlan['experiment']): string {
  if (model.kind !== 'recurrent') return '';
  if (selection === 'none') return 'fixed epochs, last weights';
  if (selection === 'scoredFold') return 'weights chosen on the scored samples';
  return 'weights chosen on a separate part';
}
