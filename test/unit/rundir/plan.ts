/** A whole plan for tests of what stands around it. */
import { resolve } from '../../../src/config/check.js';
import type { RunPlan } from '../../../src/rundir/types.js';

export function samplePlan(changes: Partial<RunPlan> = {}): RunPlan {
  return {
    formatVersion: 1,
    name: 'Sample',
    created: '2026-01-02T03:04:05.678Z',
    root: '../../..',
    experimentFile: 'a.experiment.json',
    experiment: resolve({ data: { train: 'a.csv' } }),
    seed: 1,
    data: {
      hash: 'h',
      samples: 4,
      steps: 8,
      shortest: 2,
      longest: 2,
      channels: 1,
      classes: ['a', 'b'],
      counts: [2, 2],
      testHash: null,
      testSamples: 0,
    },
    columns: { continuous: ['x'], categorical: [], transform: { x: 'none' }, timeAfter: [] },
    tasks: 2,
    repeats: 1,
    folds: 2,
    resolved: { epochs: 3, batchSize: 4, patience: null },
    git: null,
    versions: { foldboard: '0', node: '20', v8: '11', platform: 'test' },
    engine: 'reference',
    numericClass: 'float64',
    numericFingerprint: 'f',
    ...changes,
  };
}
