/** What data is once it is read: columns as typed arrays in shared memory, and how samples are divided. Types only. */

/** A continuous column over all time steps of all samples; values are float32, in shared memory. */
export interface ContinuousColumn {
  readonly name: string;
  readonly values: Float32Array;
}

/** A categorical column: `codes[row]` is an index into `levels` (sorted; numeric order where all levels are numbers). */
export interface CategoricalColumn {
  readonly name: string;
  readonly codes: Uint16Array;
  readonly levels: readonly string[];
}

/**
 * Samples of any length, one after the other: the rows of sample i are `rowStart[i]` to `rowStart[i + 1] - 1`, in time order.
 * Every typed array views a SharedArrayBuffer, so a Dataset can be posted to worker threads without a copy.
 */
export interface Dataset {
  readonly sampleIds: readonly string[];
  readonly rowStart: Uint32Array;
  readonly continuous: readonly ContinuousColumn[];
  readonly categorical: readonly CategoricalColumn[];
  /** Class index of each sample, -1 where there is no label. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** Index of each sample's group (e.g. subject), or null where the experiment names none. */
  readonly groups: Int32Array | null;
  /** Of samples that are windows of others: where each begins in its own, in steps. Left out: at 0. */
  readonly firstStep?: Int32Array;
  /** SHA-256 (hex) over ids, values, labels and groups: the same for the same content, whatever the order of rows or columns in the file. */
  readonly hash: string;
  /** First 16 hex digits of the SHA-256 over each sample's values (not its id or label): finds samples a model has seen. */
  readonly sampleHashes: readonly string[];
}

/** What tells whether two runs read the same data, whichever columns each chose of it: hashes of 16 hex digits. */
export interface DataIdentity {
  /** Of the samples' ids and lengths. */
  readonly samples: string;
  /** Of each column's values, by its name. */
  readonly continuous: Readonly<Record<string, string>>;
  readonly categorical: Readonly<Record<string, string>>;
}

/** One fold: indices of samples, ascending; the three parts are disjoint, but for selection "scoredFold", where select is score. */
export interface Fold {
  readonly repeat: number;
  readonly fold: number;
  readonly fit: Int32Array;
  readonly select: Int32Array;
  readonly score: Int32Array;
}

/** What is fitted on a fold's fit part: enough, with the weights, to predict. Stored in `preprocessing.json`. */
export interface Preprocessing {
  readonly continuous: readonly {
    readonly name: string;
    /** value -> transform(value / transformScale), then (… - center) / scale. */
    readonly transform: 'none' | 'asinh';
    readonly transformScale: number;
    readonly center: number;
    readonly scale: number;
  }[];
  /** `levels` are those of the fit part, in canonical order: `levels[i]` has code i + 1, every other category code 0. */
  readonly categorical: readonly {
    readonly name: string;
    readonly levels: readonly string[];
    readonly size: number;
  }[];
  /** Steps the time embedding knows; later steps share its last row. */
  readonly timeSteps: number;
}

/**
 * A dataset as a fold's network sees it: row-major matrices. `continuous` is rows x channels, scaled;
 * `codes` is rows x categorical columns, already mapped to embedding rows.
 */
export interface PreparedData {
  readonly continuous: Float32Array;
  readonly codes: Uint16Array;
  readonly channels: number;
  readonly codeColumns: number;
}

/** What is trained on and predicted: whole samples or windows of them. Arrays of equal length. */
export interface Items {
  /** Index of the sample each item is cut from. */
  readonly sample: Int32Array;
  /** First row in the prepared matrices. */
  readonly row: Int32Array;
  readonly length: Int32Array;
  /** Position of the item's first step within its sample (0 for whole samples). */
  readonly firstStep: Int32Array;
}
