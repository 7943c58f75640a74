/** What the network is, apart from who computes it. Types only; `spec.ts` derives them from an experiment. */

export type Cell = 'gru' | 'lstm' | 'rnn';

/**
 * The network of DESIGN section 7. Its input at a step is `[continuous | embedding 0 | embedding 1 | …]`, with the time
 * vector placed after the last of `time.after` (combine "concat") or added to each of them ("add").
 */
export interface NetworkSpec {
  /** Number of continuous channels. */
  readonly continuous: number;
  /** Embedding tables in input order; code column i of a batch belongs to table i. Row 0 is the "unknown" slot. */
  readonly embeddings: readonly { readonly column: string; readonly rows: number; readonly size: number }[];
  readonly time: {
    readonly rows: number;
    readonly size: number;
    readonly combine: 'concat' | 'add';
    /** Indices into `embeddings`; empty: the time vector stands at the end of the input (concat only). */
    readonly after: readonly number[];
  } | null;
  /** A convolution over time before the recurrence: see `model/stem.ts`. Runs from before there was one have no such field. */
  readonly stem?: StemSpec | null;
  readonly cell: Cell;
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** After the last layer, over all directions, eps 1e-5. */
  readonly layerNorm: boolean;
  readonly attention: boolean;
  /** Between layers, after the layer norm, and in the head after ReLU. */
  readonly dropout: number;
  /** Units of the head's hidden layer; null: one linear layer. */
  readonly headUnits: number | null;
  readonly classes: number;
}

export interface StemSpec {
  readonly filters: number;
  /** Steps that a filter spans; odd. */
  readonly kernel: number;
  /** Steps from one output to the next. */
  readonly stride: number;
}

/** One tensor of the network, with PyTorch's name and layout (row-major). */
export interface ParameterInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** Position of its first value in the flat parameter buffer. */
  readonly offset: number;
  readonly size: number;
}

/** Resolved loss: mean over the batch, normalised by the sum of the samples' class weights, as PyTorch's CrossEntropyLoss. */
export interface LossSpec {
  readonly name: 'crossEntropy' | 'focal';
  /** Focal only: (1 - p)^gamma. */
  readonly gamma: number;
  /** One positive weight a class, or null for equal weights. */
  readonly classWeights: readonly number[] | null;
  /** Cross entropy only, in [0, 1). */
  readonly labelSmoothing: number;
}

export interface OptimizerSpec {
  readonly name: 'adamw' | 'adam' | 'sgd';
  readonly weightDecay: number;
  /** adam, adamw */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** sgd */
  readonly momentum: number;
}

/** Steps taken and one buffer a moment (Adam: first, second; SGD with momentum: velocity), each as long as the parameters, in their layout. */
export interface OptimizerState {
  readonly step: number;
  readonly moments: readonly Float32Array[];
}
