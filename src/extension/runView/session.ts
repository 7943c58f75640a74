/**
 * The talk with one run view, apart from VS Code: it asks with "ready" and gets the whole state, then news as it comes, and the
 * predictions once the run is finished. What is hidden is not kept alive; shown again it asks again.
 */
import type { FromRunView, RunAction, ToRunView } from '../../protocol/run.js';
import type { SaveRequest } from '../../protocol/save.js';
import { lastLines } from '../../rundir/lastLines.js';
import { runPaths } from '../../rundir/paths.js';
import { messageOf } from '../model/describe.js';
import { crashLogs } from '../model/record.js';
import { runHead, runLive, runOutcome } from '../model/snapshot.js';
import type { RunStore, RunWatch } from '../runs/store.js';
import type { RunNews, RunTracker } from '../runs/tracker.js';
import { fileChanges } from './changes.js';
import { collectNews, type NewsCollector } from './collect.js';
import { packColumns } from './pack.js';
import { readPredictionColumns } from './predictions.js';
import { hasPlan, whyUnreadable } from './unreadable.js';

export interface SessionOptions {
  readonly directory: string;
  readonly store: RunStore;
  readonly post: (message: ToRunView) => void;
  /** Carries out what a button asks for; what it throws is shown in the view. */
  readonly act: (action: RunAction, directory: string, argument: number | null) => Promise<void>;
  /** What `act` knows. */
  readonly offers: readonly RunAction[];
  /** Writes a chart where the user says. */
  readonly save: (request: SaveRequest, directory: string) => Promise<void>;
  readonly mayTrain: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface RunSession {
  receive(message: FromRunView): Promise<void>;
  /** Hidden views get nothing. */
  pause(): void;
}

const logLines = 40;

/** Messages of news are at least this far apart. */
const newsMs = 100;

export function createRunSession(options: SessionOptions): RunSession {
  const { directory, store, post } = options;
  let watching: RunWatch | null = null;
  let collector: NewsCollector | null = null;
  let asked = 0;

  const log = async (): Promise<string[]> => {
    const lines = await lastLines(runPaths(directory).log, logLines);
    const more = await Promise.all(crashLogs(directory).map((file) => lastLines(file, logLines)));
    return [...lines, ...more.flat()].slice(-logLines);
  };
  // Notes are not followed with the run: they are the store's.
  const current = (tracker: RunTracker) => ({
    ...tracker.record(),
    ...(store.get(directory) ? { notes: store.get(directory)!.notes } : {}),
  });

  async function start(): Promise<void> {
    const mine = ++asked;
    stop();
    // News that come while the snapshot is prepared are part of it: they change the tracker, which the snapshot is taken from.
    let live = false;
    const watch = await store.watch(directory, (news) => {
      if (live && mine === asked) collector?.add(news);
    });
    if (mine !== asked) return watch?.dispose();
    watching = watch;
    const lines = await log();
    const record = watch ? current(watch.tracker) : undefined;
    if (!watch || !record || !hasPlan(record)) {
      const why = await whyUnreadable(directory, store.get(directory));
      if (mine === asked) post({ type: 'unreadable', ...why });
      return;
    }
    const file = await fileChanges(record);
    if (mine !== asked) return;
    collector = collectNews(newsMs, (news) => send(news, watch.tracker, mine), options.onError);
    const now = current(watch.tracker);
    const { offers } = options;
    const columns = watch.tracker.columns().map((own) => packColumns(own));
    const [head, outcome] = [runHead({ ...record, ...now, plan: record.plan }), runOutcome(record.plan, now.result)];
    const state = { live: runLive(now, lines, options.mayTrain()), folds: now.folds, columns, outcome, file, offers };
    post({ type: 'run', run: { head, ...state } });
    live = true;
    if (outcome) await sendPredictions(watch.tracker, mine);
  }

  async function send(news: RunNews, tracker: RunTracker, mine: number): Promise<void> {
    const lines = await log();
    if (mine !== asked) return;
    const record = current(tracker);
    if (record.status === 'unreadable')
      return post({ type: 'unreadable', ...(await whyUnreadable(directory, record)) });
    const patches = news.patches.map(({ fold, from, columns }) => ({ fold, from, columns: packColumns(columns) }));
    const folds = news.folds.map((fold) => ({ fold, state: record.folds[fold] }));
    const outcome = news.statusChanged ? { outcome: runOutcome(record.plan, record.result) } : {};
    post({ type: 'news', patches, folds, live: runLive(record, lines, options.mayTrain()), ...outcome });
    if (outcome.outcome) await sendPredictions(tracker, mine);
  }

  async function sendPredictions(tracker: RunTracker, mine: number): Promise<void> {
    const { result, plan } = tracker.record();
    const paths = runPaths(directory);
    const wanted = [
      { of: 'outOfFold', file: paths.predictions, is: Boolean(result?.outOfFold) },
      { of: 'test', file: paths.testPredictions, is: (plan?.data.testSamples ?? 0) > 0 },
    ] as const;
    for (const { of, file, is } of wanted) {
      if (!is || mine !== asked) continue;
      const read = await readPredictionColumns(file, plan?.folds ?? 1).then(
        (columns) => ({ columns, reason: null }),
        (error: unknown) => ({ columns: null, reason: messageOf(error) }),
      );
      if (mine === asked) post({ type: 'predictions', of, ...read });
    }
  }

  async function carryOut(message: Exclude<FromRunView, { type: 'ready' }>): Promise<void> {
    if (message.type === 'save') return options.save(message, directory);
    const argument = Number.isSafeInteger(message.argument) ? Math.max(0, message.argument ?? 0) : null;
    await options.act(message.action, directory, argument);
  }

  function stop(): void {
    collector?.dispose();
    collector = null;
    watching?.dispose();
    watching = null;
  }

  return {
    async receive(message) {
      if (message.type === 'ready') return start();
      if (message.type !== 'request' && message.type !== 'save') return;
      const error = await carryOut(message).then(
        () => null,
        (thrown: unknown) => messageOf(thrown),
      );
      post({ type: 'answer', id: message.id, error });
    },
    pause() {
      asked++;
      stop();
    },
  };
}
