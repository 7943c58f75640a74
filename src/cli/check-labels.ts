/** `foldboard check-labels`: samples whose label the models that never saw them contradict. */
import { labelIssues } from '../explain/labelIssues.js';
import { flagMeanings } from '../metrics/words.js';
import { wholeNumber } from './args.js';
import { defineCommand } from './command.js';
import { counted } from './format/number.js';
import { table } from './format/table.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<run> [--top N]',
  about:
    'Lists likely label errors, the likeliest first, by confident learning: samples that models which never saw them take for another class; sure ones are taken for it as firmly as that class’s own samples usually are. Labels that were reviewed and found correct in the editor are left out. Look at each before you change it. Leaky runs are refused: their models confirm the labels they saw.',
  positionals: { names: ['run'], least: 1, most: 1 },
  options: { top: { type: 'string', value: 'N', help: 'How many to list. Default: 20.' } },
  json: 'Print one document: samples, estimatedErrors, thresholds, reviewed (how many), optimistic and all issues with both probabilities.',
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
    const by = found.optimistic ? `optimistic: ${flagMeanings['optimistic']}` : `models of ${name} that never saw them`;
    const without = found.reviewed > 0 ? `, ${found.reviewed} reviewed and found correct left out` : '';
    if (found.issues.length === 0) {
      terminal.out(`No label of ${counted(found.samples, 'sample')} is contradicted${without} (${by}).`);
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
          { head: '' },
        ],
        rows: found.issues
          .slice(0, top)
          .map((issue) => [
            issue.sample,
            issue.label,
            issue.labelProbability.toFixed(2),
            issue.suggested,
            issue.suggestedProbability.toFixed(2),
            issue.confident ? 'sure' : '',
          ]),
        ...{ width, style },
      }),
    );
    const more = found.issues.length > top ? `, ${top} of them listed` : '';
    terminal.say(
      style.quiet(
        `${counted(found.issues.length, 'label')} of ${counted(found.samples, 'sample')} contradicted${without}${more}; about ${Math.round(found.estimatedErrors)} estimated to be wrong (${by})`,
      ),
    );
    return 0;
  },
});
