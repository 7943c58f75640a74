/** What a report says of single runs: data, method, scores, folds, confusion, guards, versions, how to do it again. Pure. */
import { describeExperiment } from '../../config/describe.js';
import { findings } from '../../metrics/findings.js';
import type { Metrics, ScalarMetric } from '../../metrics/types.js';
import { flagMeanings, flagWord, formatMetric, formatScore, metricWords } from '../../metrics/words.js';
import { mainMetric } from '../../runs/summary.js';
import { scoredSamples } from '../../rundir/scoredSamples.js';
import { testWarnings } from '../../rundir/testWarnings.js';
import type { RunPlan, RunResult } from '../../rundir/types.js';
import { uncommitted } from '../../rundir/uncommitted.js';
import type { Block } from './blocks.js';

const count = (value: number): string => value.toLocaleString('en-US');

export function dataBlocks({ data, columns, experiment }: RunPlan): Block[] {
  const total = data.counts.reduce((sum, n) => sum + n, 0);
  const steps =
    data.shortest === data.longest ? `${data.longest} steps each` : `${data.shortest} to ${data.longest} steps`;
  const { train, labels, test, group } = experiment.data;
  return [
    { kind: 'heading', text: 'Data' },
    {
      kind: 'text',
      text: [
        `${count(data.samples)} samples of ${steps} from ${[train, labels].filter((file) => file !== null).join(' and ')}; ${columns.continuous.length} continuous and ${columns.categorical.length} categorical columns.`,
        group === null ? 'No groups: each sample stands by itself.' : `Samples of one ${group} are never split.`,
        ...(test === null ? [] : [`Test data: ${test}, ${count(data.testSamples)} samples.`]),
        `Content hash ${data.hash}.`,
      ].join(' '),
    },
    {
      kind: 'table',
      head: ['class', 'samples', 'share'],
      numbers: [1, 2],
      rows: data.classes.map((name, c) => [
        name,
        count(data.counts[c]),
        `${((100 * data.counts[c]) / total).toFixed(1)} %`,
      ]),
    },
  ];
}

/** The method as configured, with what "auto" came to. */
export function methodRows({ experiment, resolved }: RunPlan): string[][] {
  const { training } = experiment;
  const { epochs, batchSize, patience } = resolved;
  const stopping = training.earlyStopping;
  const earlyStopping = stopping && patience !== null ? { ...stopping, patience } : stopping;
  const lines = describeExperiment({ ...experiment, training: { ...training, epochs, batchSize, earlyStopping } });
  return [...lines.map(({ label, text }) => [label, text]), ['seed', String(experiment.seed)]];
}

/** Mean ± std of folds and the pooled value stand apart, with their names. */
export function scoreBlocks(plan: RunPlan, result: RunResult): Block[] {
  const { mean, std, outOfFold, folds, test } = result;
  const flag = flagWord(result.selection);
  const shown: ScalarMetric[] = ['weightedF1', 'macroF1', 'balancedAccuracy', 'accuracy', 'logLoss'];
  const scored = folds.filter(({ metrics }) => metrics !== null);
  if (!mean || !std || !outOfFold)
    return [
      { kind: 'text', text: 'Trained on every sample: there is no score of its own.' },
      ...testBlocks(test, plan),
    ];
  const main = mainMetric(plan);
  const said = findings(outOfFold, scoredSamples(plan, result)).map(({ text }) => text);
  return [
    {
      kind: 'text',
      text: `${metricWords[main]} ${formatScore({ mean: mean[main], std: std[main], count: scored.length })}, mean ± standard deviation over folds${flag === null ? '' : `; ${flag}: ${flagMeanings[flag]}`}.${said.length > 0 ? ` ${said.join(' ')}` : ''}`,
    },
    {
      kind: 'table',
      head: ['', ...shown.map((name) => metricWords[name])],
      numbers: shown.map((_, i) => i + 1),
      rows: [
        ...scored.map(({ repeat, fold, metrics }) => [
          plan.repeats > 1 ? `repeat ${repeat + 1}, fold ${fold + 1}` : `fold ${fold + 1}`,
          ...shown.map((name) => formatMetric(metrics![name])),
        ]),
        ['mean ± std of folds', ...shown.map((name) => `${formatMetric(mean[name])} ± ${formatMetric(std[name])}`)],
        ['pooled predictions', ...shown.map((name) => formatMetric(outOfFold[name]))],
      ],
    },
    ...confusionBlocks(outOfFold, 'Pooled out-of-fold predictions; rows the truth, columns the prediction.'),
    ...testBlocks(test, plan),
  ];
}

function testBlocks(test: Metrics | null, plan: RunPlan): Block[] {
  if (!test) return [];
  return [
    { kind: 'subheading', text: 'Test data' },
    {
      kind: 'text',
      text: `Ensemble of all folds: weighted F1 ${formatMetric(test.weightedF1)}, macro F1 ${formatMetric(test.macroF1)}.`,
    },
    ...testWarnings(plan).map((text): Block => ({ kind: 'text', text: `Warning: ${text}.` })),
    ...confusionBlocks(test, 'Test data; rows the truth, columns the prediction.'),
  ];
}

export function confusionBlocks({ classes, confusionMatrix, perClass }: Metrics, caption: string): Block[] {
  return [
    {
      kind: 'table',
      head: ['', ...classes, 'recall', 'precision', 'F1'],
      numbers: Array.from({ length: classes.length + 3 }, (_, i) => i + 1),
      rows: confusionMatrix.map((row, c) => {
        const { recall, precision, f1 } = perClass[classes[c]];
        return [classes[c], ...row.map(count), ...[recall, precision, f1].map(formatMetric)];
      }),
      caption,
    },
  ];
}

/** What was checked of the splits, and what guards warned of when runs were started. */
export function guardBlocks(plans: readonly RunPlan[], splits: readonly string[]): Block[] {
  const warnings = [...new Set(plans.flatMap(({ guards }) => (guards ?? []).map(({ message }) => `${message}.`)))];
  const unknown = plans.some(({ guards }) => guards === undefined);
  return [
    { kind: 'heading', text: 'Guards' },
    { kind: 'list', items: splits },
    warnings.length > 0
      ? { kind: 'list', items: warnings }
      : {
          kind: 'text',
          text: unknown
            ? 'Some runs were started before warnings of guards were kept.'
            : 'No guard had anything to warn of when the runs were started: no overlapping windows or copies over a split, no column that tells the class by itself, no scaling done before, every class in every fold.',
        },
  ];
}

export function versionBlocks(plans: readonly RunPlan[]): Block[] {
  const created = plans.map((plan) => plan.created).sort();
  const distinct = (of: (plan: RunPlan) => string): string => [...new Set(plans.map(of))].join('; ');
  return [
    { kind: 'heading', text: 'Versions' },
    {
      kind: 'table',
      head: ['', ''],
      numbers: [],
      rows: [
        ['Foldboard', distinct(({ versions }) => versions.foldboard)],
        ['Node', distinct(({ versions }) => `${versions.node} (V8 ${versions.v8})`)],
        ['machine', distinct(({ versions }) => versions.platform)],
        ['engine', distinct((plan) => `${plan.engine}, numeric class ${plan.numericClass}`)],
        [
          'commit',
          distinct(({ git }) =>
            git
              ? `${[git.commit, ...uncommitted(git)].join(', ')}${git.patch ? ' (changes.patch in the run)' : ''}`
              : 'none',
          ),
        ],
        ['started', [...new Set([created[0], created.at(-1)!])].join(' to ')],
      ],
    },
  ];
}
