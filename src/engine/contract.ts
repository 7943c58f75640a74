/**
 * The contract of an engine: the whole training step on one flat parameter buffer, and prediction.
 * Parameters cross this border in one canonical form: a flat float32 buffer in the order, names and layouts of PyTorch's
 * state dict (`model/parameters.ts`); what an engine keeps inside (packed, padded, transposed) is its own affair.
 */
import type { RandomKey } from '../base/random.js';
import type { LossSpec, NetworkSpec, OptimizerSpec, OptimizerState } from '../model/types.js';

/**
 * Second items mixed into those of a batch: the network's input vectors are (1 - share) of the first item's and share of the
 * second's, embeddings and time vector included; the loss likewise of the two labels (`model/losses.ts`).
 */
export interface BatchMix {
  /** First row of each second item, in the batch's matrices; it has as many steps as the first. */
  readonly row: Int32Array;
  readonly firstStep: Int32Array;
  readonly labels: Int32Array;
  /** In [0, 1]; 0: the item stays as it is. */
  readonly share: Float32Array;
}

/**
 * Some items to compute at once. Rows live in shared row-major matrices; item i owns rows `row[i]` to `row[i] + length[i] - 1`.
 * Lengths may differ and be in any order; nothing outside an item's rows is ever read.
 */
export interface Batch {
  /** rows x spec.continuous */
  readonly continuous: Float32Array;
  /** rows x spec.embeddings.length; each code < rows of its table */
  readonly codes: Uint16Array;
  readonly size: number;
  readonly row: Int32Array;
  readonly length: Int32Array;
  /** Position of each item's first step in its sample: the time embedding's row is min(firstStep + t, rows - 1). */
  readonly firstStep: Int32Array;
  /** Class index of each item; ignored by `predict`. */
  readonly labels: Int32Array;
  /** For training; ignored by `predict`. */
  readonly mix?: BatchMix | undefined;
}

export interface NetworkOptions {
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  readonly optimizer: OptimizerSpec;
  /** Largest global gradient norm, or null; as PyTorch's clip_grad_norm_ (norm + 1e-6 in the denominator). */
  readonly gradientClip: number | null;
  /** Largest batch and longest item it must hold; memory is taken once, on creation. */
  readonly maxBatch: number;
  readonly maxSteps: number;
}

export interface StepResult {
  /** Mean loss of the batch, before the update. */
  readonly loss: number;
  /** Global L2 norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** size x classes, in the batch's order; valid until the next call. */
  readonly logits: Float32Array | Float64Array;
}

/** What `predict` can return besides logits; filled where an array is given. */
export interface PredictOutputs {
  /**
   * size x stride: attention of each step of the recurrence (with a stem fewer than the item's), 0 beyond. Left alone where the
   * network has no attention.
   */
  readonly attention?: { readonly values: Float32Array; readonly stride: number };
  /** size x (hidden x directions): the vector that the head sees. */
  readonly context?: Float32Array;
}

/**
 * A network with its optimiser. Dropout masks: element (item b, step t, unit j) of a tensor of width W is kept where
 * `randomUint32(key, (b * T + t) * W + j) >= round(p * 2^32)` and scaled by 1 / (1 - p). T is the longest item of the batch, in
 * steps of the recurrence;
 * the key of layer l's output is `maskKey(dropout, l)`, that of the layer norm's output `maskKey(dropout, layers)`, that of the
 * head's hidden units `maskKey(dropout, layers + 1)` (there T = 1, t = 0); see `maskKey` in `model/dropout.ts`. All engines share it.
 */
export interface Network {
  readonly spec: NetworkSpec;
  setParameters(flat: Float32Array | Float64Array): void;
  /** A copy, in canonical layout. */
  getParameters(): Float32Array;
  setOptimizerState(state: OptimizerState): void;
  getOptimizerState(): OptimizerState;
  /** Forward, loss, backward, clip, update. `dropout` null: no dropout. */
  trainStep(batch: Batch, step: { readonly learningRate: number; readonly dropout: RandomKey | null }): StepResult;
  /** As trainStep, but returns the (unclipped) gradient in canonical layout and changes nothing. */
  gradients(batch: Batch, dropout: RandomKey | null): StepResult & { readonly gradients: Float32Array | Float64Array };
  /** Logits, size x classes in the batch's order; valid until the next call. Never applies dropout. */
  predict(batch: Batch, outputs?: PredictOutputs): Float32Array | Float64Array;
  dispose(): void;
}

export type EngineName = 'fused' | 'tensorflow' | 'reference';

export interface Engine {
  readonly name: EngineName;
  /** Runs of one numeric class give the same bytes: `fma`, `portable`; `tensorflow-<backend>`; `float64`. */
  readonly numericClass: string;
  /** Human-readable: kernel set, variant, backend. */
  readonly description: string;
  create(options: NetworkOptions): Promise<Network>;
}
