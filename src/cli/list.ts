/** `foldboard list`: all runs of a folder. */
import { metricWords } from '../metrics/words.js';
import { listRuns, sortKeys, sortRuns, type SortKey } from '../runs/list.js';
import { choice } from './args.js';
import { defineCommand } from './command.js';
import { moment } from './format/duration.js';
import { scoreText, statusText } from './format/runLine.js';
import { counted } from './format/number.js';
import { table } from './format/table.js';
import { commandLine } from './program.js';
import { currentFoldboard } from './whichRun.js';
import { visible } from './format/visible.js';

export const command = defineCommand({
  usage: '[--sort KEY]',
  about: 'Lists all runs of the nearest .foldboard at or above the current folder, newest first.',
  positionals: { names: [], least: 0, most: 0 },
  options: {
    sort: { type: 'string', value: 'KEY', help: `created, or best first by ${sortKeys.slice(1).join(', ')}.` },
  },
  json: 'Print one document: an array of runs, with status, folds, mean and std.',
  examples: [
    ['list', 'newest first'],
    ['list --sort macroF1', 'best first'],
    ['list --json', 'for a script'],
  ],
  async run({ values }, terminal) {
    const key: SortKey = choice('sort', values.sort, sortKeys) ?? 'created';
    const foldboard = currentFoldboard();
    const runs = sortRuns(await listRuns(foldboard), key);
    if (values.json) {
      terminal.out(JSON.stringify(runs));
      return 0;
    }
    if (runs.length === 0) {
      terminal.say(`There is no run yet in ${foldboard}. Start one with: ${commandLine(['train', '<experiment>'])}`);
      return 0;
    }
    const { style, width } = terminal;
    const shown = key === 'created' ? null : key;
    const metrics = [...new Set(runs.map((run) => run.mainMetric))];
    const head = shown ? metricWords[shown] : metrics.length === 1 ? metricWords[metrics[0]] : 'score';
    terminal.out(
      table({
        columns: [
          { head, align: 'spread' },
          { head: 'run', shrink: 'apart', least: 28 },
          { head: 'experiment', shrink: 'end', drop: 2 },
          { head: 'started', drop: 1 },
          { head: 'status', shrink: 'end' },
        ],
        rows: visible(runs).map((run) => [
          scoreText(run, shown ?? run.mainMetric),
          run.name,
          `${run.notes.star ? '★ ' : ''}${run.title ?? ''}`,
          run.created === null ? '' : moment(run.created),
          statusText(run),
        ]),
        ...{ width, style },
      }),
    );
    terminal.say(style.quiet(`${counted(runs.length, 'run')} in ${foldboard}`));
    return 0;
  },
});
