/** `foldboard ensemble`: chosen runs together, from what they have predicted out of fold. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import { experimentOf } from '../execution/data.js';
import { scalarMetrics } from '../metrics/types.js';
import { writeJson } from '../rundir/atomic.js';
import { readPlan } from '../rundir/plan.js';
import { writePredictions } from '../rundir/predictions.js';
import { writeSubmission } from '../rundir/submission.js';
import { familiarToRuns } from '../rundir/testWarnings.js';
import type { RunPlan } from '../rundir/types.js';
import { combine, ensembleMethods } from '../runs/ensemble/combine.js';
import { ensembleDocument, type EnsembleDocument } from '../runs/ensemble/document.js';
import { runEnsemble, type RunEnsemble } from '../runs/ensemble/ensemble.js';
import { testMetrics, type JoinedTest } from '../runs/ensemble/testData.js';
import { predictFile, type FilePrediction } from '../training/predictFile.js';
import { choice } from './args.js';
import { defineCommand } from './command.js';
import { ensembleReport } from './format/ensembleReport.js';
import { counted } from './format/number.js';
import { visible } from './format/visible.js';
import { guardLine } from './format/warning.js';
import { modelColumns } from './modelColumns.js';
import { checkOutFile, checkOutFolder } from './outPath.js';
import { whichRun } from './whichRun.js';

/** What it writes. */
const files = ['ensemble.json', 'predictions.csv', 'test_predictions.csv', 'submission.csv'] as const;

export const command = defineCommand({
  usage: '<run>… [--method M] [--data F] [--out D]',
  about:
    'Joins finished runs and scores them together by their out-of-fold predictions, so every sample is judged by models that never saw it. Nothing is trained. Of a single run: the members inside its folds (seeds, inner folds). Weights that are fitted, and the choice of runs, are fitted on other folds than those they are scored on.',
  positionals: { names: ['run', 'second run'], least: 1, most: 100 },
  options: {
    method: {
      type: 'string',
      value: 'M',
      help: 'mean (the default), majority, weighted (smallest log loss) or greedy (runs are added while the metric gets better).',
    },
    metric: {
      type: 'string',
      value: 'M',
      help: `${scalarMetrics.join(', ')}. Default: the one that selected the first run’s weights.`,
    },
    data: { type: 'string', value: 'F', help: 'New data, which all models of all runs predict together.' },
    out: {
      type: 'string',
      value: 'D',
      help: 'Folder to write: ensemble.json, predictions.csv and, of --data or else of test data that all runs have predicted, test_predictions.csv and submission.csv.',
    },
  },
  json: 'Print one document: method, metrics, the best run, members with score, weight, gain and agreement.',
  examples: [
    ['ensemble gru-64 lstm-64 --method majority', 'two runs, one vote each'],
    ['ensemble five-seeds', 'what each member of a run’s folds adds'],
    ['ensemble gru lstm rocket --method greedy --data test.csv --out joined', 'which runs help, and a submission'],
  ],
  async run({ positionals, values }, terminal) {
    const method = choice('method', values.method, ensembleMethods) ?? 'mean';
    const metric = choice('metric', values.metric, scalarMetrics);
    const { data, out } = values;
    if (data !== undefined && out === undefined)
      throw new UserError('--data needs a place for what comes of it: --out D.', {
        kind: 'usage',
        cure: '`foldboard ensemble --help` shows what it takes.',
      });
    if (data !== undefined && positionals.length === 1)
      throw new UserError('--data joins several runs.', {
        kind: 'usage',
        cure: '`foldboard predict <run> --data F` predicts with all members of one.',
      });
    if (out !== undefined) checkOutFolder('out', out);
    if (out !== undefined && existsSync(out))
      for (const name of files) checkOutFile('out', join(out, name), data === undefined ? [] : [data]);
    const directories: string[] = [];
    for (const word of positionals) directories.push((await whichRun(word)).directory);
    const ensemble = await runEnsemble(directories, method, metric);
    const plans: RunPlan[] = [];
    for (const directory of directories) plans.push(await readPlan(directory));
    const predicted = data === undefined ? null : await predictTogether(directories, plans, ensemble, data);
    const stored = ensemble.test && 'samples' in ensemble.test ? ensemble.test : null;
    const test = predicted ?? stored;
    const tested = test && {
      samples: test.samples.length,
      ...familiarToRuns(plans, predicted?.familiar ?? plans.map((plan) => plan.data.testFamiliar), test.samples.length),
      metrics: testMetrics(test),
    };
    const document = ensembleDocument(ensemble, tested);
    const written = out === undefined ? [] : await write(out, directories[0], ensemble, document, test);
    if (values.json) terminal.out(JSON.stringify({ ...document, written }));
    else terminal.out(ensembleReport(visible(document), { width: terminal.width, style: terminal.style }));
    if (predicted)
      terminal.say(
        `${counted(predicted.samples.length, 'sample')} by ${counted(predicted.members, 'model')} of ${directories.length} runs.`,
      );
    if (out !== undefined && data === undefined && ensemble.test && 'reason' in ensemble.test)
      terminal.say(`No submission: ${ensemble.test.reason}. --data predicts a file with all of them.`);
    if (tested && tested.seen > 0)
      terminal.say(
        `${terminal.errorStyle.bad('optimistic')}  a run was trained on ${tested.seen} of these samples; its models remember them.`,
      );
    if (tested?.metrics)
      for (const warning of tested.warnings)
        terminal.say(guardLine(visible(warning), null, terminal.width, terminal.errorStyle));
    if (written.length > 0) terminal.say(`Written: ${written.join(', ')}.`);
    return 0;
  },
});

