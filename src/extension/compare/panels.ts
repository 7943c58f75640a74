/** Views of comparisons as editor tabs: at most one a set of runs, up to date while runs come, go and are renamed. */
import * as vscode from 'vscode';
import type { FromCompareView, ToCompareView } from '../../protocol/compare.js';
import { panels } from '../ids.js';
import type { RunStore } from '../runs/store.js';
import { atMostTwiceASecond, lazySession, type RefreshedSession } from '../view/lazySession.js';
import { createViewPanels } from '../view/panels.js';
import { saveFile } from '../view/save.js';
import type { CompareSessionOptions } from './session.js';

export interface ComparePanels extends vscode.Disposable {
  /** @param directories - the first is the baseline */
  show(directories: readonly string[]): void;
  /** Runs have changed: comparisons on screen follow, at most twice a second. */
  refresh(): void;
}

/** What the view's buttons do: commands of other places. */
export type CompareActs = Pick<
  CompareSessionOptions,
  'pick' | 'openRun' | 'openSample' | 'diffSettings' | 'openMarkdown'
>;

export function createComparePanels(options: {
  readonly extensionUri: vscode.Uri;
  readonly store: () => RunStore;
  readonly acts: CompareActs;
  readonly onError: (error: unknown) => void;
}): ComparePanels {
  const { extensionUri, store, acts, onError } = options;
  const views = createViewPanels<FromCompareView, ToCompareView, RefreshedSession<FromCompareView>>({
    ...{ id: panels.compare, script: 'compare', attribute: 'runs', extensionUri, onError },
    subjectOf: (state) => subjectOf((state as { runs?: unknown } | null | undefined)?.runs),
    title: (subject) => `Compare ${runsOf(subject).length} Runs`,
    session: (subject, post, become) =>
      lazySession(async () =>
        (await import('./session.js')).createCompareSession({
          ...{ ...acts, post, directories: runsOf(subject) },
          prepared: () => store().refresh(),
          isKnown: (directory) => store().get(directory) !== undefined,
          become: (directories) => become(JSON.stringify(directories)),
          copy: async (text) => vscode.env.clipboard.writeText(text),
          save: (request) => saveFile(request, vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''),
        }),
      ),
  });
  const soon = atMostTwiceASecond(() => {
    for (const { panel, session } of views.open.values()) if (panel.visible) void session.refresh().catch(onError);
  });
  return {
    show: (directories) => views.show(JSON.stringify(directories)),
    refresh: () => soon.call(),
    dispose: () => vscode.Disposable.from(soon, views).dispose(),
  };
}

function subjectOf(runs: unknown): string | null {
  return Array.isArray(runs) && runs.every((run) => typeof run === 'string') ? JSON.stringify(runs) : null;
}

const runsOf = (subject: string): string[] => JSON.parse(subject) as string[];
