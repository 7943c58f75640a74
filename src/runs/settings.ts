/** The settings in which the experiments of several runs differ, each with its value in every one of them. */
import { settingsDiff } from '../config/diff.js';
import { schemaAt } from '../config/fileSchema.js';
import { parsePath } from '../config/path.js';
import type { Experiment } from '../config/schema.js';
import type { SettingValues } from './comparison.js';

/** Every setting that is not the same everywhere, apart from the name; in the order of the schema. */
export function differingSettings(experiments: readonly Experiment[]): SettingValues[] {
  const [first, ...others] = experiments;
  const found = new Map<string, unknown[]>();
  others.forEach((other, i) => {
    for (const { path, a, b } of settingsDiff(first, other)) {
      // A setting that came after one of the runs: there it stands at its default, without being written.
      if (path === 'name' || (a === undefined ? isDefault(path, b) : b === undefined && isDefault(path, a))) continue;
      const values = found.get(path) ?? experiments.map(() => a);
      values[i + 1] = b;
      found.set(path, values);
    }
  });
  const order = new Map(sections.map((name, i) => [name, i]));
  const place = (path: string): number => order.get(path.split('.', 1)[0] as keyof Experiment) ?? -1;
  return [...found].map(([path, values]) => ({ path, values })).sort((a, b) => place(a.path) - place(b.path));
}

function isDefault(path: string, value: unknown): boolean {
  const settings = parsePath(path);
  const schema = settings && schemaAt(settings);
  return schema?.default !== undefined && JSON.stringify(value) === JSON.stringify(schema.default);
}

/** Parts of an experiment, in the order of the file. */
const sections: readonly (keyof Experiment)[] = [
  ...(['data', 'preprocessing', 'model', 'training', 'validation', 'fineTune', 'ensemble'] as const),
];
