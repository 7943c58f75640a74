/** Fits what a fold makes of its probabilities, on the samples that selected its weights. */
import { fitDecision, type Decision } from '../metrics/decision.js';
import { joinVotes } from '../data/votes.js';
import { storable } from '../rundir/predictions.js';
import { labelsOf, type FoldTask } from './foldTask.js';
import type { FoldModel } from './model.js';
import { innerFold } from './procedure.js';

export interface FoldMember {
  readonly model: FoldModel;
  /** The inner fold that selected it; null: the fold's select part did. */
  readonly inner: number | null;
}

/**
 * With inner folds each sample of the training part is predicted by the members that it selected, never by one that fitted
 * on it; without, the select part by all members.
 * @returns undefined where the experiment asks for none, or nothing selects
 */
export async function fitFoldDecision(task: FoldTask, members: readonly FoldMember[]): Promise<Decision | undefined> {
  const { temperature, thresholds } = task.plan.experiment.decision;
  if (!temperature && thresholds === 'none') return undefined;
  const inner = [...new Set(members.map((member) => member.inner))];
  const classes = task.classes.length;
  const labels: number[] = [];
  const probabilities: number[] = [];
  for (const which of inner) {
    const select = which === null ? task.fold.select : innerFold(task, which).select;
    if (select.length === 0) continue;
    const own = members.filter((member) => member.inner === which);
    const pooled: number[] = [];
    for (const { model } of own) pooled.push(...(await model.predict(task.data.train, select)).probabilities);
    const target = own.flatMap(() => Array.from(select, (_, i) => i));
    const { vote } = task.plan.experiment.ensemble;
    probabilities.push(...storable(joinVotes(target, Float64Array.from(pooled), classes, select.length, vote)));
    labels.push(...labelsOf(task.data.train, select));
  }
  if (labels.length === 0) return undefined;
  return fitDecision(Int32Array.from(labels), Float64Array.from(probabilities), task.classes, {
    temperature,
    metric: thresholds === 'none' ? null : thresholds,
  });
}
