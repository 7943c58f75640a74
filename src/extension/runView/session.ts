/**
 * The talk with one run view, apart from VS Code: it asks with "ready" and gets the whole state, then news as it comes. What is
 * hidden is not kept alive; shown again it asks again.
 */
import type { FromRunView, RunAction, ToRunView } from '../../protocol/run.js';
import { runPaths } from '../../rundir/paths.js';
import type { RunPlan } from '../../rundir/types.js';
import { logTail } from '../model/logTail.js';
import { firstLine } from '../model/describe.js';
import type { RunRecord } from '../model/record.js';
import { runLive, runOutcome, runSnapshot } from '../model/snapshot.js';
import type { RunStore, RunWatch } from '../runs/store.js';
import type { RunNews, RunTracker } from '../runs/tracker.js';

export interface SessionOptions {
  readonly directory: string;
  readonly store: RunStore;
  readonly post: (message: ToRunView) => void;
  /** Carries out what a button asks for; what it throws is shown in the view. */
  readonly act: (action: RunAction, directory: string) => Promise<void>;
  readonly mayTrain: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface RunSession {
  receive(message: FromRunView): Promise<void>;
  /** Hidden views get nothing. */
  pause(): void;
  dispose(): void;
}

const logLines = 40;

export function createRunSession(options: SessionOptions): RunSession {
  const { directory, store, post } = options;
  let watching: RunWatch | null = null;
  let asked = 0;
  // One after the other: patches only fit in the order in which they came.
  let sending: Promise<void> = Promise.resolve();

  const log = (): Promise<string[]> => logTail(runPaths(directory).log, logLines);

  async function start(): Promise<void> {
    const mine = ++asked;
    watching?.dispose();
    watching = null;
    // News that come while the snapshot is prepared are part of it: they change the tracker, which the snapshot is taken from.
    let live = false;
    const watch = await store.watch(directory, (news, tracker) => {
      if (live && mine === asked) sending = sending.then(() => send(news, tracker, mine)).catch(options.onError);
    });
    if (mine !== asked) return watch?.dispose();
    watching = watch;
    const lines = await log();
    if (mine !== asked) return;
    const record = watch?.tracker.record();
    if (!watch || !record || !hasPlan(record)) {
      const known = store.get(directory);
      post({ type: 'unreadable', name: known?.id ?? directory, reason: known?.reason ?? 'The run is gone.' });
      return;
    }
    post({ type: 'run', run: runSnapshot(record, watch.tracker.columns(), lines, options.mayTrain()) });
    live = true;
  }

  async function send(news: RunNews, tracker: RunTracker, mine: number): Promise<void> {
    const record = tracker.record();
    const lines = await log();
    if (mine !== asked) return;
    post({
      type: 'news',
      patches: news.patches,
      folds: news.folds.map((fold) => ({ fold, state: record.folds[fold] })),
      live: runLive(record, lines, options.mayTrain()),
      ...(news.statusChanged ? { outcome: runOutcome(record.result) } : {}),
    });
  }

  return {
    async receive(message) {
      if (message.type === 'ready') return start();
      const error = await options.act(message.action, directory).then(
        () => null,
        (thrown: unknown) => firstLine(thrown instanceof Error ? thrown.message : String(thrown)),
      );
      post({ type: 'answer', id: message.id, error });
    },
    pause() {
      asked++;
      watching?.dispose();
      watching = null;
    },
    dispose() {
      this.pause();
    },
  };
}

function hasPlan(record: RunRecord): record is RunRecord & { readonly plan: RunPlan } {
  return record.plan !== null;
}
