/** An experiment in a few lines of words, for the run view: the same as in the terminal, with what "auto" came to in this run. */
import { describeExperiment } from '../../config/describe.js';
import type { RunPlan } from '../../rundir/types.js';

/** Rows of term and text: model, training, validation, data. */
export function settingsRows(plan: RunPlan): readonly (readonly [string, string])[] {
  const rows = describeExperiment(resolved(plan));
  return [
    ...rows.map(({ label, text }): [string, string] => [label, label === 'data' ? `${text}; ${dataText(plan)}` : text]),
    ...(plan.guards ?? []).map(({ message }): [string, string] => ['guard', `${message}.`]),
  ];
}

function resolved({ experiment, resolved: { epochs, batchSize, patience } }: RunPlan): RunPlan['experiment'] {
  const { training } = experiment;
  const stopping = training.earlyStopping;
  const earlyStopping = stopping && patience !== null ? { ...stopping, patience } : stopping;
  return { ...experiment, training: { ...training, epochs, batchSize, earlyStopping } };
}

function dataText(plan: RunPlan): string {
  const { samples, shortest, longest, channels, hash } = plan.data;
  const steps = shortest === longest ? String(longest) : `${shortest} to ${longest}`;
  return `${samples} samples × ${steps} steps, ${channels} channels used; hash ${hash.slice(0, 8)}`;
}
