/** `foldboard report`: a suite or runs as one document, to be read, printed and handed on. */
import { dirname } from 'node:path';
import { UserError } from '../base/errors.js';
import { loadSuite } from '../config/suite.js';
import { isSuiteFile } from '../config/suiteCheck.js';
import { scalarMetrics } from '../metrics/types.js';
import { writeAtomic } from '../rundir/atomic.js';
import { findFoldboard } from '../rundir/find.js';
import { slug } from '../rundir/names.js';
import { reportHtml } from '../study/report/html.js';
import { reportMarkdown } from '../study/report/markdown.js';
import { runsReport } from '../study/report/runs.js';
import { suiteReport } from '../study/report/suite.js';
import { choice } from './args.js';
import { defineCommand } from './command.js';
import { checkOutFile } from './outPath.js';
import { whichRun } from './whichRun.js';

export const command = defineCommand({
  usage: '<suite | run…> [--out F] [--metric M]',
  about:
    'Writes one self-contained document: data, method as configured, tables, figures, guards, versions, and how to reproduce it. HTML and Markdown say the same; the HTML loads nothing and runs no script.',
  positionals: { names: ['suite file or run'], least: 1, most: 50 },
  options: {
    out: {
      type: 'string',
      value: 'F',
      help: 'The file to write, .html or .md. Default: both, named after the suite or run.',
    },
    metric: {
      type: 'string',
      value: 'M',
      help: `${scalarMetrics.join(', ')}. Default: the one that selects the weights.`,
    },
    quick: { type: 'boolean', help: 'Of a suite: the rows as `train --quick` trained them.' },
  },
  json: 'Print one document: title, and the files written.',
  examples: [
    ['report table1.suite.json', 'table1’s report as HTML and Markdown'],
    ['report latest --out run.html', 'the last run'],
    ['report gru-64 bigru', 'two runs, the second against the first'],
  ],
  async run({ positionals, values }, terminal) {
    const metric = choice('metric', values.metric, scalarMetrics);
    const { out } = values;
    if (out !== undefined && !/\.(html|md)$/i.test(out))
      throw new UserError(`--out ${out}: a report is written as .html or .md.`, { kind: 'usage' });
    if (out !== undefined) checkOutFile('out', out, positionals);
    const [first] = positionals;
    const suites = positionals.filter(isSuiteFile);
    if (suites.length > 0 && positionals.length > 1)
      throw new UserError('A report is of one suite, or of runs.', { kind: 'usage', cure: 'Name the suite alone.' });
    const options = { quick: values.quick, ...(metric === undefined ? {} : { metric }) };
    const report =
      suites.length > 0
        ? await suiteReport(await loadSuite(first), findFoldboard(dirname(first)), options)
        : await runsReport(await directoriesOf(positionals), metric);
    const name = `${slug(report.title)}.report`;
    const files = out === undefined ? [`${name}.html`, `${name}.md`] : [out];
    for (const file of files) {
      checkOutFile('out', file, positionals);
      await writeAtomic(file, /\.html$/i.test(file) ? reportHtml(report) : reportMarkdown(report));
    }
    if (values.json) terminal.out(JSON.stringify({ title: report.title, files }));
    else terminal.out(files.join('\n'));
    return 0;
  },
});

async function directoriesOf(words: readonly string[]): Promise<string[]> {
  const directories = [];
  for (const word of words) directories.push((await whichRun(word)).directory);
  return directories;
}
