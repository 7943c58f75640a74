/** Reads what a report of a finished run is made of. */
import { basename, relative, resolve } from 'node:path';
import { calibration } from '../metrics/calibration.js';
import { isMissing } from '../rundir/atomic.js';
import { runPaths } from '../rundir/paths.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import { countSamples } from '../rundir/scoredSamples.js';
import { readRunState } from '../rundir/status.js';
import type { RunPlan } from '../rundir/types.js';
import { wayTo } from './program.js';
import { runReport, type RunReport } from './format/runReport.js';
import type { Terminal } from './terminal.js';
import { visible } from './format/visible.js';

/** The report of a finished run; null where it has no result. */
export async function readReport(directory: string): Promise<RunReport | null> {
  const [state, result] = await Promise.all([readRunState(directory), readResult(directory)]);
  if (!state.plan || !result) return null;
  const predictions = result.outOfFold
    ? await readPredictions(runPaths(directory).predictions).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      })
    : null;
  const counts = predictions && countSamples(state.plan, predictions);
  return {
    name: basename(directory),
    plan: state.plan,
    result,
    folds: state.folds,
    samples: counts,
    calibration:
      predictions &&
      calibration(
        predictions.labels,
        predictions.probabilities,
        predictions.classes.length,
        counts?.reduce((sum, count) => sum + count, 0),
      ),
  };
}

/** Prints the report of a finished run, and what one can do with it. */
export async function printReport(directory: string, terminal: Terminal): Promise<void> {
  const report = await readReport(directory);
  if (!report) throw new Error(`${directory} has no result`);
  terminal.out(runReport(visible(report), { width: terminal.width, style: terminal.style }));
  terminal.out(`\n${nextSteps(directory, report.plan, terminal)}`);
}

function nextSteps(directory: string, plan: RunPlan, { style }: Terminal): string {
  const { before, line, run, folder } = wayTo(directory);
  const experiment = relative(folder, resolve(directory, plan.root, plan.experimentFile));
  const steps: [does: string, line: string][] = [];
  if (plan.experiment.validation.scheme !== 'none')
    steps.push(
      ['change a setting and train again', line('train', experiment, '--set', change(plan))],
      ['is the difference more than chance?', line('compare', run, 'latest')],
    );
  steps.push([
    'predict sequences that have no labels',
    line('predict', run, '--data', '<file>', '--out', 'predictions.csv'),
  ]);
  if (plan.data.testSamples > 0)
    steps.push(['the predictions of the test data', relative(folder, runPaths(directory).testPredictions)]);
  return [style.bold('Next'), ...before, ...steps.flatMap(([does, text]) => [style.quiet(`# ${does}`), text])].join(
    '\n',
  );
}

/** A change that is one: something the experiment does not have yet. */
function change({ experiment: { model } }: RunPlan): string {
  return model.kind === 'recurrent' ? `model.hiddenUnits=${2 * model.hiddenUnits}` : 'model.kind=recurrent';
}
