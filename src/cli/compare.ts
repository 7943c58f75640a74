/** `foldboard compare`: runs against the first one, fold by fold. */
import { compareRuns } from '../runs/compare.js';
import { scalarMetrics } from '../metrics/types.js';
import { choice } from './args.js';
import { defineCommand } from './command.js';
import { comparisonReport } from './format/comparisonReport.js';
import { whichRun } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '<run> <run>… [--metric M]',
  about:
    'Compares finished runs with the first one named. Differences are paired by fold, so they need the same folds: experiments with the same data, seed and validation have them.',
  positionals: { names: ['run', 'second run'], least: 2, most: 50 },
  options: {
    metric: {
      type: 'string',
      value: 'M',
      help: `${scalarMetrics.join(', ')}. Default: the one that selected the first run’s weights.`,
    },
  },
  json: 'Print one document: runs with mean, std, difference, interval, p and verdict; settings that differ.',
  examples: [
    ['compare gru-64 latest', 'the last run against the one that has “gru-64” in its name'],
    ['compare gru-64 bigru lstm --metric macroF1', 'several against the first'],
  ],
  async run({ positionals, values }, terminal) {
    const metric = choice('metric', values.metric, scalarMetrics);
    const directories = [];
    for (const word of positionals) directories.push((await whichRun(word)).directory);
    const comparison = await compareRuns(directories, metric);
    if (values.json) terminal.out(JSON.stringify(comparison));
    else terminal.out(comparisonReport(visible(comparison), { width: terminal.width, style: terminal.style }));
    return 0;
  },
});
