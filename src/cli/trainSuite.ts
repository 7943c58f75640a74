/** Training a suite from the terminal: a line for each row, the time measured first, the table at the end. */
import { dirname } from 'node:path';
import { loadSuite } from '../config/suite.js';
import { defaultWorkers } from '../execution/executeRun.js';
import { findFoldboard } from '../rundir/find.js';
import { readResult } from '../rundir/result.js';
import { ablation } from '../study/ablation.js';
import type { DataRead } from '../study/dataRead.js';
import { trainSuite } from '../study/trainSuite.js';
import { ablationReport } from './format/ablationReport.js';
import { guardLine } from './format/warning.js';
import { about, duration } from './format/duration.js';
import { counted, metric } from './format/number.js';
import { visible } from './format/visible.js';
import { interrupted } from './interrupt.js';
import { commandLine } from './program.js';
import type { Terminal } from './terminal.js';

/** Resolves to the exit code: 0, 1 (a row failed), 130 (stopped). */
export async function trainSuiteFile(
  file: string,
  options: { readonly workers: number | undefined; readonly quick: boolean; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const suite = await loadSuite(file);
  const foldboardDirectory = findFoldboard(dirname(file));
  const workers = options.workers ?? defaultWorkers(Number.MAX_SAFE_INTEGER);
  const again = commandLine(['train', file, ...(options.quick ? ['--quick'] : [])]);
  const interrupt = interrupted(() => {
    terminal.say('Stopping: this batch is finished and checkpoints written. Ctrl-C again stops at once.');
  });
  const named = (row: string, seed: number): string =>
    (suite.suite.seeds?.length ?? 1) > 1 && !options.quick ? `${row} (seed ${seed})` : row;
  const lines: Promise<void>[] = [];
  const said = new Set<string>();
  /** The cure of each fold that failed; null where none is known. */
  const failures: (string | null)[] = [];
  let data: DataRead = new Map();
  try {
    const outcome = await trainSuite({
      suite,
      foldboardDirectory,
      quick: options.quick,
      workers,
      signal: interrupt.signal,
      onRead: (read) => (data = read),
      onPlan({ entries, finished, shared, tasks }) {
        const several = (suite.suite.seeds?.length ?? 1) > 1 && !options.quick;
        const parts = [
          counted(entries, several ? 'row and seed' : 'row', several ? 'rows and seeds' : 'rows'),
          ...(finished > 0 ? [`${finished} finished before`] : []),
          ...(shared > 0 ? [`${shared} with the settings of another`] : []),
        ];
        terminal.say(`${parts.join(', ')}; ${counted(tasks, 'fold')} to train.`);
      },
      onTimed({ row, seconds, left, networks, estimate }) {
        if (left === 0) return;
        terminal.say(
          `One fold of ${row} took ${duration(seconds)}. ${counted(left, 'fold')} to go${networks === left || networks === 0 ? '' : ` with ${counted(networks, 'network')}`}, ${workers} at a time: ${about(estimate)} if they cost as much.`,
        );
      },
      onEvent(row, seed, event) {
        if (options.json) terminal.out(JSON.stringify({ row, seed, ...event }));
        else if (event.type === 'warning') terminal.say(`warning  ${named(row, seed)}: ${event.message}`);
        else if (event.type === 'failed')
          terminal.say(`failed   ${named(row, seed)}, fold ${event.fold + 1}: ${event.message}`);
        if (event.type === 'failed') failures.push(event.cure ?? null);
      },
      onGuards(row, guards) {
        for (const { message, cure } of visible(guards)) {
          // Rows share their data: what is true of all is said once.
          if (said.has(message)) continue;
          said.add(message);
          terminal.say(guardLine(`${row}: ${message}`, cure, terminal.liveWidth, terminal.errorStyle));
        }
      },
      onRow(row, seed, rowOutcome, directory) {
        if (rowOutcome !== 'finished') return;
        lines.push(
          readResult(directory).then((result) => {
            terminal.say(
              `finished ${named(row, seed)}: weighted F1 ${metric(result?.mean?.weightedF1)}, macro F1 ${metric(result?.mean?.macroF1)}`,
            );
          }),
        );
      },
    });
    await Promise.all(lines);
    if (outcome === 'stopped') {
      terminal.say(`Stopped; what is done is kept. Go on with\n${again}`);
      return 130;
    }
    const table = await ablation(suite, foldboardDirectory, { quick: options.quick, data });
    if (options.json) terminal.out(JSON.stringify(table));
    else terminal.out(ablationReport(table, { width: terminal.width, style: terminal.style }));
    if (outcome === 'failed') {
      const cures = new Set(failures.filter((cure) => cure !== null));
      const retry = failures.length === 0 || failures.includes(null);
      terminal.say(['Some folds failed.', ...cures, ...(retry ? [`They are tried again by\n${again}`] : [])].join(' '));
    }
    return outcome === 'failed' ? 1 : 0;
  } finally {
    interrupt.dispose();
  }
}
