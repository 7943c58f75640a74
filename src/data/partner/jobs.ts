/** What a partner does: its jobs and their results. */
import { hashFromBehind, type HashJob } from '../hashShares.js';
import { readFromBehind, type ReadJob, type RowsFromBehind } from '../read/fromBehind.js';

export interface Jobs {
  readonly read: { readonly job: ReadJob; readonly result: RowsFromBehind };
  readonly hash: { readonly job: HashJob; readonly result: true };
}

const work: { readonly [Kind in keyof Jobs]: (job: Jobs[Kind]['job']) => Jobs[Kind]['result'] } = {
  read: readFromBehind,
  hash: hashFromBehind,
};

export function perform<Kind extends keyof Jobs>(kind: Kind, job: Jobs[Kind]['job']): Jobs[Kind]['result'] {
  return work[kind](job);
}
