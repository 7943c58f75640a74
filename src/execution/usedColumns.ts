/** What the experiment says of the columns that were read, by name, for the plan: tasks need no globs. */
import { matchColumns } from '../config/glob.js';
import type { Experiment } from '../config/schema.js';
import type { Dataset } from '../data/types.js';
import type { RunPlan } from '../rundir/types.js';

/** Which globs hold was checked when the data were read (`resolveColumns`): here each column has at most one of a kind. */
export function usedColumns(experiment: Experiment, dataset: Dataset): RunPlan['columns'] {
  const { data, preprocessing, model } = experiment;
  const settingOf = <T>(settings: Readonly<Record<string, T>>, name: string): T | undefined =>
    Object.entries(settings).find(([pattern]) => matchColumns(pattern, [name]).length > 0)?.[1];
  const categorical = dataset.categorical.map(({ name }) => {
    const setting = settingOf(data.categorical, name);
    if (!setting) throw new Error(`no glob of data.categorical names ${name}`);
    return { name, size: setting.embedding };
  });
  const names = categorical.map(({ name }) => name);
  const after = model.timeEmbedding?.after ?? null;
  const joined = new Set(after === null ? [] : matchColumns(after, names));
  return {
    continuous: dataset.continuous.map(({ name }) => name),
    categorical,
    transform: Object.fromEntries(
      dataset.continuous.map(({ name }) => [name, settingOf(preprocessing.transform, name) ?? 'none']),
    ),
    timeAfter: names.flatMap((name, i) => (joined.has(name) ? [i] : [])),
  };
}
