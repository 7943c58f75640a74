// Prediction: one sample by a loaded model, and more than 10,000 samples from a file of 1 GB to their probabilities, against the
// forward pass of training and against PyTorch.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answer, bundle, inTurn, out, painData, present, root, watch } from '../common.mjs';
import { limited, row, within } from '../report/rows.mjs';
import { enlarge } from './enlarge.mjs';

export const name = 'predict';
export const title = 'Prediction with the pain task’s network, one core';
export const needs = ['node20', 'node24', 'python'];

const copies = 16;

export async function run({ peers: { node20, node24, python }, rounds, say }) {
  const folder = await painData();
  const module = await bundle('predict', {
    'cli/modelColumns': ['modelColumns'],
    'data/load': ['loadOtherData'],
    'data/prepare': ['applyPreprocessing'],
    'data/windows': ['cutItems'],
    'engine/fused/index': ['createFusedEngine'],
    'execution/data': ['experimentOf'],
    'rundir/foldModel': ['readFoldDocument'],
    'rundir/paths': ['runPaths'],
    'rundir/plan': ['readPlan'],
    'training/batches': ['batchOf', 'inOrder', 'itemSet'],
    'training/predictFile': ['predictFile'],
    'training/predictWith': ['loadPredictor'],
  });
  const many = join(out, 'many');
  const run = join(out, 'runs/predict');
  await rm(run, { recursive: true, force: true });
  say(`predict: training a model, and ${copies} times the data`);
  const settings = ['training.epochs=1', 'data.test=null', 'validation.scheme="holdout"'].flatMap((one) => [
    '--set',
    one,
  ]);
  const train = [
    'train',
    join(folder, 'pain.experiment.json'),
    '--run-dir',
    run,
    '--workers',
    '1',
    '--json',
    ...settings,
  ];
  await watch(node24 ?? process.execPath, [join(root, 'dist/cli.js'), ...train], { quiet: true });
  try {
    await enlarge(folder, many, copies);
    const file = (data) => join(data, 'data/pirate_pain_train.csv');
    const worker = (node) =>
      node &&
      (async () =>
        JSON.parse(
          await answer(node, [join(root, 'bench/predict/worker.mjs'), module, run, file(folder), file(many)]),
        ));
    const torch =
      python &&
      (async () =>
        JSON.parse(
          await answer(python, ['-W', 'ignore', join(root, 'bench/peers/torch_predict.py'), file(folder), file(many)]),
        ));
    say('predict: rounds of all');
    const measured = await inTurn(present({ node24: worker(node24), node20: worker(node20), torch }), rounds(2));
    const own = (key) => ({ node24: measured.node24?.[key], node20: measured.node20?.[key] });
    const samples = (661 * copies).toLocaleString('en');
    const goal = { node24: 0.6, node20: 0.6 };
    return [
      limited('one sample, model loaded', 'ms', own('one'), 10),
      row('one sample, model loaded', 'ms', own('one'), 'PyTorch, 1 thread', measured.torch?.one ?? null, {
        node24: 1,
        node20: 1,
      }),
      within(
        `${samples} samples from a file: a sample`,
        'ms',
        own('sample'),
        'training’s forward pass in the same Node',
        own('forward'),
        goal,
      ),
      row(
        `${samples} samples from a file: a sample`,
        'ms',
        own('sample'),
        'PyTorch, 1 thread',
        measured.torch?.sample ?? null,
        {
          node24: 1,
          node20: 1,
        },
      ),
      row(`${samples} samples from a file: most memory`, 'MB', own('peak'), 'PyTorch', measured.torch?.peak ?? null, {
        node24: 1,
        node20: 1,
      }),
    ];
  } finally {
    await rm(many, { recursive: true, force: true });
    await rm(run, { recursive: true, force: true });
  }
}
