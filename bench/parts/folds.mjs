// Five folds of the pain task with fixed epochs: Foldboard's command, from its start to its end, against a PyTorch script (without the
// time of its imports). Also the most memory that each held, and one fold with one thread and with two.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTurn, out, painData, present, root, watch } from '../common.mjs';
import { row, within } from '../report/rows.mjs';

export const name = 'folds';
export const title = 'Five folds of the pain task, two cores, fixed epochs';
export const needs = ['node20', 'node24', 'python'];

const epochs = 2;
const runs = join(out, 'runs');

export async function run({ peers: { node20, node24, python }, rounds, say }) {
  const folder = await painData();
  const own = (node) => node && (() => trained(node, folder, ['--workers', '2', '--set', `training.epochs=${epochs}`]));
  const torch = (threads, ...parts) =>
    python && (() => together(parts.map((folds) => script(python, folder, threads, folds))));
  say('folds: rounds of all');
  const measured = await inTurn(
    present({
      node24: own(node24),
      node20: own(node20),
      default: torch(0, [0, 1, 2, 3, 4]),
      processes: torch(1, [0, 2, 4], [1, 3]),
    }),
    rounds(2),
  );
  const pick = (key) => ({ node24: measured.node24?.[key], node20: measured.node20?.[key] });
  const rows = [
    ['default', 'PyTorch, default threads, one fold after the other', { node24: 3, node20: 2 }],
    ['processes', 'PyTorch, two processes', {}],
  ].flatMap(([peer, than, goal]) => [
    row(`${epochs} epochs each`, 's', pick('seconds'), than, measured[peer]?.seconds ?? null, goal),
    row('most memory', 'MB', pick('peak'), than, measured[peer]?.peak ?? null, { node24: 1, node20: 1 }),
  ]);
  rows.push(await twoThreads({ node20, node24 }, folder, rounds, say));
  await rm(runs, { recursive: true, force: true });
  return rows;
}

/** One fold with two threads against one: seconds of an epoch. @throws where they do not give the same bytes */
async function twoThreads(nodes, folder, rounds, say) {
  say('folds: one fold, one thread and two');
  const settings = ['training.epochs=4', 'validation.scheme="holdout"'].flatMap((one) => ['--set', one]);
  const weights = new Map();
  const ask = (node, workers) => async () => {
    const run = await trained(node, folder, ['--workers', `${workers}`, ...settings], true);
    const bytes = run.weights.toString('base64');
    if ((weights.get(node) ?? bytes) !== bytes) throw new Error('Two threads did not give the bytes of one.');
    weights.set(node, bytes);
    return { epoch: run.epoch };
  };
  const contestants = Object.entries(present(nodes)).flatMap(([name, node]) => [
    [`${name} 1`, ask(node, 1)],
    [`${name} 2`, ask(node, 2)],
  ]);
  const measured = await inTurn(Object.fromEntries(contestants), rounds(2));
  const own = (count) => ({ node24: measured[`node24 ${count}`]?.epoch, node20: measured[`node20 ${count}`]?.epoch });
  return within('one fold with two threads: an epoch (same bytes)', 's', own(2), 'one thread in the same Node', own(1));
}

/** The command `foldboard train` on the pain experiment, without its test data. `seconds` from its start to its end. */
async function trained(node, folder, args, keep = false) {
  const run = join(runs, 'pain');
  await rm(run, { recursive: true, force: true });
  const settings = ['data.test=null', 'training.earlyStopping=null'].flatMap((one) => ['--set', one]);
  const experiment = join(folder, 'pain.experiment.json');
  const command = [join(root, 'dist/cli.js'), 'train', experiment, '--run-dir', run, '--json', ...settings, ...args];
  const { text, seconds, peak } = await watch(node, command, { cwd: folder, quiet: true });
  if (!keep) return { seconds, peak };
  const epochs = text
    .split('\n')
    .flatMap((line) => (line.includes('"type":"epoch"') ? [JSON.parse(line).seconds] : []));
  return { epoch: Math.min(...epochs), weights: await readFile(join(run, 'folds/0/weights.safetensors')) };
}

function script(python, folder, threads, folds) {
  const file = join(root, 'bench/peers/torch_folds.py');
  return watch(python, ['-W', 'ignore', file, folder, `${epochs}`, `${threads}`, ...folds.map(String)]);
}

/** Processes at the same time: the longest counts, and the memory of all. */
async function together(processes) {
  const all = await Promise.all(processes);
  return {
    seconds: Math.max(...all.map(({ text }) => JSON.parse(text).seconds)),
    peak: all.reduce((sum, { peak }) => sum + peak, 0),
  };
}
