/** What every engine must give, to the tolerances of the design: one suite, run over each of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, Network } from '../../../src/engine/contract.js';
import { learningRateAt, nextPlateau, startPlateau } from '../../../src/model/schedules.js';
import { distance, logitDistance, worstSummary } from './agreement.js';
import { drawBatch, drawParameters, plainOptimizer } from './drawn.js';
import { caseGroups, decodeFloats, readFixture, type NetworkCase, type Trajectory } from './fixtures.js';

export interface Tolerances {
  /** Absolute, times the largest logit where that is above 1; for the loss as well. */
  readonly logits: number;
  /** Of each tensor's largest value. */
  readonly gradients: number;
  /** Loss of each of 50 updates. */
  readonly trajectory: number;
}

export const float32Tolerances: Tolerances = { logits: 1e-6, gradients: 1e-5, trajectory: 1e-4 };
export const float64Tolerances: Tolerances = { logits: 1e-10, gradients: 1e-10, trajectory: 1e-9 };

/**
 * PyTorch's fixtures: logits, loss and gradients of single batches (with and without dropout), and losses of trainings.
 * @param trainings which of the trainings; all by default
 */
export function fixtureSuite(
  load: () => Promise<Engine>,
  tolerances: Tolerances,
  trainings: (run: Trajectory) => boolean = () => true,
): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });

  describe('gives the logits, loss and gradients of PyTorch', () => {
    it.each(caseGroups)('%s', async (group) => {
      const tooFar: string[] = [];
      for (const one of readFixture<NetworkCase[]>(group)) {
        try {
          for (const [what, apart, limit] of await caseDistances(engine, one, tolerances)) {
            if (!(apart <= limit)) tooFar.push(`${one.name}: ${what} is off by ${apart.toExponential(1)}`);
          }
        } catch (error) {
          tooFar.push(`${one.name}: ${String(error)}`);
        }
      }
      expect(tooFar).toEqual([]);
    });
  });

  describe('follows the losses of a training in PyTorch', () => {
    it.each(readFixture<Trajectory[]>('trajectories').filter(trainings))('$name', async (run) => {
      const { losses, rates } = await follow(engine, run);
      expect(distance(rates, decodeFloats(run.expected.rates), run.learningRate)).toBeLessThan(1e-12);
      expect(distance(losses, decodeFloats(run.expected.losses), 1)).toBeLessThanOrEqual(tolerances.trajectory);
    });
  });
}

async function caseDistances(
  engine: Engine,
  one: NetworkCase,
  tolerances: Tolerances,
): Promise<[what: string, apart: number, limit: number][]> {
  const { spec, expected } = one;
  const network = await engine.create({
    spec,
    loss: one.loss,
    optimizer: plainOptimizer,
    gradientClip: null,
    maxBatch: one.lengths.length,
    maxSteps: Math.max(...one.lengths),
  });
  network.setParameters(drawParameters(spec, one.seed));
  const batch = drawBatch(spec, one.seed, one.lengths, one.labels);
  const dropout = one.dropout && { k0: one.dropout[0], k1: one.dropout[1] };
  const result = network.gradients(batch, dropout);
  const logits = decodeFloats(expected.logits);
  const worst = worstSummary(spec, result.gradients, expected.gradients);
  const found: [string, number, number][] = [
    ['logits', logitDistance(result.logits, logits), tolerances.logits],
    ['loss', Math.abs(result.loss - expected.loss) / Math.max(1, expected.loss), tolerances.logits],
    [
      'gradient norm',
      Math.abs(result.gradientNorm - expected.gradientNorm) / expected.gradientNorm,
      tolerances.gradients,
    ],
    [`gradient of ${worst.name}`, worst.distance, tolerances.gradients],
  ];
  if (!dropout) found.push(['prediction', logitDistance(network.predict(batch), logits), tolerances.logits]);
  network.dispose();
  return found;
}

/** Trains as the fixture was trained; plateau counts five updates as an epoch and never sees a better value. */
async function follow(engine: Engine, run: Trajectory): Promise<{ losses: number[]; rates: number[] }> {
  const network: Network = await engine.create({
    spec: run.spec,
    loss: run.loss,
    optimizer: run.optimizer,
    gradientClip: run.clip,
    maxBatch: Math.max(...run.lengths.map((lengths) => lengths.length)),
    maxSteps: Math.max(...run.lengths.flat()),
  });
  network.setParameters(drawParameters(run.spec, run.seed));
  const batches = run.lengths.map((lengths, i) => drawBatch(run.spec, run.seed + i, lengths));
  const schedule = { name: run.schedule, learningRate: run.learningRate, totalSteps: run.updates };
  let plateau = startPlateau(run.learningRate);
  const losses: number[] = [];
  const rates: number[] = [];
  for (let update = 0; update < run.updates; update++) {
    const learningRate = learningRateAt(schedule, update, plateau);
    losses.push(network.trainStep(batches[update % batches.length], { learningRate, dropout: null }).loss);
    rates.push(learningRate);
    plateau = nextPlateau(plateau, 2, 'smaller');
  }
  network.dispose();
  return { losses, rates };
}
