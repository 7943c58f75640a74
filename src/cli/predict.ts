/** `foldboard predict`: classes and probabilities of data without labels, by the ensemble of a run's folds. */
import { UserError } from '../base/errors.js';
import { experimentOf } from '../execution/data.js';
import { writeAtomic } from '../rundir/atomic.js';
import { readPlan } from '../rundir/plan.js';
import { modelsText } from '../rundir/networks.js';
import { formatPredictions, predictedClasses } from '../rundir/predictions.js';
import { writeSubmission } from '../rundir/submission.js';
import { predictFile } from '../training/predictFile.js';
import { defineCommand } from './command.js';
import { resolveDataPath, type LoadedExperiment } from '../config/load.js';
import { modelColumns } from './modelColumns.js';
import { checkOutFile } from './outPath.js';
import { counted, whole } from './format/number.js';
import { whichRun } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<run> --data F [--out F] [--submission F]',
  about:
    'Predicts every sample by all models of a run together. Writes CSV with sample, label (where the data have one), predicted class and the probability of each class: to --out, else to stdout.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {
    data: { type: 'string', value: 'F', help: 'Data in the form of the run’s training data; labels are not needed.' },
    out: { type: 'string', value: 'F', help: 'File to write; replaced where it exists.' },
    submission: {
      type: 'string',
      value: 'F',
      help: 'File to write with sample and predicted class only, as competitions ask for.',
    },
  },
  json: 'Print one document: classes, and for each sample the predicted class and the probabilities.',
  examples: [
    ['predict latest --data test.csv --out predictions.csv', 'to a file'],
    ['predict latest --data test.csv | head', 'to look at'],
  ],
  async run({ positionals: [word], values: { data, out, submission, json } }, terminal) {
    if (data === undefined)
      throw new UserError('predict needs data: --data F.', {
        kind: 'usage',
        cure: '`foldboard predict --help` shows what it takes.',
      });
    const checkOut = (inputs: readonly string[]): void => {
      if (out !== undefined) checkOutFile('out', out, inputs);
      if (submission !== undefined) checkOutFile('submission', submission, inputs);
    };
    checkOut([data]);
    const { directory, name } = await whichRun(word);
    const plan = await readPlan(directory);
    const { classes } = plan.data;
    const experiment = await experimentOf(directory, plan);
    checkOut(dataFiles(experiment));
    const { samples, labels, probabilities, seen } = await predictFile(directory, experiment, data, modelColumns(plan));
    const predicted = predictedClasses(probabilities, classes.length);
    const csv = formatPredictions({ classes, samples, labels, repeat: null, fold: null, probabilities });
    if (out !== undefined) await writeAtomic(out, csv);
    if (submission !== undefined)
      await writeSubmission(submission, { samples, classes, probabilities }, plan.experiment.data);
    if (json) {
      const row = (i: number): Record<string, number> =>
        Object.fromEntries(classes.map((label, c) => [label, probabilities[i * classes.length + c]]));
      const predictions = samples.map((sample, i) => ({
        sample,
        predicted: classes[predicted[i]],
        probabilities: row(i),
      }));
      terminal.out(JSON.stringify({ run: name, data, file: out ?? null, seen, classes, predictions }));
    } else if (out === undefined && submission === undefined) terminal.out(csv.trimEnd());
    const written = [out, submission].filter((file) => file !== undefined);
    const counts = classes
      .map((label, c) => `${whole(predicted.filter((one) => one === c).length)} ${visible(label)}`)
      .join(', ');
    terminal.say(
      `${counted(samples.length, 'sample')} by ${modelsText(plan)} of ${name}: ${counts}${written.length === 0 ? '' : `; written to ${written.join(' and ')}`}`,
    );
    if (seen > 0)
      terminal.say(
        `${terminal.errorStyle.bad('optimistic')}  the run was trained on ${seen} of these samples; its models remember them.`,
      );
    return 0;
  },
});

/** What the experiment reads; the user's own files, which no prediction may replace. */
function dataFiles(loaded: LoadedExperiment): string[] {
  const { train, labels, test, testLabels } = loaded.experiment.data;
  return [train, labels, test, testLabels]
    .filter((path) => typeof path === 'string')
    .map((path) => resolveDataPath(loaded, path));
}
