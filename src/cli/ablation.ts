/** `foldboard ablation`: the table of a suite, as far as it is trained. */
import { dirname } from 'node:path';
import { UserError } from '../base/errors.js';
import { loadSuite, type LoadedSuite } from '../config/suite.js';
import { isSuiteFile } from '../config/suiteCheck.js';
import { scalarMetrics } from '../metrics/types.js';
import { findFoldboard } from '../rundir/find.js';
import { ablation } from '../study/ablation.js';
import { ablationCsv, ablationLatex, ablationMarkdown } from '../study/export.js';
import { choice } from './args.js';
import { defineCommand } from './command.js';
import { ablationReport } from './format/ablationReport.js';
import { commandLine } from './program.js';
import type { Terminal } from './terminal.js';

export const command = defineCommand({
  usage: '<suite> [--metric M] [--baseline ROW] [--markdown | --latex | --csv]',
  about:
    'Shows every row of a suite: its score over folds, the difference to the baseline with its interval and a word for it, and what it costs. Trains nothing: `foldboard train <suite>` does. Rows that are not trained yet are shown as such.',
  positionals: { names: ['suite file'], least: 1, most: 1 },
  options: {
    metric: {
      type: 'string',
      value: 'M',
      help: `${scalarMetrics.join(', ')}. Default: the one that selects the baseline’s weights.`,
    },
    baseline: { type: 'string', value: 'ROW', help: 'Name of the row to compare with, instead of the suite’s own.' },
    above: { type: 'boolean', help: 'Compare each row with the one above it.' },
    quick: { type: 'boolean', help: 'The rows as `train --quick` trained them.' },
    markdown: { type: 'boolean', help: 'Print a Markdown table.' },
    latex: { type: 'boolean', help: 'Print a LaTeX table (booktabs).' },
    csv: { type: 'boolean', help: 'Print one line a row, numbers in full.' },
  },
  json: 'Print one document: rows with mean, std, difference, interval, p, word and cost.',
  examples: [
    ['ablation table1.suite.json', 'the table'],
    ['ablation table1.suite.json --metric macroF1 --latex > table1.tex', 'for a paper'],
  ],
  async run({ positionals: [file], values }, terminal) {
    const metric = choice('metric', values.metric, scalarMetrics);
    const forms = (['json', 'markdown', 'latex', 'csv'] as const).filter((form) => values[form]);
    if (forms.length > 1) throw new UserError(`--${forms[0]} and --${forms[1]} exclude each other.`, { kind: 'usage' });
    if (values.above && values.baseline !== undefined)
      throw new UserError('--above and --baseline exclude each other.', { kind: 'usage' });
    if (!isSuiteFile(file))
      throw new UserError(`${file} is no suite: its name must end in .suite.json.`, {
        kind: 'usage',
        cure: '`foldboard show` and `foldboard compare` are for runs of single experiments.',
      });
    const suite = await loadSuite(file);
    const data = await ablation(suite, findFoldboard(dirname(file)), {
      quick: values.quick,
      ...(metric === undefined ? {} : { metric }),
      ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
      ...(values.above ? { against: 'above' as const } : {}),
    });
    if (values.json) terminal.out(JSON.stringify(data));
    else if (values.markdown) terminal.out(ablationMarkdown(data));
    else if (values.latex) terminal.out(ablationLatex(data));
    else if (values.csv) terminal.out(ablationCsv(data));
    else terminal.out(ablationReport(data, { width: terminal.width, style: terminal.style }));
    const nothing = data.rows.every(({ status }) => status === 'missing');
    if (nothing && !values.quick && suite.suite.quick !== null) await sayQuick(suite, file, terminal);
    return 0;
  },
});

/** Who trained with --quick alone and asks without it would think that all is lost. */
async function sayQuick(suite: LoadedSuite, file: string, terminal: Terminal): Promise<void> {
  const { rows } = await ablation(suite, findFoldboard(dirname(file)), { quick: true });
  if (rows.every(({ status }) => status === 'missing')) return;
  terminal.say(`\nTrained with --quick; that table is shown by\n${commandLine(['ablation', file, '--quick'])}`);
}
