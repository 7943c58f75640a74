/** A run in a browser: the store, the session and the page are the real ones, only the way between them is the browser's. */
import type { Page } from 'playwright-core';
import { createRunSession, type RunSession } from '../../src/extension/runView/session.js';
import type { SaveRequest } from '../../src/protocol/save.js';
import type { RunStore } from '../../src/extension/runs/store.js';
import type { RunAction, ToRunView } from '../../src/protocol/run.js';
import type { Host, ThemeName } from './harness.js';

export interface OpenedRun {
  readonly page: Page;
  readonly asked: { readonly action: RunAction; readonly argument: number | null }[];
  readonly saved: SaveRequest[];
  /** Types of the messages sent, with the time. */
  readonly sent: { readonly type: ToRunView['type']; readonly at: number }[];
  close(): Promise<void>;
}

const offers: readonly RunAction[] = [
  'compare',
  'evaluate',
  'star',
  'unstar',
  'showChanges',
  'openSample',
  'openTestSample',
];

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  /** What the view kept before. */
  readonly state?: unknown;
  /** Actions that are refused, with this reason. */
  readonly refuse?: Readonly<Partial<Record<RunAction, string>>>;
  readonly mayTrain?: boolean;
}

/** Resolves when the run (or why there is none) is on screen. */
export async function openRun(
  host: Host,
  store: RunStore,
  directory: string,
  options: OpenOptions = {},
): Promise<OpenedRun> {
  const opened = { asked: [] as OpenedRun['asked'], saved: [] as SaveRequest[], sent: [] as OpenedRun['sent'] };
  let session: RunSession | null = null;
  const { theme = 'dark-modern', width = 1200, refuse = {}, mayTrain = true, ...page } = options;
  const view = await host.open({
    ...{ theme, width, ...page },
    receive(message, post) {
      session ??= createRunSession({
        ...{ directory, store, offers, mayTrain: () => mayTrain },
        post(sent) {
          opened.sent.push({ type: sent.type, at: performance.now() });
          void post(sent).catch(() => undefined);
        },
        act: async (action, _, argument) => {
          opened.asked.push({ action, argument });
          if (refuse[action] !== undefined) throw new Error(refuse[action]);
        },
        save: async (request) => void opened.saved.push(request),
        onError: console.error,
      });
      void session.receive(message);
    },
  });
  await view.locator('main[data-view]').waitFor();
  return {
    ...opened,
    page: view,
    async close() {
      session?.pause();
      await view.close();
    },
  };
}

/** Waits until everything a view shows is drawn: predictions come after the run, curves after the predictions. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector('main');
    if (main?.dataset['status'] !== 'finished') return true;
    const calibration = document.getElementById('calibration');
    const samples = document.getElementById('samples');
    const reading = document.body.textContent?.includes('Reading the predictions') ?? false;
    // Predictions of test data come by a message of their own; the list of samples then offers them.
    const test = document.getElementById('test');
    if (test?.hidden === false && !/test data/i.test(samples?.textContent ?? '')) return false;
    return (
      !reading && (calibration?.hidden !== false || calibration.dataset['drawn'] !== undefined) && samples !== null
    );
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
