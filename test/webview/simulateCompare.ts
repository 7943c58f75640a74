/** Sets of runs as one compares them, and the session that a view of them talks with; runs are written as real ones are. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createCompareSession, type CompareSession } from '../../src/extension/compare/session.js';
import type { FromCompareView, ToCompareView } from '../../src/protocol/compare.js';
import type { SaveRequest } from '../../src/protocol/save.js';
import type { Host, ThemeName } from './harness.js';
import { simulateRun, type SimulatedRun } from './simulate.js';

const run = (name: string, title: string, skill: number, rest: Partial<SimulatedRun> = {}): SimulatedRun => ({
  ...{ name: `20251121-09${name}`, title, skill, luck: 'pain' },
  ...rest,
});

const classes = Array.from({ length: 11 }, (_, c) => [`class_${'abcdefghijk'[c]}`, 20 + 4 * c] as const);

/** By the name of the set; the first run of each is the baseline. */
export const compareSets: Readonly<Record<string, readonly SimulatedRun[]>> = {
  five: [
    run('0100-gru', 'GRU 64, no attention', 1.35, { settings: { model: { bidirectional: false, attention: false } } }),
    run('0200-bigru', 'BiGRU 64 with attention', 1.72, {
      settings: { model: { bidirectional: true, attention: true } },
    }),
    run('0300-bilstm', 'BiLSTM 64 with attention', 1.5, {
      luck: 'other',
      settings: { model: { cell: 'lstm' } },
    }),
    run(
      '0400-small',
      'BiGRU 32 with attention, focal loss γ 2, no layer norm, batches of 128 and a learning rate from a search',
      1.2,
      {
        settings: {
          model: { hiddenUnits: 32, layerNorm: false },
          training: { batchSize: 128, loss: { name: 'focal', gamma: 2 } },
        },
      },
    ),
    run('0500-flattered', 'epoch chosen on the scored fold', 1.6, {
      settings: { validation: { selection: 'scoredFold' } },
    }),
  ],
  two: [
    run('1100-a', 'GRU 64', 1.5),
    run('1200-b', 'GRU 64, again', 1.5, { luck: 'again', settings: { training: { batchSize: 16 } } }),
  ],
  repeats: [
    run('2100-a', 'GRU 64', 1.4, { settings: { validation: { repeats: 3 } } }),
    run('2200-b', 'BiGRU 64', 1.6, { settings: { validation: { repeats: 3 }, model: { layers: 3 } } }),
  ],
  flattering: [
    run('3100-a', 'GRU 64', 1.5, { settings: { validation: { selection: 'scoredFold' } } }),
    run('3200-b', 'BiGRU 64', 1.7, {
      settings: { validation: { selection: 'scoredFold' }, model: { layers: 3 } },
    }),
  ],
  different: [
    run('4100-a', 'GRU 64', 1.5),
    run('4200-b', 'GRU 64 on other data', 1.5, {
      classes: [
        ['calm', 80],
        ['stressed', 60],
      ],
    }),
  ],
  classes: [
    run('5100-a', 'eleven classes', 1.4, { classes }),
    run('5200-b', 'eleven classes, better', 2, { classes, settings: { model: { layers: 3 } } }),
  ],
  holdout: [
    run('6100-a', 'GRU 64', 1.5, { settings: { validation: { scheme: 'holdout' } } }),
    run('6200-b', 'majority class', 0, {
      settings: { validation: { scheme: 'holdout' }, model: { kind: 'majority' } },
    }),
  ],
};

/** Writes the runs of all sets; resolves to their directories. */
export async function writeCompareSets(workspace: string): Promise<Record<string, string[]>> {
  const written: Record<string, string[]> = {};
  for (const [name, runs] of Object.entries(compareSets)) {
    written[name] = [];
    for (const one of runs) written[name].push(await simulateRun(join(workspace, '.foldboard'), one));
  }
  return written;
}

export interface OpenedCompare {
  readonly page: Page;
  /** What was asked of other parts of the extension, in order. */
  readonly acted: unknown[];
  readonly copied: string[];
  readonly saved: SaveRequest[];
  readonly session: () => CompareSession;
}

/** Opens the view on the runs; `known` says which of them are there. */
export async function openCompare(
  host: Host,
  directories: readonly string[],
  options: {
    readonly theme?: ThemeName;
    readonly width?: number;
    readonly state?: unknown;
    readonly forcedColors?: boolean;
    readonly known?: (directory: string) => boolean;
    readonly pick?: () => readonly string[];
  } = {},
): Promise<OpenedCompare> {
  const [acted, copied, saved]: [unknown[], string[], SaveRequest[]] = [[], [], []];
  const act =
    (name: string) =>
    async (...words: unknown[]): Promise<void> =>
      void acted.push([name, ...words]);
  let session: CompareSession | null = null;
  const page = await host.open<FromCompareView, ToCompareView>({
    ...{ theme: options.theme ?? 'dark-modern', width: options.width ?? 1200, view: 'compare', state: options.state },
    forcedColors: options.forcedColors ?? false,
    receive(message, post) {
      session ??= createCompareSession({
        directories,
        post: (sent) => void post(sent).catch(() => undefined),
        prepared: async () => undefined,
        isKnown: options.known ?? (() => true),
        pick: async () => options.pick?.() ?? [],
        become: (runs) => void acted.push(['become', runs.length]),
        ...{ openRun: act('openRun'), openSample: act('openSample'), diffSettings: act('diffSettings') },
        openMarkdown: act('openMarkdown'),
        copy: async (text) => void copied.push(text),
        save: async (request) => void saved.push(request),
      });
      void session.receive(message);
    },
  });
  await page.locator('main[data-view]').waitFor();
  return { page, acted, copied, saved, session: () => session! };
}
