/**
 * The talk with one ablation view, apart from VS Code: it asks with "ready" and gets the whole table, and again when runs of it
 * have changed. The table is computed from files here; the view only shows it.
 */
import { basename, dirname, join } from 'node:path';
import { inTurns } from '../../base/inTurns.js';
import { loadSuite, type LoadedSuite } from '../../config/suite.js';
import { scalarMetrics } from '../../metrics/types.js';
import type {
  Ablation,
  AblationAction,
  AblationChoice,
  AblationHead,
  FromAblationView,
  TableForm,
  ToAblationView,
} from '../../protocol/ablation.js';
import type { SaveRequest } from '../../protocol/save.js';
import { findFoldboard } from '../../rundir/find.js';
import { ablation } from '../../study/ablation.js';
import { ablationCsv, ablationLatex, ablationMarkdown } from '../../study/export.js';
import { dotPlot } from '../../study/figures/dotPlot.js';
import type { RowRun } from '../../study/readRows.js';
import { studyRows } from '../../study/rows.js';
import { messageOf } from '../model/describe.js';

export interface AblationSessionOptions {
  /** The suite's file. */
  readonly file: string;
  readonly post: (message: ToAblationView) => void;
  /** Carries out what a button asks for; of a row: with its newest run's directory. */
  readonly act: (action: AblationAction, file: string, runDirectory: string | null) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly save: (request: SaveRequest, file: string) => Promise<void>;
  readonly mayTrain: () => boolean;
}

export interface AblationSession {
  receive(message: FromAblationView): Promise<void>;
  /** Runs, or the suite's file, may have changed. */
  refresh(): Promise<void>;
  /** Hidden views get nothing. */
  pause(): void;
}

const forms: Readonly<Record<TableForm, (table: Ablation) => string>> = {
  markdown: ablationMarkdown,
  latex: ablationLatex,
  csv: ablationCsv,
};

export function createAblationSession(options: AblationSessionOptions): AblationSession {
  const { file, post } = options;
  const cache = new Map<string, RowRun>();
  let choice: AblationChoice | null = null;
  let shown: Ablation | null = null;
  let last = '';

  async function compute(): Promise<void> {
    if (!choice) return;
    const message = await table(choice);
    if (message.type === 'table') shown = message.table;
    // Most changes of runs (an epoch) change nothing here.
    const text = JSON.stringify(message);
    if (text === last) return;
    last = text;
    post(message);
  }

  async function table(wanted: AblationChoice): Promise<ToAblationView> {
    try {
      const suite = await loadSuite(file);
      const names = suite.suite;
      const quick = wanted.quick && names.quick !== null;
      const known = wanted.baseline !== null && (await hasRow(suite, wanted.baseline, quick));
      const result = await ablation(suite, findFoldboard(dirname(file)), {
        ...{ quick, against: wanted.against, cache },
        ...(wanted.metric === null ? {} : { metric: wanted.metric }),
        ...(known ? { baseline: wanted.baseline! } : {}),
      });
      return { type: 'table', table: result, head: await headOf(suite, quick) };
    } catch (error) {
      return { type: 'unreadable', name: basename(file), reason: messageOf(error) };
    }
  }

  async function headOf(suite: LoadedSuite, quick: boolean): Promise<AblationHead> {
    const [row] = await studyRows(suite, quick ? { quick } : {});
    const { validation } = row.entries[0].experiment.experiment;
    const repeats = validation.repeats * row.entries.length;
    const folds = validation.scheme === 'kFold' ? `${validation.folds} folds` : 'one holdout';
    const what = row.entries.length > 1 ? 'seeds' : 'repeats';
    return {
      file: basename(file),
      scoring:
        repeats > 1 ? `${folds} × ${repeats} ${what}, the same for every row` : `${folds}, the same for every row`,
      hasQuick: suite.suite.quick !== null,
      mayTrain: options.mayTrain(),
    };
  }

  async function carryOut(message: Exclude<FromAblationView, { type: 'ready' | 'choose' }>): Promise<string | null> {
    if (message.type === 'save') {
      await options.save(message, file);
      return null;
    }
    if (message.type === 'request') {
      const name = shown?.rows.find((row) => row.name === message.row)?.runs.at(-1);
      const directory = name === undefined ? null : join(findFoldboard(dirname(file)), 'runs', name);
      await options.act(message.action, file, directory);
      return null;
    }
    if (!shown) throw new Error('There is no table yet.');
    const visible = { ...shown, rows: shown.rows.filter((row) => row.baseline || !message.hidden.includes(row.name)) };
    if (message.type === 'draw') {
      post({ type: 'drawing', ...dotPlot(visible) });
      return null;
    }
    const form = Object.hasOwn(forms, message.form) ? forms[message.form] : undefined;
    if (!form) throw new Error('Unknown form.');
    await options.copy(form(visible));
    return `Copied as ${{ markdown: 'Markdown', latex: 'LaTeX', csv: 'CSV' }[message.form]}.`;
  }

  const refresh = inTurns(compute);

  return {
    async receive(message) {
      if (message.type === 'ready' || message.type === 'choose') {
        choice = checked(message.choice);
        if (message.type === 'ready') last = '';
        return refresh();
      }
      const [done, error] = await carryOut(message).then(
        (text) => [text, null] as const,
        (thrown: unknown) => [null, messageOf(thrown)] as const,
      );
      post({ type: 'answer', id: message.id, error, done });
    },
    refresh,
    pause() {
      choice = null;
    },
  };
}

async function hasRow(suite: LoadedSuite, name: string, quick: boolean): Promise<boolean> {
  return (await studyRows(suite, quick ? { quick } : {})).some((row) => row.name === name);
}

/** What a view kept is not taken at its word. */
function checked(choice: AblationChoice): AblationChoice {
  return {
    metric: scalarMetrics.find((name) => name === choice.metric) ?? null,
    baseline: typeof choice.baseline === 'string' ? choice.baseline : null,
    against: choice.against === 'above' ? 'above' : 'baseline',
    quick: choice.quick === true,
  };
}
