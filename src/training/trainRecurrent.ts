/** A fold of kind "recurrent": trains the network, then scores once and writes the fold's files. */
import type { TrainingState } from './checkpoint.js';
import { createFoldNetwork } from './createNetwork.js';
import { writeFoldResults } from './foldResults.js';
import { networkModel } from './networkModel.js';
import { initialState, trainNetwork } from './trainNetwork.js';
import { parameterInfos } from '../model/parameters.js';
import { writeFoldModel } from '../rundir/foldModel.js';
import type { Tensor } from '../rundir/safetensors.js';
import type { NetworkSpec } from '../model/types.js';
import type { FoldSession } from './trainFold.js';

/** @returns 'stopped' where it was asked to stop: nothing but log and checkpoint is then written */
export async function trainRecurrent(session: FoldSession): Promise<'finished' | 'stopped'> {
  const { task, fingerprint } = session;
  const { network, loss } = await createFoldNetwork(session.engine, task);
  let last: TrainingState;
  try {
    const from = session.resumed ?? initialState(task, network, fingerprint);
    const fingerprints = [...new Set([...from.fingerprints, fingerprint])];
    const { state, stopped } = await trainNetwork({ ...session, network, loss }, { ...from, fingerprints });
    if (stopped) {
      session.emit({ type: 'stopped', fold: task.k, epoch: state.epoch });
      return 'stopped';
    }
    last = state;
  } finally {
    network.dispose();
  }
  const spec = network.spec;
  await writeFoldModel(task.paths, tensorsOf(spec, last.parameters), {
    kind: 'recurrent',
    classes: task.plan.data.classes,
    preprocessing: task.preprocessing,
    network: spec,
    numericFingerprints: last.fingerprints,
  });
  const model = networkModel(session.engine, task.plan, spec, task.preprocessing, last.parameters);
  const metrics = await writeFoldResults(task, model).finally(() => {
    model.dispose();
  });
  session.emit({
    type: 'finished',
    fold: task.k,
    epochs: last.epoch,
    bestEpoch: last.best?.epoch ?? last.epoch,
    metrics,
    seconds: last.seconds,
  });
  return 'finished';
}

/** The flat buffer as named tensors. */
export function tensorsOf(spec: NetworkSpec, parameters: Float32Array): Tensor[] {
  return parameterInfos(spec).map(({ name, shape, offset, size }) => ({
    name,
    shape,
    data: parameters.slice(offset, offset + size),
  }));
}
