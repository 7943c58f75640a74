// Training steps: all shapes that users have, against PyTorch on one core; the reference step also against stock TensorFlow.js.
import { present } from '../common.mjs';
import { row } from '../report/rows.mjs';
import { fusedContestant, layersContestant, measureSteps, torchContestant } from '../step/measure.mjs';
import { shapes } from '../step/shapes.mjs';

export const name = 'step';
export const title = 'One training step, one core';
export const needs = ['node20', 'node24', 'python', 'layers', 'tfjsNode'];

/** Speed wanted of the reference step; of no shape in Node 24 less than PyTorch's. */
const goals = { reference: { node24: 1.8, node20: 1.2 } };

export async function run({ peers, rounds, say }) {
  const { node24, node20, python } = peers;
  const contestants = await started({
    node24: node24 && (() => fusedContestant(node24)),
    node20: node20 && (() => fusedContestant(node20)),
    torch: python && (() => torchContestant(python, 1)),
  });
  const rows = [];
  for (const [name, shape] of Object.entries(shapes)) {
    say(`step: ${name}`);
    const { torch, ...own } = await measureSteps(contestants, shape, { rounds: rounds(5) });
    const goal = goals[name] ?? { node24: 1 };
    rows.push({
      ...row(name === 'reference' ? shape.about : shape.short, 'ms', own, 'PyTorch, 1 thread', torch, goal),
      shape: name,
    });
  }
  await ended(contestants);
  rows.push(...(await others(peers, rounds, say)));
  return rows;
}

/** The reference step against everything else. */
async function others({ node24, node20, python, layers, tfjsNode }, rounds, say) {
  const rows = [];
  const compare = async (what, all, than, goal, options) => {
    say(`step: reference, ${than}`);
    const contestants = await started(all);
    const { peer, ...own } = await measureSteps(contestants, shapes.reference, options);
    rows.push(row(what, 'ms', own, than, peer, goal));
    await ended(contestants);
  };
  const own = {
    node24: node24 && (() => fusedContestant(node24)),
    node20: node20 && (() => fusedContestant(node20)),
  };
  const portable = {
    node24: node24 && (() => fusedContestant(node24, 'portable')),
    node20: node20 && (() => fusedContestant(node20, 'portable')),
  };
  const many = { rounds: rounds(5) };
  if (python) {
    const torch = (threads) => () => torchContestant(python, threads);
    const goal = { node24: 1, node20: 1 };
    await compare('reference, without relaxed SIMD', { ...portable, peer: torch(1) }, 'PyTorch, 1 thread', goal, many);
    await compare('reference', { ...own, peer: torch(0) }, 'PyTorch, its default threads', {}, many);
  }
  const few = { rounds: 1, part: 3000 };
  const stock = (backend, folder) => folder && (() => layersContestant(node20 ?? process.execPath, backend, folder));
  const goal = { node24: 30, node20: 30 };
  for (const [backend, folder, words] of [
    ['wasm', layers, 'stock tfjs-layers, WebAssembly'],
    ['node', tfjsNode, 'stock tfjs-layers, tfjs-node'],
    ['cpu', layers, 'stock tfjs-layers, plain'],
  ])
    if (folder) await compare('reference', { ...own, peer: stock(backend, folder) }, words, goal, few);
  return rows;
}

async function started(makers) {
  const contestants = {};
  for (const [name, make] of Object.entries(present(makers))) contestants[name] = await make();
  return contestants;
}

async function ended(contestants) {
  for (const one of Object.values(contestants)) await one.end();
}
