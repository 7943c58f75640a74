/** Names of columns in short: globs where they say exactly the same. */
import { isGlob, matchColumns } from '../../config/glob.js';

/**
 * Patterns that match `names` and, of `all`, nothing else but `tolerated`. Names that differ in the number at their end
 * become `stem*` or, where they are a part of the numbers only, `stem{13..25}`.
 */
export function asGlobs(
  names: readonly string[],
  all: readonly string[],
  tolerated: ReadonlySet<string> = new Set(),
): { pattern: string; names: string[] }[] {
  const byStem = new Map<string, string[]>();
  for (const name of names) {
    const stem = /^(.*?\D)\d+$/.exec(name)?.[1] ?? name;
    byStem.set(stem, [...(byStem.get(stem) ?? []), name]);
  }
  const fits = (pattern: string, members: readonly string[]): boolean =>
    matchColumns(pattern, all).every((name) => members.includes(name) || tolerated.has(name));
  return [...byStem].flatMap(([stem, members]) => {
    const alone = (some: readonly string[]) => some.map((name) => ({ pattern: name, names: [name] }));
    if (members.length === 1 || isGlob(stem)) return alone(members);
    if (fits(`${stem}*`, members)) return [{ pattern: `${stem}*`, names: members }];
    return runsOf(stem, members).flatMap((run) => {
      const pattern = `${stem}{${run[0].slice(stem.length)}..${run.at(-1)!.slice(stem.length)}}`;
      return run.length > 1 && fits(pattern, run) ? [{ pattern, names: run }] : alone(run);
    });
  });
}

/** Members with consecutive numbers, written with equally many digits. */
function runsOf(stem: string, members: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const name of members) {
    const run = runs.at(-1);
    const before = run?.at(-1)!.slice(stem.length) ?? '';
    if (run && name === stem + String(Number(before) + 1).padStart(before.length, '0') && name.length === run[0].length)
      run.push(name);
    else runs.push([name]);
  }
  return runs;
}
