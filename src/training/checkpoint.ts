/**
 * `checkpoint.safetensors`: a fold's training after its last whole epoch. One file, replaced in one step. What is random needs
 * no state: it is keyed by seed, repeat, fold, epoch and step.
 */
import { readFile, rm } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import type { OptimizerState } from '../model/types.js';
import type { PlateauState } from '../model/schedules.js';
import { isMissing, writeAtomic } from '../rundir/atomic.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../rundir/safetensors.js';

export interface TrainingState {
  readonly phase: 'train' | 'fineTune';
  /** Which of the fold's networks. */
  readonly network: number;
  /** Epochs of the networks before it, and the best epoch of each. */
  readonly earlier: { readonly epochs: number; readonly best: readonly number[] };
  /** Epochs done, those of earlier phases included. */
  readonly epoch: number;
  /** Updates done in this phase. */
  readonly step: number;
  readonly parameters: Float32Array;
  /** Moving average of the parameters, where it is asked for and an update has been made. */
  readonly average: Float32Array | null;
  readonly optimizer: OptimizerState;
  readonly plateau: PlateauState | null;
  readonly best: {
    readonly epoch: number;
    readonly value: number;
    readonly loss: number;
    readonly parameters: Float32Array;
  } | null;
  /** Epochs since the best one. */
  readonly waited: number;
  /** Time spent on epochs so far; shown, never used. */
  readonly seconds: number;
  /** Numeric fingerprints of the machines that took part. */
  readonly fingerprints: readonly string[];
}

interface StoredState extends Omit<TrainingState, 'parameters' | 'average' | 'optimizer' | 'best'> {
  readonly version: 1;
  readonly optimizerStep: number;
  readonly best: { readonly epoch: number; readonly value: number; readonly loss: number } | null;
  readonly logOffset: number;
}

/** Writes the state after an epoch. Without fsync: a kill loses nothing, a loss of power at worst this fold's progress. */
export async function writeCheckpoint(file: string, state: TrainingState, logOffset: number): Promise<void> {
  const { parameters, average, optimizer, best, ...rest } = state;
  const stored: StoredState = {
    version: 1,
    ...rest,
    best: best && { epoch: best.epoch, value: best.value, loss: best.loss },
    optimizerStep: optimizer.step,
    logOffset,
  };
  const flat = (name: string, data: Float32Array): Tensor => ({ name, shape: [data.length], data });
  const tensors = [
    flat('parameters', parameters),
    ...optimizer.moments.map((moment, i) => flat(`moments.${i}`, moment)),
    ...(average ? [flat('average', average)] : []),
    ...(best ? [flat('best', best.parameters)] : []),
  ];
  await writeAtomic(file, encodeSafetensors(tensors, { state: JSON.stringify(stored) }), { fsync: false });
}

/** The state to go on from, or null where there is none or it is damaged: the fold then starts anew. */
export async function readCheckpoint(
  file: string,
): Promise<{ readonly state: TrainingState; readonly logOffset: number } | null> {
  try {
    const { tensors, metadata } = decodeSafetensors(await readFile(file), file);
    const { logOffset, optimizerStep, version, best, ...rest } = JSON.parse(metadata['state'] ?? '') as StoredState;
    const parameters = tensors.get('parameters')?.data;
    const bestParameters = tensors.get('best')?.data;
    if (version !== 1 || !parameters || (best && !bestParameters)) return null;
    const moments: Float32Array[] = [];
    for (let moment = tensors.get('moments.0'); moment; moment = tensors.get(`moments.${moments.length}`))
      moments.push(moment.data);
    const state: TrainingState = {
      // Of a fold that was begun when it had one network only.
      ...{ network: 0, earlier: { epochs: 0, best: [] } },
      ...rest,
      average: tensors.get('average')?.data ?? null,
      parameters,
      optimizer: { step: optimizerStep, moments },
      best: best && bestParameters ? { ...best, parameters: bestParameters } : null,
    };
    return { state, logOffset };
  } catch (error) {
    if (isMissing(error) || error instanceof UserError || error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function removeCheckpoint(file: string): Promise<void> {
  await rm(file, { force: true });
}
