/** A fold of kind "recurrent": trains its network or networks, then scores once and writes the fold's files. */
import { mkdir } from 'node:fs/promises';
import { parameterInfos } from '../model/parameters.js';
import type { NetworkSpec } from '../model/types.js';
import { removeTemporaries } from '../rundir/atomic.js';
import { writeFoldDocument, writeFoldModel } from '../rundir/foldModel.js';
import { networksOf } from '../rundir/networks.js';
import type { Tensor } from '../rundir/safetensors.js';
import type { TrainingState } from './checkpoint.js';
import { createFoldNetwork, foldNetworkSpec } from './createNetwork.js';
import { fitFoldDecision } from './fitFoldDecision.js';
import { writeFoldResults, writeMemberPredictions } from './foldResults.js';
import { foldMembers } from './foldMembers.js';
import { decidedModel, joinedModel } from './joinedModel.js';
import type { FoldModel } from './model.js';
import { networkModel } from './networkModel.js';
import { networkTask } from './procedure.js';
import { trainNetwork } from './trainNetwork.js';
import { bestEpochOf, initialState } from './trainingState.js';
import type { FoldSession } from './trainFold.js';

/** @returns 'stopped' where it was asked to stop: nothing but log, checkpoint and finished networks is then written */
export async function trainRecurrent(session: FoldSession): Promise<'finished' | 'stopped'> {
  const { task } = session;
  const networks = networksOf(task.plan);
  let last = session.resumed;
  for (let i = last?.network ?? 0; i < networks.length; i++) {
    const own = networkTask(task, networks[i]);
    const { state, stopped } = await trainOne({ ...session, task: own }, i, last);
    if (stopped) {
      session.emit({ type: 'stopped', fold: task.k, epoch: state.earlier.epochs + state.epoch });
      return 'stopped';
    }
    last = state;
    if (networks[i].stored === null) continue;
    const { classes, preprocessing } = own;
    const network = foldNetworkSpec(task.plan, preprocessing, classes);
    await mkdir(own.paths.directory, { recursive: true });
    await removeTemporaries(own.paths.directory);
    const document = { kind: 'recurrent', classes, preprocessing, network } as const;
    await writeFoldModel(own.paths, tensorsOf(network, state.parameters), {
      ...document,
      numericFingerprints: state.fingerprints,
    });
  }
  if (last === null) throw new Error('a fold has one network at least');
  const model = networks[0].stored === null ? await storeAlone(session, last) : await storeSeveral(session, last);
  const metrics = await writeFoldResults(task, model).finally(() => {
    model.dispose();
  });
  const best = [...last.earlier.best, bestEpochOf(last)];
  session.emit({
    type: 'finished',
    fold: task.k,
    epochs: last.earlier.epochs + last.epoch,
    bestEpoch: Math.round(best.reduce((sum, epoch) => sum + epoch, 0) / best.length),
    metrics,
    seconds: last.seconds,
  });
  return 'finished';
}

/** Trains network `i` of a fold, from the checkpoint where that is of it. @param last the state of it, or of the one before */
async function trainOne(session: FoldSession, i: number, last: TrainingState | null) {
  const { task, fingerprint } = session;
  const { network, loss } = await createFoldNetwork(session.engine, task);
  try {
    const from = last?.network === i ? last : initialState(task, network, fingerprint, last);
    const fingerprints = [...new Set([...from.fingerprints, fingerprint])];
    return await trainNetwork({ ...session, network, loss }, { ...from, fingerprints });
  } finally {
    network.dispose();
  }
}

/** A fold with one network: its weights and document are the fold's. */
async function storeAlone({ task, engine }: FoldSession, { parameters, fingerprints }: TrainingState) {
  const { plan, preprocessing, classes } = task;
  const network = foldNetworkSpec(plan, preprocessing);
  const model = networkModel(engine, plan, network, preprocessing, parameters);
  const decision = await fitFoldDecision(task, [{ model, inner: null }]);
  await writeFoldModel(task.paths, tensorsOf(network, parameters), {
    ...({ kind: 'recurrent', classes, preprocessing, network } as const),
    ...(decision && { decision }),
    numericFingerprints: fingerprints,
  });
  return decidedModel(model, decision, classes.length);
}

/** A fold with several: its document names them, and what is made of all of them. */
async function storeSeveral({ task, engine }: FoldSession, { fingerprints }: TrainingState): Promise<FoldModel> {
  const { plan, preprocessing, classes } = task;
  const networks = networksOf(plan);
  const stored = networks.flatMap((network) => network.stored ?? []);
  const members = (await foldMembers(task.paths, stored, plan, engine)).map((model, member) => ({
    model,
    inner: networks.find((network) => network.member === member)?.inner ?? null,
  }));
  const decision = await fitFoldDecision(task, members);
  if (members.length > 1)
    await writeMemberPredictions(
      task,
      members.map(({ model }) => model),
    );
  await writeFoldDocument(task.paths, {
    ...({ kind: 'recurrent', classes, preprocessing, network: null, weights: null, baseline: null } as const),
    networks: stored,
    ...(decision && { decision }),
    numericFingerprints: fingerprints,
  });
  const joined = joinedModel(
    members.map(({ model }) => model),
    classes.length,
    plan.experiment.ensemble.vote,
  );
  return decidedModel(joined, decision, classes.length);
}

/** The flat buffer as named tensors. */
export function tensorsOf(spec: NetworkSpec, parameters: Float32Array): Tensor[] {
  return parameterInfos(spec).map(({ name, shape, offset, size }) => ({
    name,
    shape,
    data: parameters.slice(offset, offset + size),
  }));
}
