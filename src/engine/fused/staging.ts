/** Copies the rows of a batch's items into the arena, as they are; kernels/inputs.ts orders them over time. */
import type { NetworkSpec } from '../../model/types.js';
import type { Batch, BatchMix } from '../contract.js';

export interface Staging {
  readonly continuous: Float32Array;
  readonly codes: Uint16Array;
  /** Per place: first raw row, and position of the first step in its sample. */
  readonly rawRow: Int32Array;
  readonly firstStep: Int32Array;
  /** The same of second items, whose continuous channels are mixed in here; per place: how much of each is the second. */
  readonly mixCodes: Uint16Array;
  readonly mixFirstStep: Int32Array;
  readonly mixShare: Float32Array;
}

/** @param item the item at each of the first `count` places, already in order */
export function stageRows(staging: Staging, spec: NetworkSpec, batch: Batch, item: Int32Array, count: number): void {
  const channels = spec.continuous;
  const columns = spec.embeddings.length;
  let row = 0;
  for (let place = 0; place < count; place++) {
    const i = item[place];
    const first = batch.row[i];
    const end = first + batch.length[i];
    staging.continuous.set(batch.continuous.subarray(first * channels, end * channels), row * channels);
    if (columns > 0) copyCodes(staging.codes, spec, batch.codes, first, end, row);
    staging.rawRow[place] = row;
    staging.firstStep[place] = batch.firstStep[i];
    row += end - first;
  }
}

/** Mixes second items into rows that `stageRows` has staged: continuous channels here, table rows in kernels/inputs.ts. */
export function stageMix(
  staging: Staging,
  spec: NetworkSpec,
  batch: Batch,
  mix: BatchMix,
  item: Int32Array,
  count: number,
): void {
  const channels = spec.continuous;
  for (let place = 0; place < count; place++) {
    const i = item[place];
    const share = mix.share[i];
    staging.mixShare[place] = share;
    staging.mixFirstStep[place] = mix.firstStep[i];
    if (share === 0) continue;
    const rawRow = staging.rawRow[place];
    const first = mix.row[i];
    const end = first + batch.length[i];
    for (let from = first * channels, to = rawRow * channels; from < end * channels; from++, to++)
      staging.continuous[to] = (1 - share) * staging.continuous[to] + share * batch.continuous[from];
    if (spec.embeddings.length > 0) copyCodes(staging.mixCodes, spec, batch.codes, first, end, rawRow);
  }
}

/** Checked on the way: a code beyond its table would read, and in training change, some other parameter. */
function copyCodes(
  target: Uint16Array,
  spec: NetworkSpec,
  codes: Uint16Array,
  first: number,
  end: number,
  row: number,
): void {
  const columns = spec.embeddings.length;
  target.set(codes.subarray(first * columns, end * columns), row * columns);
  for (let column = 0; column < columns; column++) {
    const { rows } = spec.embeddings[column];
    for (let at = first * columns + column; at < end * columns; at += columns) {
      if (codes[at] >= rows) {
        throw new Error(`Code ${codes[at]} of ${spec.embeddings[column].column}, whose table has ${rows} rows.`);
      }
    }
  }
}
