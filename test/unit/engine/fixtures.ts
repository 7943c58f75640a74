/** Reads what PyTorch computed in float64 (test/fixtures/write_network_fixtures.py). */
import { readFileSync } from 'node:fs';
import type { LossSpec, NetworkSpec, OptimizerSpec } from '../../../src/model/types.js';
import type { ScheduleName } from '../../../src/model/schedules.js';

export interface NetworkCase {
  readonly name: string;
  readonly seed: number;
  readonly spec: NetworkSpec;
  readonly lengths: readonly number[];
  readonly loss: LossSpec;
  readonly labels: readonly number[] | null;
  /** The two words of the step's dropout key, or null for no dropout. */
  readonly dropout: readonly [number, number] | null;
  readonly expected: {
    readonly logits: string;
    readonly loss: number;
    readonly gradientNorm: number;
    readonly gradients: Readonly<Record<string, TensorSummary>>;
  };
}

/** Every stride-th value of a tensor, and the product of all of them with drawn numbers. */
export interface TensorSummary {
  readonly size: number;
  readonly largest: number;
  readonly stride: number;
  readonly values: string;
  readonly projection: number;
}

export interface Trajectory {
  readonly name: string;
  readonly seed: number;
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  /** Lengths of each batch; the batches are taken in turn, batch i is drawn with seed + i. */
  readonly lengths: readonly (readonly number[])[];
  readonly optimizer: OptimizerSpec;
  readonly clip: number | null;
  readonly schedule: ScheduleName;
  readonly learningRate: number;
  readonly updates: number;
  readonly expected: { readonly losses: string; readonly rates: string };
}

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/network/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Base64 of little-endian float64. */
export function decodeFloats(text: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float64Array(bytes.buffer);
}

export const caseGroups = ['gru', 'lstm', 'rnn', 'wide', 'dropout', 'stem'] as const;
