/** What a string in an experiment file names: a column, a glob over columns, or a path. */
import type { SettingPath } from '../config/path.js';

export type SettingKind = 'column' | 'glob' | 'path';

const columns = ['sampleId', 'time', 'label', 'group'];
const paths = ['train', 'labels', 'test', 'testLabels'];

/**
 * @param path - of the setting, as jsonc-parser gives it
 * @param isKey - whether the name of the setting is meant, not its value
 */
export function settingKind(path: SettingPath, isKey: boolean): SettingKind | null {
  const [section, name] = path;
  if (isKey) {
    const isGlob =
      (section === 'data' && name === 'categorical') || (section === 'preprocessing' && name === 'transform');
    return path.length === 3 && isGlob ? 'glob' : null;
  }
  if (section === 'model') return path.length === 3 && name === 'timeEmbedding' && path[2] === 'after' ? 'glob' : null;
  if (section !== 'data' || typeof name !== 'string') return null;
  if (path.length === 2) return columns.includes(name) ? 'column' : paths.includes(name) ? 'path' : null;
  return path.length === 3 && (name === 'continuous' || name === 'ignore') ? 'glob' : null;
}

/** Whether the column is looked for in the labels file, where there is one. */
export function standsInLabels(path: SettingPath): boolean {
  return path[0] === 'data' && (path[1] === 'label' || path[1] === 'group');
}
