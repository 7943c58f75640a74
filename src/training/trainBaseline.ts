/** A fold of kind "majority" or "summaryLinear": fitted in one go, so there is nothing to resume; scored like a network. */
import { writeFoldDocument } from '../rundir/foldModel.js';
import { baselineModel } from './baselineModel.js';
import { fitBaseline, type BaselineKind } from './baselines/index.js';
import { writeFoldResults } from './foldResults.js';
import { columnSettings } from './foldTask.js';
import type { FoldSession } from './trainFold.js';

/** @returns 'stopped' where it was asked to stop before it began */
export async function trainBaseline(session: FoldSession, kind: BaselineKind): Promise<'finished' | 'stopped'> {
  const { task } = session;
  if (session.shouldStop()) {
    session.emit({ type: 'stopped', fold: task.k, epoch: 0 });
    return 'stopped';
  }
  const begun = performance.now();
  const { experiment } = task.plan;
  const { state } = fitBaseline(kind, task.data.train, task.fold, experiment, columnSettings(task.plan));
  const seconds = (performance.now() - begun) / 1000;
  await writeFoldDocument(task.paths, {
    kind,
    classes: task.plan.data.classes,
    preprocessing: task.preprocessing,
    network: null,
    weights: null,
    baseline: state,
    numericFingerprints: [session.fingerprint],
  });
  const metrics = await writeFoldResults(task, baselineModel(state));
  session.emit({ type: 'finished', fold: task.k, epochs: 1, bestEpoch: 1, metrics, seconds });
  return 'finished';
}
