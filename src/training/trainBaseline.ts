/** A fold of another kind than "recurrent": fitted in one go, so there is nothing to resume; scored like a network. */
import { writeFoldDocument, writeFoldModel } from '../rundir/foldModel.js';
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
  const baseline = fitBaseline(kind, task.data.train, task.fold, experiment, columnSettings(task.plan));
  const { state, tensors } = baseline;
  const seconds = (performance.now() - begun) / 1000;
  const document = {
    kind,
    classes: task.plan.data.classes,
    // A baseline may fit it on other samples than networks do.
    preprocessing: 'preprocessing' in state ? state.preprocessing : task.preprocessing,
    network: null,
    baseline: state,
    numericFingerprints: [session.fingerprint],
  };
  if (tensors.length > 0) await writeFoldModel(task.paths, tensors, document);
  else await writeFoldDocument(task.paths, { ...document, weights: null });
  const metrics = await writeFoldResults(task, baselineModel(baseline));
  session.emit({ type: 'finished', fold: task.k, epochs: 1, bestEpoch: 1, metrics, seconds });
  return 'finished';
}
