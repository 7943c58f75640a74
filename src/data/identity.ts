/** What tells whether two runs read the same data, whichever columns each chose of it. */
import { createHash, type Hash } from 'node:crypto';
import type { DataIdentity, Dataset } from './types.js';

/** Of a dataset in its canonical order, after missing cells are filled. Labels and groups have no part in it. */
export function dataIdentity({ sampleIds, rowStart, continuous, categorical }: Dataset): DataIdentity {
  return {
    samples: digest(createHash('sha256').update(JSON.stringify(sampleIds)).update(rowStart)),
    continuous: Object.fromEntries(
      continuous.map(({ name, values }) => [name, digest(createHash('sha256').update(values))]),
    ),
    // Levels are sorted: the same texts have the same codes.
    categorical: Object.fromEntries(
      categorical.map(({ name, codes, levels }) => [
        name,
        digest(createHash('sha256').update(JSON.stringify(levels)).update(codes)),
      ]),
    ),
  };
}

function digest(hash: Hash): string {
  return hash.digest('hex').slice(0, 16);
}
