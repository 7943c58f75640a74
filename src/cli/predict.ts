/** `foldboard predict`: classes and probabilities of data without labels, by the ensemble of a run's folds. */
import { UserError } from '../base/errors.js';
import { loadOtherData } from '../data/load.js';
import { experimentOf } from '../execution/data.js';
import { writeAtomic } from '../rundir/atomic.js';
import { readPlan } from '../rundir/plan.js';
import { formatPredictions, predictedClasses } from '../rundir/predictions.js';
import { predictWith } from '../training/predictWith.js';
import { seenSamples } from '../training/evaluateRun.js';
import { defineCommand } from './command.js';
import { modelColumns } from './modelColumns.js';
import { checkOutFile } from './outPath.js';
import { counted, whole } from './format/number.js';
import { whichRun } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<run> --data F [--out F]',
  about:
    'Predicts every sample by all models of a run together. Writes CSV with sample, label (where the data have one), predicted class and the probability of each class: to --out, else to stdout.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: {
    data: { type: 'string', value: 'F', help: 'Data in the form of the run’s training data; labels are not needed.' },
    out: { type: 'string', value: 'F', help: 'File to write; replaced where it exists.' },
  },
  json: 'Print one document: classes, and for each sample the predicted class and the probabilities.',
  examples: [
    ['predict latest --data test.csv --out predictions.csv', 'to a file'],
    ['predict latest --data test.csv | head', 'to look at'],
  ],
  async run({ positionals: [word], values: { data, out, json } }, terminal) {
    if (data === undefined)
      throw new UserError('predict needs data: --data F.', {
        kind: 'usage',
        cure: '`foldboard predict --help` shows what it takes.',
      });
    if (out !== undefined) checkOutFile('out', out);
    const { directory, name } = await whichRun(word);
    const plan = await readPlan(directory);
    const { classes } = plan.data;
    const dataset = await loadOtherData(await experimentOf(directory, plan), data, null, classes, modelColumns(plan));
    const seen = await seenSamples(directory, dataset);
    const { samples, probabilities, members } = await predictWith(directory, dataset);
    const predicted = predictedClasses(probabilities, classes.length);
    const { labels } = dataset;
    const csv = formatPredictions({ classes, samples, labels, repeat: null, fold: null, probabilities });
    if (out !== undefined) await writeAtomic(out, csv);
    if (json) {
      const row = (i: number): Record<string, number> =>
        Object.fromEntries(classes.map((label, c) => [label, probabilities[i * classes.length + c]]));
      const predictions = samples.map((sample, i) => ({
        sample,
        predicted: classes[predicted[i]],
        probabilities: row(i),
      }));
      terminal.out(JSON.stringify({ run: name, data, file: out ?? null, seen: seen.length, classes, predictions }));
    } else if (out === undefined) terminal.out(csv.trimEnd());
    const counts = classes
      .map((label, c) => `${whole(predicted.filter((one) => one === c).length)} ${visible(label)}`)
      .join(', ');
    terminal.say(
      `${counted(samples.length, 'sample')} by ${counted(members.length, 'model')} of ${name}: ${counts}${out === undefined ? '' : `; written to ${out}`}`,
    );
    if (seen.length > 0)
      terminal.say(
        `${terminal.errorStyle.bad('optimistic')}  the run was trained on ${seen.length} of these samples; its models remember them.`,
      );
    return 0;
  },
});
