/** Every state a run view can be in, each as a run directory. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockRun, type RunLock } from '../../src/rundir/lock.js';
import { runPaths } from '../../src/rundir/paths.js';
import { enqueue } from '../../src/rundir/queue.js';
import { simulateRun, type SimulatedRun } from './simulate.js';

const many = Array.from(
  { length: 20 },
  (_, c) => [`gesture ${String(c + 1).padStart(2, '0')}`, 60 + 17 * (c % 7)] as const,
);
const long = 'a very long name of a class that nobody would choose, and yet somebody does';

export const states: readonly SimulatedRun[] = [
  {
    ...{ name: 'finished', title: 'BiGRU 64 with attention' },
    warnings: ['joint_30 is constant in the fit part and tells nothing apart.'],
    changedTo: (text) => text.replace('"seed": 42', '"seed": 43'),
  },
  {
    ...{ name: 'running', title: 'BiGRU 64 with attention', finished: 2, then: { epoch: 34, event: 'none' } },
    log: ['10:38:01 fold 2 finished', '10:38:04 fold 3: best epoch 27', '10:38:07 fold 3: epoch 34 of 100'],
  },
  { name: 'starting', title: 'Just begun', finished: 0 },
  {
    ...{ name: 'failed', title: 'A learning rate too far', finished: 1 },
    then: {
      ...{ epoch: 12, event: 'failed' },
      message: 'The training loss is no longer a number in epoch 13.\nTry a smaller learning rate or a gradient clip.',
    },
    log: [
      '2025-11-21T09:50:03.358Z started by process 10896: 5 of 5 folds to train, 1 workers',
      '2025-11-21T09:52:09.163Z fold 1 finished',
      '2025-11-21T09:53:01.004Z fold 2 failed: The training loss is no longer a number in epoch 13.',
      '2025-11-21T09:53:01.011Z ended: failed',
    ],
  },
  { name: 'stopped', title: 'Stopped half way', finished: 2, then: { epoch: 18, event: 'stopped' } },
  { name: 'queued', title: 'Waits for its turn', finished: 0 },
  {
    ...{ name: 'crashed', title: 'Killed for want of memory', finished: 1, then: { epoch: 7, event: 'none' } },
    log: [
      '2025-11-21T09:50:03.358Z started by process 10896: 5 of 5 folds to train, 1 workers',
      '2025-11-21T09:52:09.163Z fold 1 finished',
      '2025-11-21T09:53:01.004Z the trainer, process 10896, was ended by SIGKILL',
    ],
  },
  { name: 'died', title: 'The power went out', finished: 2, then: { epoch: 18, event: 'none' } },
  {
    ...{ name: 'test', title: 'With labelled test data', test: { samples: 400, labelled: true } },
    settings: { validation: { selection: 'scoredFold' } },
  },
  { name: 'unlabelled', title: 'With test data to predict', test: { samples: 1324, labelled: false } },
  {
    ...{ name: 'final', title: 'Final model', test: { samples: 400, labelled: true } },
    settings: { validation: { scheme: 'none', folds: 5, selection: 'none' }, training: { earlyStopping: null } },
  },
  {
    ...{ name: 'finalOnly', title: 'Final model, nothing to score' },
    settings: { validation: { scheme: 'none', selection: 'none' }, training: { earlyStopping: null } },
  },
  {
    name: 'baseline',
    title: 'Majority',
    settings: { model: { kind: 'majority' }, validation: { selection: 'none' } },
    skill: 0,
  },
  { name: 'holdout', title: 'One holdout', settings: { validation: { scheme: 'holdout', fraction: 0.2 } } },
  { name: 'repeats', title: 'Three repeats', settings: { validation: { folds: 5, repeats: 3 } } },
  { name: 'classes', title: 'Twenty gestures', classes: many, skill: 4 },
  {
    name: 'missing',
    title: 'A class without samples',
    classes: [
      ['no_pain', 511],
      ['low_pain', 94],
      ['high_pain', 0],
    ],
  },
  {
    name: 'names',
    title: `Long names ${'everywhere and without any end '.repeat(5)}`,
    classes: [
      [long, 300],
      [`${long} (2)`, 120],
      ['](command:workbench.action.quit) <img src=x onerror=alert(1)>', 90],
    ],
  },
  { name: 'perfect', title: 'Nothing wrong', skill: 40 },
  {
    name: 'two',
    title: 'Two classes',
    classes: [
      ['rest', 120],
      ['move', 80],
    ],
  },
  {
    ...{ name: 'networks', title: 'Ensemble of five', finished: 2, then: { network: 2, epoch: 14, event: 'none' } },
    settings: { ensemble: { seeds: 5 } },
  },
  {
    ...{
      name: 'stages',
      title: 'Two stages',
      settings: { stages: { calm: ['no_pain'], pain: ['low_pain', 'high_pain'] } },
    },
  },
  { name: 'long', title: 'Five hundred epochs', epochs: 500 },
];

export interface States {
  readonly directories: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** Writes all states, or those named; runs that are to be running are owned by this process until `end`. */
export async function writeStates(foldboard: string, wanted?: readonly string[]): Promise<States> {
  const directories: Record<string, string> = {};
  const locks: RunLock[] = [];
  for (const state of states) {
    if (wanted && !wanted.includes(state.name)) continue;
    directories[state.name] = await simulateRun(foldboard, state);
    if (state.name === 'queued') await enqueue(foldboard, { runDirectory: directories[state.name] });
    if (['running', 'starting', 'networks'].includes(state.name)) locks.push(await lockRun(directories[state.name], 1));
  }
  if (!wanted || wanted.includes('newer')) {
    directories['newer'] = await simulateRun(foldboard, { name: 'newer', title: 'From the future' });
    const { plan } = runPaths(directories['newer']);
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('"formatVersion": 1', '"formatVersion": 7'));
  }
  return {
    directories,
    async end() {
      for (const lock of locks) await lock.release();
    },
  };
}

/** Where a folder's runs are. */
export const foldboardIn = (folder: string): string => join(folder, '.foldboard');
