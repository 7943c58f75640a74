/** The networks of a fold from their files: one by one, and as the members that they make up. */
import { UserError } from '../base/errors.js';
import type { Engine } from '../engine/contract.js';
import { parameterInfos } from '../model/parameters.js';
import type { NetworkSpec } from '../model/types.js';
import { readFoldModel, type StoredNetwork } from '../rundir/foldModel.js';
import { networkPaths, type FoldPaths } from '../rundir/paths.js';
import type { Tensor } from '../rundir/safetensors.js';
import type { RunPlan } from '../rundir/types.js';
import { stagedModel, type Part } from './joinedModel.js';
import type { FoldModel } from './model.js';
import { networkModel } from './networkModel.js';

/** The members of a fold, in their order. @throws UserError (state) where a file is missing or damaged */
export async function foldMembers(
  paths: FoldPaths,
  networks: readonly StoredNetwork[],
  plan: RunPlan,
  engine: Engine,
): Promise<FoldModel[]> {
  const members: Part[][] = [];
  for (const { directory, member, groups } of networks) {
    const own = networkPaths(paths, directory);
    const { document, tensors } = await readFoldModel(own);
    if (document.network === null)
      throw new UserError('There is no network in it.', { kind: 'state', place: { file: own.preprocessing } });
    const parameters = flatParameters(document.network, tensors, own.weights);
    const model = networkModel(engine, plan, document.network, document.preprocessing, parameters);
    (members[member] ??= []).push({ model, groups });
  }
  return members.map((parts) => stagedModel(parts, plan.data.classes.length));
}

/** Tensors as the flat buffer. @throws UserError (state) where one is missing */
export function flatParameters(spec: NetworkSpec, tensors: ReadonlyMap<string, Tensor>, file: string): Float32Array {
  const infos = parameterInfos(spec);
  const flat = new Float32Array(infos.reduce((sum, info) => sum + info.size, 0));
  for (const { name, offset, size } of infos) {
    const data = tensors.get(name)?.data;
    if (data?.length !== size)
      throw new UserError(`The weights have no tensor ${name} of ${size} values.`, { kind: 'state', place: { file } });
    flat.set(data, offset);
  }
  return flat;
}
