import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadedExperiment } from '../../../src/config/load.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { experimentOf, loadRunData } from '../../../src/execution/data.js';
import { cutItems } from '../../../src/data/windows.js';
import { readEvents } from '../../../src/rundir/events.js';
import { curesOf, foldState, waitingFold } from '../../../src/rundir/foldState.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readSplits } from '../../../src/rundir/splits.js';
import { readPlan } from '../../../src/rundir/plan.js';
import { finishRun } from '../../../src/training/finishRun.js';
import type { RunData } from '../../../src/training/foldTask.js';
import { trainFold } from '../../../src/training/trainFold.js';
import { resultFiles, tinyExperiment, tinyRun } from './tinyRun.js';

/** A started run, and copies of it that are trained in different ways. */
async function started(experiment: LoadedExperiment) {
  const original = await tinyRun(experiment);
  const data = await loadRunData(await experimentOf(original, await readPlan(original)));
  let copies = 0;
  return {
    data,
    async copy(): Promise<string> {
      const directory = join(dirname(original), `copy-${copies++}`);
      await cp(original, directory, { recursive: true });
      return directory;
    },
  };
}

async function trainAll(run: string, data: RunData, tasks = 3): Promise<void> {
  for (let k = 0; k < tasks; k++) await trainFold(run, k, data, { engine: referenceEngine });
  await finishRun(run);
}

/** Stops fold 0 after `batches` batches, again and again, until it is through. */
async function trainInPieces(run: string, data: RunData, batches: number): Promise<number> {
  for (let pieces = 1; ; pieces++) {
    let left = batches;
    const outcome = await trainFold(run, 0, data, { engine: referenceEngine, shouldStop: () => left-- <= 0 });
    if (outcome === 'finished') return pieces;
  }
}

/** Batches of an epoch over fit and select parts together, as in fine-tuning. */
async function longestEpoch(run: string, data: RunData): Promise<number> {
  const plan = await readPlan(run);
  const [fold] = await readSplits(runPaths(run).splits, data.train.sampleIds);
  const samples = Int32Array.from([...fold.fit, ...fold.select]);
  return Math.ceil(cutItems(data.train, samples, plan.experiment.data.window).sample.length / plan.resolved.batchSize);
}

const variants: Record<string, Parameters<typeof tinyExperiment>> = {
  'early stopping, dropout, test data': [{}, { test: 'unlabelled' }],
  'weighted sampler, windows, plateau, balanced classes': [
    {
      data: { window: { length: 3, stride: 2 } },
      training: { epochs: 6, sampler: 'weighted', schedule: 'plateau', loss: { classWeights: 'balanced' } },
    },
  ],
  'fine-tuning, one-cycle, sgd': [
    { training: { schedule: 'oneCycle', optimizer: { name: 'sgd' } }, fineTune: { epochs: 3 } },
  ],
  'augmentation, averaged weights': [
    {
      training: {
        averaging: { decay: 0.9 },
        augmentation: [
          ...['jitter', 'scaling', 'timeWarp', 'windowSlice', 'timeMask', 'channelDropout', 'mixup'].map((name) => ({
            name,
          })),
        ],
      },
      fineTune: { epochs: 2 },
    },
  ],
  'inner folds, two seeds each, temperature and thresholds': [
    {
      training: { epochs: 2 },
      validation: { innerFolds: 2 },
      ensemble: { seeds: 2 },
      decision: { temperature: true, thresholds: 'macroF1' },
    },
    { test: 'unlabelled' },
  ],
  'two stages, two seeds': [
    { training: { epochs: 2 }, ensemble: { seeds: 2 }, stages: { calm: ['calm'], moving: ['rising', 'wild'] } },
    { test: 'labelled' },
  ],
  'no selection, fixed epochs': [{ training: { earlyStopping: null }, validation: { selection: 'none' } }],
};

describe('a fold that is stopped and resumed ends with the bytes of an undisturbed one', () => {
  for (const [name, settings] of Object.entries(variants)) {
    test(name, async () => {
      const { data, copy } = await started(await tinyExperiment(...settings));
      const undisturbed = await copy();
      await trainAll(undisturbed, data);
      const expected = await resultFiles(undisturbed);
      expect([...expected.keys()]).toContain('result.json');
      expect([...expected.keys()].filter((file) => file.includes('checkpoint'))).toEqual([]);
      // A piece must hold an epoch, or it is begun for ever; the others end in the middle of one.
      const epoch = await longestEpoch(undisturbed, data);
      for (const batches of [epoch, epoch + 2, 2 * epoch + 1]) {
        const pieces = await copy();
        expect(await trainInPieces(pieces, data, batches)).toBeGreaterThan(1);
        await trainAll(pieces, data);
        expect(await resultFiles(pieces)).toEqual(expected);
      }
    });
  }
});

test('a fold that fails at any event says why, and ends with the same bytes when it is resumed', async () => {
  const { data, copy } = await started(await tinyExperiment({ fineTune: { epochs: 1 } }, { test: 'unlabelled' }));
  const undisturbed = await copy();
  await trainAll(undisturbed, data);
  const expected = await resultFiles(undisturbed);
  const { events } = readEvents(runPaths(undisturbed).fold(0).events);
  for (let at = 1; at <= events.length; at++) {
    const run = await copy();
    let count = 0;
    const onEvent = (event: FoldEvent): void => {
      if (event.type !== 'failed' && ++count === at) throw new Error('unplugged');
    };
    await expect(trainFold(run, 0, data, { engine: referenceEngine, onEvent })).rejects.toThrow('unplugged');
    const last = readEvents(runPaths(run).fold(0).events).events.at(-1);
    expect(last).toEqual({ type: 'failed', fold: 0, message: 'unplugged' });
    await trainAll(run, data);
    expect(await resultFiles(run)).toEqual(expected);
  }
});

test('training that diverges fails, and says what to do', async () => {
  const optimizer = { name: 'sgd', learningRate: 1e30 };
  const { data, copy } = await started(await tinyExperiment({ training: { optimizer, gradientClip: null } }));
  const run = await copy();
  await expect(trainFold(run, 0, data, { engine: referenceEngine })).rejects.toMatchObject({
    message: expect.stringMatching(/^Training diverged: epoch \d left weights that are not numbers/) as string,
    cure: expect.stringContaining('learningRate') as string,
  });
  const failed = foldState(readEvents(runPaths(run).fold(0).events).events);
  expect(failed).toMatchObject({ state: 'failed', cure: expect.stringContaining('learningRate') as string });
  expect(curesOf([failed, failed, waitingFold])).toEqual({ cures: [failed.cure], again: false });
  // As a log of before cures were kept, and as a failure that a second try may not meet again.
  expect(curesOf([failed, foldState([{ type: 'failed', fold: 1, message: 'unplugged' }])])).toEqual({
    cures: [failed.cure],
    again: true,
  });
});
