/**
 * A trained run in other hands: PyTorch rebuilds each fold from its files and predicts the same, scikit-learn gets the same
 * metrics from predictions.csv. Needs a Python with torch, safetensors and scikit-learn: FOLDBOARD_PYTHON, else python3.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch } from '../unit/scratch.js';
import { tinyCsv } from '../unit/training/tinyRun.js';

const cli = join(import.meta.dirname, '../../dist/cli.js');
const script = join(import.meta.dirname, '../fixtures/reload_run.py');
const python = process.env['FOLDBOARD_PYTHON'] ?? 'python3';
const able = spawnSync(python, ['-c', 'import torch, safetensors, sklearn'], { timeout: 60_000 }).status === 0;

interface Reloaded {
  readonly folds: readonly number[];
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly stored: Readonly<Record<string, unknown>>;
}

/** Trains on generated data with `--set` assignments, then lets Python read the run. */
async function reload(assignments: readonly string[]): Promise<Reloaded> {
  const folder = await scratch();
  const file = join(folder, 'train.csv');
  writeFileSync(file, withRareKind(tinyCsv(36, 5)));
  const experiment = {
    name: 'Elsewhere',
    data: { train: 'train.csv', sampleId: 'id', time: 't', categorical: { kind: { embedding: 3 } } },
    preprocessing: { scaling: 'robust', transform: { a: 'asinh' } },
    model: { hiddenUnits: 5, layers: 2, headUnits: 4 },
    training: { epochs: 4, batchSize: 5, optimizer: { learningRate: 0.02 } },
    validation: { folds: 3 },
  };
  writeFileSync(join(folder, 'x.experiment.json'), JSON.stringify(experiment));
  const run = join(folder, 'run');
  const set = assignments.flatMap((assignment) => ['--set', assignment]);
  execFileSync(process.execPath, [cli, 'train', 'x.experiment.json', '--run-dir', run, ...set], {
    cwd: folder,
    stdio: 'pipe',
  });
  return JSON.parse(execFileSync(python, [script, run, file], { encoding: 'utf8' })) as Reloaded;
}

/** A category of one sample only: where that sample is scored, its fold knows nothing of it. */
function withRareKind(csv: string): string {
  return csv.replaceAll(/^(s7,.*),[xyz],/gm, '$1,rare,');
}

if (!able)
  it.skip(`${python} has no torch, safetensors and scikit-learn: FOLDBOARD_PYTHON names another`, () => undefined);
else
  describe('a run, read by PyTorch and scikit-learn', () => {
    it.each<[string, string[]]>([
      ['GRU in both directions, attention', []],
      ['a convolution before it', ['model.stem={"filters":6,"kernel":3,"stride":2}']],
      [
        'LSTM, time added to the embedding, windows by mean',
        [
          'model.cell=lstm',
          'model.timeEmbedding={"size":3,"combine":"add","after":"kind"}',
          'data.window={"length":4,"stride":3}',
        ],
      ],
      [
        'RNN, last state, one direction, windows by majority',
        [
          'model.cell=rnn',
          'model.attention=false',
          'model.bidirectional=false',
          'data.window={"length":3,"stride":2,"vote":"majority"}',
        ],
      ],
      [
        'time beside the inputs, no layer norm, linear head, repeats',
        ['model.timeEmbedding={"size":2}', 'model.layerNorm=false', 'model.headUnits=null', 'validation.repeats=2'],
      ],
    ])(
      '%s',
      async (_, assignments) => {
        const { folds, metrics, stored } = await reload(assignments);
        expect(folds.length).toBeGreaterThanOrEqual(3);
        for (const difference of folds) expect(difference).toBeLessThan(1e-5);
        // Counts and F1 are the same to the last bit; a sum of logarithms depends on its order.
        const { logLoss, ...exact } = metrics;
        expect(stored).toMatchObject(exact);
        expect(stored['logLoss']).toBeCloseTo(logLoss as number, 12);
      },
      120_000,
    );
  });
