/**
 * The talk with one view of a comparison, apart from VS Code: it asks with "ready" and gets everything, and again when runs have
 * changed, came or went. All figures are computed here, from files; the view only shows them.
 */
import { inTurns } from '../../base/inTurns.js';
import { scalarMetrics, type ScalarMetric } from '../../metrics/types.js';
import type { CompareAction, CompareChoice, FromCompareView, ToCompareView } from '../../protocol/compare.js';
import type { SaveRequest } from '../../protocol/save.js';
import { distinctNames } from '../../runs/compare.js';
import { comparisonReport } from '../model/comparisonReport.js';
import { messageOf } from '../model/describe.js';
import type { RefreshedSession } from '../view/lazySession.js';
import { comparisonCsv } from './csv.js';
import { readInputs, type InputCache } from './inputs.js';
import { comparedState } from './state.js';

export interface CompareSessionOptions {
  /** Directories of the runs; the first is the baseline. */
  readonly directories: readonly string[];
  readonly post: (message: ToCompareView) => void;
  /** Before the first look: which runs there are. */
  readonly prepared: () => Promise<void>;
  /** Only runs of the open folders are read, whatever a kept state says. */
  readonly isKnown: (directory: string) => boolean;
  /** Asks for more runs; none where the user thinks better of it. */
  readonly pick: (there: readonly string[]) => Promise<readonly string[]>;
  /** Another set of runs is compared now. */
  readonly become: (directories: readonly string[]) => void;
  readonly openRun: (directory: string) => Promise<void>;
  /** A row of a run's predictions. */
  readonly openSample: (directory: string, row: number) => Promise<void>;
  readonly diffSettings: (baseline: string, other: string) => Promise<void>;
  readonly openMarkdown: (directories: readonly string[], metric: ScalarMetric) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly save: (request: SaveRequest) => Promise<void>;
}

export type CompareSession = RefreshedSession<FromCompareView>;

export function createCompareSession(options: CompareSessionOptions): CompareSession {
  const { post } = options;
  const cache: InputCache = new Map();
  let directories = [...options.directories];
  let changed = false;
  let choice: CompareChoice | null = null;
  let shown: ReturnType<typeof comparedState> | null = null;
  let last = '';
  let prepared: Promise<void> | null = null;

  async function compute(): Promise<void> {
    await (prepared ??= options.prepared());
    if (!choice) return;
    const message = await state(choice);
    // Most changes of runs change nothing here.
    const text = JSON.stringify(message);
    if (text === last || !choice) return;
    last = text;
    post(message);
  }

  async function state(wanted: CompareChoice): Promise<ToCompareView> {
    const { inputs, missing } = await readInputs(directories, options.isKnown, cache);
    shown = inputs.length < 2 ? null : comparedState(inputs, missing, wanted);
    if (shown) return { type: 'compared', compared: shown.compared };
    const labels = distinctNames(inputs);
    const title = inputs.length === 1 ? 'Only one run is left to compare' : 'There is no run left to compare';
    return {
      ...{ type: 'nothing', title, missing },
      reason: 'A comparison needs two finished runs that were scored.',
      left: inputs.map(({ directory }, i) => ({ directory, label: labels[i] })),
    };
  }

  async function change(next: readonly string[]): Promise<void> {
    directories = [...new Set(next)];
    changed = true;
    options.become(directories);
    post({ type: 'runs', directories });
    await refresh();
  }

  /** Runs come by message: only those that are compared are acted on. */
  const own = (directory: string | undefined): string => {
    const found = directories.find((one) => one === directory);
    if (found === undefined) throw new Error('This run is not in the comparison.');
    return found;
  };

  const acts: Readonly<Record<CompareAction, (run: string | undefined, row: number) => Promise<void>>> = {
    openRun: async (run) => options.openRun(own(run)),
    openSample: async (run, row) => options.openSample(own(run), row),
    diffSettings: async (run) => options.diffSettings(table().compared.baseline, own(run)),
    openMarkdown: async () => options.openMarkdown(baselineFirst(), table().compared.metric),
    addRun: async () => {
      const more = await options.pick(directories);
      if (more.length > 0) await change([...directories, ...more]);
    },
  };

  const table = (): NonNullable<typeof shown> => {
    if (!shown) throw new Error('There is nothing to compare.');
    return shown;
  };
  const baselineFirst = (): string[] => {
    const { baseline, runs } = table().compared;
    return [baseline, ...runs.map(({ directory }) => directory).filter((directory) => directory !== baseline)];
  };

  async function carryOut(message: Exclude<FromCompareView, { type: 'ready' | 'choose' }>): Promise<string | null> {
    switch (message.type) {
      case 'request': {
        const act = Object.hasOwn(acts, message.action) ? acts[message.action] : undefined;
        if (!act) throw new Error('Unknown action.');
        const row = Number.isSafeInteger(message.row) ? Math.max(0, message.row ?? 0) : 0;
        await act(message.run, row);
        return null;
      }
      case 'remove':
        await change(directories.filter((directory) => directory !== own(message.run)));
        return null;
      case 'copy':
        await options.copy(
          message.form === 'csv' ? comparisonCsv(table().compared) : comparisonReport(table().comparison),
        );
        return `Copied as ${message.form === 'csv' ? 'CSV' : 'Markdown'}.`;
      case 'save':
        await options.save(message);
        return null;
      default:
        throw new Error('Unknown message.');
    }
  }

  const refresh = inTurns(compute);

  return {
    async receive(message) {
      if (message.type === 'ready' || message.type === 'choose') {
        choice = checked(message.choice);
        if (message.type === 'ready') {
          last = '';
          // A page that was hidden is made anew, and begins with the runs it was opened for.
          if (changed) post({ type: 'runs', directories });
        }
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

/** What a view kept is not taken at its word. */
function checked(choice: CompareChoice): CompareChoice {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    metric: scalarMetrics.find((name) => name === choice.metric) ?? null,
    baseline: text(choice.baseline),
    front: text(choice.front),
  };
}
