/**
 * Makes tfjs-node safe to use in several threads of one process. Its addon keeps the names of operation attributes in one set for
 * the whole process, without a lock: a thread that adds a name while another looks one up crashes both (seen in about one start
 * in six of two workers at once). So one thread after the other runs every kind of operation once; from then on nothing is added.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LossSpec, NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import type { Backend } from './backend.js';
import { createNetwork } from './network.js';

/** A warm-up takes well under a second; a lock this old was left by a thread that was killed. */
const staleMilliseconds = 20_000;

/** Runs `use` while no other thread of this process does. Threads share no memory here, so the lock is a file. */
export async function oneThreadAtATime<T>(use: () => Promise<T>): Promise<T> {
  const lock = join(tmpdir(), `foldboard-tfjs-${process.pid}.lock`);
  while (!taken(lock)) await sleep(20);
  try {
    return await use();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    // Without a folder to write to there is no lock; two threads at once remain a small risk.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > staleMilliseconds) rmSync(lock, { force: true });
    return false;
  }
}

const everything: NetworkSpec = {
  continuous: 2,
  embeddings: [{ column: 'category', rows: 2, size: 2 }],
  time: { rows: 2, size: 2, combine: 'add', after: [0] },
  cell: 'gru',
  hidden: 2,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.5,
  headUnits: 2,
  classes: 2,
};
const variants: readonly Partial<NetworkSpec>[] = [{}, { cell: 'lstm', attention: false }, { cell: 'rnn' }];
const batch: Batch = {
  continuous: new Float32Array(12),
  codes: new Uint16Array(6),
  size: 2,
  row: Int32Array.of(0, 2),
  length: Int32Array.of(2, 4),
  firstStep: new Int32Array(2),
  labels: Int32Array.of(0, 1),
};

/** Every operation that `forward`, the losses and their gradients use. */
export function runEveryOperation(backend: Backend): void {
  for (const variant of variants) {
    for (const name of ['crossEntropy', 'focal'] as const) {
      const loss: LossSpec = { name, gamma: 2, classWeights: null, labelSmoothing: 0 };
      const optimizer = { name: 'sgd', weightDecay: 0, beta1: 0, beta2: 0, epsilon: 0, momentum: 0 } as const;
      const spec = { ...everything, ...variant };
      const network = createNetwork(backend, { spec, loss, optimizer, gradientClip: null, maxBatch: 2, maxSteps: 4 });
      network.gradients(batch, { k0: 1, k1: 2 });
      network.predict(batch);
      network.dispose();
    }
  }
}
