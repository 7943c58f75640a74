/** Paths to settings: `training.optimizer.name`; names with dots, quotes or spaces in double quotes. */

export type SettingPath = readonly (string | number)[];

/** For people and for `--set`: `data.categorical.n_legs.embedding`, `data.continuous[0]`. */
export function formatPath(path: SettingPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += (text === '' ? '' : '.') + (/^[^\s."=]+$/.test(part) ? part : JSON.stringify(part));
  }
  return text;
}

/** The reverse of `formatPath`, for text from a command line; null where quotes are not closed or a part is empty. */
export function parsePath(text: string): string[] | null {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const part = /^(?:"(?:[^"\\]|\\.)*"|[^."]+)(?=\.|$)/.exec(rest)?.[0];
    if (part === undefined) return null;
    try {
      parts.push(part.startsWith('"') ? (JSON.parse(part) as string) : part);
    } catch {
      return null;
    }
    rest = rest.slice(part.length);
    if (rest === '') return parts;
    rest = rest.slice(1);
  }
}

/** A key under which a path is found in a map. */
export function pathKey(path: SettingPath): string {
  return JSON.stringify(path);
}

/** Whether `path` is `ancestor` or lies within it. */
export function isWithin(path: SettingPath, ancestor: SettingPath): boolean {
  return ancestor.length <= path.length && ancestor.every((part, i) => part === path[i]);
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: SettingPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
