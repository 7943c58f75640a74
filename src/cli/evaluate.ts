/** `foldboard evaluate`: metrics of a run, or of its models on other data. */
import { flagMeanings } from '../metrics/words.js';
import { UserError } from '../base/errors.js';
import { familiarTexts } from '../metrics/familiar.js';
import { loadOtherData } from '../data/load.js';
import { experimentOf } from '../execution/data.js';
import { calibration } from '../metrics/calibration.js';
import { calibrationFinding, findings } from '../metrics/findings.js';
import { runPaths } from '../rundir/paths.js';
import { modelsText } from '../rundir/networks.js';
import { readPlan } from '../rundir/plan.js';
import type { Predictions } from '../rundir/predictions.js';
import { countSamples } from '../rundir/scoredSamples.js';
import { evaluateRun, type Evaluation } from '../training/evaluateRun.js';
import { defineCommand } from './command.js';
import { modelColumns } from './modelColumns.js';
import { classTable } from './format/classTable.js';
import { confusionMatrix } from './format/matrix.js';
import { counted } from './format/number.js';
import { scalars } from './format/runReport.js';
import { warningLines } from './format/warning.js';
import { wrapText } from './format/width.js';
import type { Terminal } from './terminal.js';
import { whichRun } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<run> [--data F [--labels F]] [options]',
  about:
    'Without --data: the metrics of the run’s out-of-fold predictions, each from a model that never saw the sample. With --data: those of the ensemble of its folds on labelled data. Samples whose content the run was trained on are refused.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {
    data: { type: 'string', value: 'F', help: 'Labelled data, in the form of the run’s training data.' },
    labels: { type: 'string', value: 'F', help: 'Their labels, where these are no column of the data.' },
    'allow-seen': {
      type: 'boolean',
      help: 'Score samples too that the run was trained on. Such a score says nothing about new data.',
    },
  },
  json: 'Print one document: the metrics object, with run, source, samples and seen.',
  examples: [
    ['evaluate latest', 'out-of-fold, pooled over all folds'],
    [
      'evaluate latest --data new.csv --labels new_labels.csv',
      'on data it has not seen; kept in the run’s evaluations/',
    ],
  ],
  async run({ positionals: [word], values }, terminal) {
    const { directory, name } = await whichRun(word);
    const { data, labels } = values;
    if (data === undefined && (labels !== undefined || values['allow-seen']))
      throw new UserError(`--${labels === undefined ? 'allow-seen' : 'labels'} needs --data.`, { kind: 'usage' });
    const plan = await readPlan(directory);
    const dataset =
      data === undefined
        ? null
        : await loadOtherData(
            await experimentOf(directory, plan),
            data,
            labels ?? null,
            plan.data.classes,
            modelColumns(plan),
          );
    const {
      evaluation,
      predictions,
      directory: kept,
      notKept,
    } = await evaluateRun(directory, {
      ...(dataset ? { data: dataset, source: { data: data!, labels: labels ?? null }, save: true } : {}),
      allowSeen: values['allow-seen'],
    });
    if (notKept !== null)
      terminal.say(`${terminal.errorStyle.bad('not kept')}  ${runPaths(directory).evaluations}: ${notKept}`);
    const warnings = evaluation.familiar
      ? familiarTexts(evaluation.familiar, evaluation.samples, plan.experiment.data.group)
      : [];
    if (values.json) {
      const { metrics, kind, source, samples, seen, familiar, optimistic, leaky } = evaluation;
      const how = { kind, source, samples, seen, familiar, warnings, optimistic, leaky };
      terminal.out(JSON.stringify({ run: name, ...how, directory: kept, ...metrics }));
      return 0;
    }
    const counts = evaluation.kind === 'outOfFold' ? countSamples(plan, predictions) : null;
    print(name, visible(evaluation), visible(warnings), modelsText(plan), predictions, counts, terminal);
    if (kept !== null) terminal.say(`Predictions and metrics are kept in ${kept}`);
    return 0;
  },
});

function print(
  name: string,
  { metrics, kind, samples, seen, optimistic, leaky }: Evaluation,
  warnings: readonly string[],
  models: string,
  { labels, probabilities, classes }: Predictions,
  counts: readonly number[] | null,
  { out, width, style }: Terminal,
): void {
  const what =
    kind === 'outOfFold'
      ? `${counted(samples, 'out-of-fold prediction')}, pooled`
      : `${counted(samples, 'sample')} by ${models}`;
  const distinct = counts?.reduce((sum, count) => sum + count, 0);
  const reliability = calibration(labels, probabilities, classes.length, distinct);
  const said = [...findings(metrics, counts), calibrationFinding(reliability)].flatMap((finding) =>
    finding ? [finding.text] : [],
  );
  const why =
    seen > 0
      ? `the run was trained on ${seen} of these ${samples} samples`
      : leaky
        ? flagMeanings['leaky']
        : 'these samples chose the weights';
  const flag = optimistic ? `${style.bad(leaky ? 'leaky' : 'optimistic')}  ${why}` : null;
  const parts = [
    `${style.bold(name)}: ${what}`,
    flag,
    warningLines(warnings, width, style),
    wrapText(scalars(metrics), Math.min(width, 100)),
    said.length > 0 ? wrapText(said.join(' '), Math.min(width, 100)) : null,
    confusionMatrix(metrics, { width, style }),
    classTable(metrics, { width, style }),
  ];
  out(parts.filter((part) => part !== null).join('\n\n'));
}
