/**
 * Settings that came after the first runs were made, with their defaults: a plan of then reads as one that says them. By hand,
 * for whoever looks through a hundred runs should not have to load the schema; a test holds it against that.
 */
import type { Experiment } from './schema.js';

/** The experiment of a plan, whole. Settings stand where the schema has them: at the end of their section. */
export function withLaterSettings(experiment: Experiment): Experiment {
  const { model, training, validation, ensemble } = experiment as Partial<Experiment>;
  return {
    ...experiment,
    ...(model && { model: { ...model, ...missing(model, { stem: null, classifier: 'ridge' }) } }),
    ...(training && { training: { ...training, ...missing(training, { averaging: null }) } }),
    ...(validation && {
      validation: { ...validation, ...missing(validation, { leaky: false, innerFolds: null, scored: 'samples' }) },
    }),
    ...(ensemble && { ensemble: { ...ensemble, ...missing(ensemble, { seeds: 1 }) } }),
    ...missing(experiment, { stages: null, decision: { temperature: false, thresholds: 'none' } }),
  };
}

function missing<T extends object>(given: Partial<T>, defaults: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(defaults).filter(([name]) => given[name as keyof T] === undefined),
  ) as Partial<T>;
}
