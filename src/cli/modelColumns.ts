/** The columns a run's models were trained on, by name: other data must have them. */
import type { ColumnNames } from '../data/load.js';
import type { RunPlan } from '../rundir/types.js';

export function modelColumns({ columns }: RunPlan): ColumnNames {
  return { continuous: columns.continuous, categorical: columns.categorical.map(({ name }) => name) };
}
