/** A fold's model of kind "majority" or "summaryLinear", from its files. */
import type { FoldModelDocument } from '../rundir/foldModel.js';
import type { Tensor } from '../rundir/safetensors.js';
import type { RunPlan } from '../rundir/types.js';
import type { FoldModel } from './model.js';

export function baselineModel(
  plan: RunPlan,
  document: FoldModelDocument,
  tensors: ReadonlyMap<string, Tensor>,
): FoldModel {
  throw new Error(`baselines are not there yet (${plan.name}, ${document.kind}, ${tensors.size})`);
}
