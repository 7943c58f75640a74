/** `foldboard check`: validates an experiment, loads its data, and tells what is in them, before anything is trained. */
import { UserError } from '../base/errors.js';
import { describeExperiment } from '../config/describe.js';
import { experimentName, withOverrides } from '../config/load.js';
import { loadTestData, loadTrainDataWithReport } from '../data/load.js';
import { guardFindings } from '../data/guards.js';
import { planFolds } from '../data/folds.js';
import { timeStepsOf } from '../data/prepare.js';
import { divisible } from '../data/scoredWindows.js';
import { cutItems } from '../data/windows.js';
import { openExperiment } from '../execution/data.js';
import { usedColumns } from '../execution/usedColumns.js';
import { parameterCount } from '../model/parameters.js';
import { networkSpec } from '../model/spec.js';
import type { ToldError } from '../explain/dataFindings.js';
import { resolveAuto } from '../training/resolveAuto.js';
import type { Dataset } from '../data/types.js';
import type { Experiment } from '../config/schema.js';
import { defineCommand } from './command.js';
import { summariseData } from './dataSummary.js';
import { checkReport, type Checked } from './format/checkReport.js';
import { commandLine } from './program.js';
import { visible } from './format/visible.js';
import type { Terminal } from './terminal.js';

export const command = defineCommand({
  usage: '<experiment> [--set PATH=JSON]',
  about:
    'Validates an experiment file, reads its data and divides it into folds, but trains nothing. Reports classes, lengths, columns, folds, the size of the network, and what makes a score better than it is: columns that tell the class, samples that are there twice.',
  positionals: { names: ['experiment file'], least: 1, most: 1 },
  options: { set: { type: 'string', multiple: true, value: 'PATH=JSON', help: 'Change a setting, as for train.' } },
  json: 'Print one document: experiment, data, test, folds, resolved settings, parameters, findings; errors with their places where the data cannot be read.',
  examples: [
    ['check pain.experiment.json', 'before training'],
    ['check pain.experiment.json --set validation.folds=10', 'would ten folds do?'],
  ],
  async run({ positionals: [file], values }, terminal) {
    try {
      return await check(file, values, terminal);
    } catch (error) {
      if (values.json && error instanceof UserError)
        terminal.out(JSON.stringify({ errors: [error, ...error.others].map(told) }));
      throw error;
    }
  },
});

/** What editors underline. */
function told({ message, cure, place }: UserError): ToldError {
  return { message, cure: cure ?? null, place: place ?? null };
}

async function check(
  file: string,
  values: { json: boolean; set: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const { experiment: written, cache } = await openExperiment(file);
  const loaded = withOverrides(written, values.set);
  const { experiment } = loaded;
  const { dataset, report } = await loadTrainDataWithReport(loaded, cache);
  const train = divisible(dataset, experiment);
  const test = await loadTestData(loaded, train, cache);
  cache.store();
  const folds = planFolds(train, experiment, (path) => loaded.locate(path));
  const items = Math.min(...folds.map(({ fit }) => cutItems(train, fit, experiment.data.window).sample.length));
  const resolved = resolveAuto(experiment, { items });
  const checked: Checked = {
    file,
    name: experimentName(loaded),
    description: describeExperiment({ ...experiment, training: resolvedTraining(experiment, resolved) }),
    data: { file: report.file, ...summariseData(train), missing: report.missing, reordered: report.reordered },
    test: test && summariseData(test),
    folds: folds.map(({ repeat, fold, fit, select, score }) => ({
      ...{ repeat, fold, fit: fit.length, select: select.length, score: score.length },
    })),
    resolved,
    parameters: parameters(experiment, train),
    findings: guardFindings(train, test, experiment, report),
  };
  if (values.json) terminal.out(JSON.stringify(checked));
  else {
    terminal.out(checkReport(visible(checked), { width: terminal.width, style: terminal.style }));
    terminal.say(`\nNext\n${commandLine(['train', file, ...values.set.flatMap((one) => ['--set', one])])}`);
  }
  return 0;
}

function resolvedTraining({ training }: Experiment, resolved: Checked['resolved']): Experiment['training'] {
  const { epochs, batchSize, patience } = resolved;
  const earlyStopping = training.earlyStopping && patience !== null ? { ...training.earlyStopping, patience } : null;
  return { ...training, epochs, batchSize, earlyStopping };
}

/** Parameters of the network of one fold; null for the baselines, which have none worth counting. */
function parameters(experiment: Experiment, train: Dataset): number | null {
  if (experiment.model.kind !== 'recurrent') return null;
  const columns = usedColumns(experiment, train);
  return parameterCount(
    networkSpec(experiment, {
      channels: train.continuous.length,
      tables: train.categorical.map(({ name, levels }, i) => ({
        column: name,
        levels: levels.length,
        size: columns.categorical[i].size,
      })),
      timeAfter: columns.timeAfter,
      timeSteps: timeStepsOf(
        train,
        train.labels.map((_, i) => i),
      ),
      classes: train.classes.length,
    }),
  );
}
