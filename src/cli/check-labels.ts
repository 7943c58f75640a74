/** `foldboard check-labels`: samples whose label the models that never saw them contradict. */
import { labelIssues } from '../explain/labelIssues.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { counted } from './format/number.js';
import { table } from './format/table.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<run> [--top N]',
  about:
    'Lists likely label errors, the likeliest first, by confident learning: samples that the out-of-fold models are as sure to be of another class as they usually are of that class’s own samples. Look at each before you change it.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: { top: { type: 'string', value: 'N', help: 'How many to list. Default: 20.' } },
  json: 'Print one document: samples, estimatedErrors, thresholds and all issues with both probabilities.',
  examples: [
    ['check-labels latest', 'the twenty likeliest'],
    ['check-labels bigru --json', 'all of them, for a script'],
  ],
  async run({ positionals: [word], values }, terminal) {
    const top = wholeNumber('top', values.top, 1) ?? 20;
    const { directory, name } = await whichRun(word);
    const found = await labelIssues(directory);
    if (values.json) {
      terminal.out(JSON.stringify({ run: name, ...found }));
      return 0;
    }
    const { style, width } = terminal;
    if (found.issues.length === 0) {
      terminal.out(`No label of ${counted(found.samples, 'sample')} is contradicted with confidence.`);
      return 0;
    }
    terminal.out(
      table({
        columns: [
          { head: 'sample', shrink: 'end' },
          { head: 'label', shrink: 'end' },
          { head: 'p', align: 'right' },
          { head: 'looks like', shrink: 'end' },
          { head: 'p', align: 'right' },
        ],
        rows: found.issues
          .slice(0, top)
          .map((issue) => [
            issue.sample,
            issue.label,
            issue.labelProbability.toFixed(2),
            issue.suggested,
            issue.suggestedProbability.toFixed(2),
          ]),
        ...{ width, style },
      }),
    );
    const more = found.issues.length > top ? `, ${top} of them listed` : '';
    terminal.say(
      style.quiet(
        `${counted(found.issues.length, 'label')} of ${counted(found.samples, 'sample')} contradicted${more}; about ${Math.round(found.estimatedErrors)} estimated to be wrong (models of ${name} that never saw them)`,
      ),
    );
    return 0;
  },
});