/** Data that each run predicts by itself, joined as the runs are. */
async function predictTogether(
  directories: readonly string[],
  plans: readonly RunPlan[],
  { weights, method, classes }: RunEnsemble,
  data: string,
): Promise<JoinedTest & { readonly familiar: readonly FamiliarCounts[]; readonly members: number }> {
  const predictions: FilePrediction[] = [];
  for (const [i, directory] of directories.entries()) {
    const plan = plans[i];
    predictions.push(await predictFile(directory, await experimentOf(directory, plan), data, modelColumns(plan)));
  }
  const [{ samples, labels }] = predictions;
  const members = predictions.map((prediction) => withClasses(prediction, classes));
  return {
    ...{ classes, samples, labels },
    probabilities: combine(members, classes.length, weights, method),
    familiar: predictions.map(({ familiar }) => familiar),
    members: predictions.reduce((sum, prediction) => sum + prediction.members, 0),
  };
}

/** Columns in the order of the first run's classes. */
function withClasses(prediction: FilePrediction, classes: readonly string[]): Float64Array {
  const from = classes.map((label) => prediction.classes.indexOf(label));
  const width = classes.length;
  return prediction.probabilities.map((_, i) => prediction.probabilities[i - (i % width) + from[i % width]]);
}

async function write(
  out: string,
  firstRun: string,
  ensemble: RunEnsemble,
  document: EnsembleDocument,
  test: JoinedTest | null,
): Promise<string[]> {
  await mkdir(out, { recursive: true });
  const { classes, samples, labels, probabilities } = ensemble;
  await writePredictions(join(out, 'predictions.csv'), {
    ...{ classes, samples, labels, probabilities },
    ...{ repeat: null, fold: null },
  });
  const written = ['ensemble.json', 'predictions.csv'];
  if (test) {
    await writePredictions(join(out, 'test_predictions.csv'), { ...test, repeat: null, fold: null });
    const { data } = (await readPlan(firstRun)).experiment;
    await writeSubmission(join(out, 'submission.csv'), test, data);
    written.push('test_predictions.csv', 'submission.csv');
  }
  // Last: who finds it finds the rest.
  await writeJson(join(out, 'ensemble.json'), document);
  return written.map((name) => join(out, name));
}
