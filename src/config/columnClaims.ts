/** Steps of `resolveColumns`: what globs claim, and what is wrong where they claim nothing or the same column twice. */
import { type Place } from '../base/errors.js';
import { type ColumnCheck, type ColumnRoles } from './columns.js';
import { matchColumns } from './glob.js';
import { compareNatural } from './natural.js';
import { formatPath, type SettingPath } from './path.js';
import { nearest } from './suggest.js';

/** Continuous and categorical columns; `ignore` wins, and "*" takes what nothing else claims. */
export function claimInputs(check: ColumnCheck): {
  continuous: string[];
  categorical: ColumnRoles['categorical'];
  ignored: ReadonlySet<string>;
} {
  const { loaded, names, reserved, report } = check;
  const { data } = loaded.experiment;
  const ignored = new Set<string>();
  data.ignore.forEach((pattern, i) => {
    const setting = ['data', 'ignore', i];
    for (const name of matches(check, pattern, setting, loaded.locate(setting))) ignored.add(name);
  });

  const claimed = new Map<string, string>();
  const claim = (pattern: string, setting: SettingPath, place: Place): string[] => {
    const kept: string[] = [];
    const rivals = new Map<string, string[]>();
    for (const name of matches(check, pattern, setting, place).sort(compareNatural)) {
      if (ignored.has(name)) continue;
      const other = claimed.get(name);
      if (reserved.has(name)) reservedInput(check, pattern, name, place);
      else if (other !== undefined) rivals.set(other, [...(rivals.get(other) ?? []), name]);
      else {
        claimed.set(name, `"${pattern}" in ${section(setting)}`);
        kept.push(name);
      }
    }
    for (const [other, shared] of rivals)
      report(
        place,
        `${listed(shared, 4)} ${shared.length === 1 ? 'is' : 'are'} claimed twice: by ${other} and by "${pattern}" in ${section(setting)}`,
        'A column is one input. Choose narrower globs.',
      );
    return kept;
  };

  const categorical = Object.entries(data.categorical).flatMap(([pattern, { embedding }]) => {
    const setting = ['data', 'categorical', pattern];
    return claim(pattern, setting, loaded.locateKey(setting)).map((name) => ({ name, size: embedding }));
  });
  const continuous = data.continuous.flatMap((pattern, i) => {
    const setting = ['data', 'continuous', i];
    return pattern === '*' ? [] : claim(pattern, setting, loaded.locate(setting));
  });
  if (data.continuous.includes('*')) {
    const rest = names.filter((name) => !reserved.has(name) && !ignored.has(name) && !claimed.has(name));
    continuous.push(...rest.sort(compareNatural));
  }
  if (check.errors.length === 0 && continuous.length + categorical.length === 0)
    report(
      loaded.locate(['data', 'continuous']),
      `no column of ${check.dataFile} is left as an input`,
      `Its columns: ${listed(names)}.`,
    );
  return { continuous, categorical, ignored };
}

/** How each continuous column is transformed. */
export function claimTransforms(
  check: ColumnCheck,
  continuous: readonly string[],
  ignored: ReadonlySet<string>,
): ColumnRoles['transform'] {
  const { loaded, report } = check;
  const transform = new Map(continuous.map((name) => [name, 'none' as 'none' | 'asinh']));
  const claimed = new Map<string, string>();
  const sound = check.errors.length === 0;
  for (const [pattern, how] of Object.entries(loaded.experiment.preprocessing.transform)) {
    const setting = ['preprocessing', 'transform', pattern];
    const place = loaded.locateKey(setting);
    const found = matches(check, pattern, setting, place);
    // Where globs of inputs are wrong, what is continuous is not known.
    if (sound && found.length > 0 && !found.some((name) => transform.has(name) || ignored.has(name)))
      report(
        place,
        `"${pattern}" in preprocessing.transform matches no continuous column, only ${listed(found)}`,
        'Only continuous columns are transformed.',
      );
    const rivals = new Map<string, string[]>();
    for (const name of found.filter((each) => transform.has(each))) {
      const other = claimed.get(name);
      if (other === undefined) claimed.set(name, pattern);
      else rivals.set(other, [...(rivals.get(other) ?? []), name]);
      transform.set(name, how);
    }
    for (const [other, shared] of rivals)
      report(
        place,
        `${listed(shared, 4)} ${shared.length === 1 ? 'is' : 'are'} transformed twice: by "${other}" and by "${pattern}"`,
        'Choose narrower globs.',
      );
  }
  return Object.fromEntries(transform);
}

/** Which categorical columns the time embedding joins. */
export function joinTime(check: ColumnCheck, categorical: ColumnRoles['categorical']): number[] {
  const { loaded, report } = check;
  const time = loaded.experiment.model.timeEmbedding;
  if (!time || time.after === null) return [];
  const names = categorical.map(({ name }) => name);
  const found = new Set(matchColumns(time.after, names));
  const place = loaded.locate(['model', 'timeEmbedding', 'after']);
  if (found.size === 0 && check.errors.length === 0)
    report(
      place,
      `model.timeEmbedding.after "${time.after}" matches no categorical column${guess(time.after, names)}`,
      names.length > 0 ? `Categorical are: ${listed(names)}.` : 'There are none.',
    );
  const unequal = categorical.filter(({ name, size }) => found.has(name) && size !== time.size);
  if (time.combine === 'add' && unequal.length > 0)
    report(
      place,
      `a time embedding of size ${time.size} cannot be added to ${unequal.map(({ name, size }) => `${name} (size ${size})`).join(', ')}`,
      'Give both the same size, or write "combine": "concat".',
    );
  return names.flatMap((name, i) => (found.has(name) ? [i] : []));
}

/** The names a glob matches; says so where there is none. */
function matches(check: ColumnCheck, pattern: string, setting: SettingPath, place: Place): string[] {
  const found = matchColumns(pattern, check.names);
  if (found.length === 0)
    check.report(
      place,
      `"${pattern}" in ${section(setting)} matches no column of ${check.dataFile}${guess(pattern, check.names)}`,
      `Its columns: ${listed(check.names)}.`,
    );
  return found;
}

function reservedInput(check: ColumnCheck, pattern: string, name: string, place: Place): void {
  const part = check.reserved.get(name);
  check.report(
    place,
    `"${pattern}" makes an input of ${name}, which is data.${part}`,
    part === 'label'
      ? 'A model that reads the label learns nothing else. Choose a narrower glob.'
      : 'Choose a narrower glob, or name the column in data.ignore.',
  );
}

const section = (setting: SettingPath): string => formatPath(setting.slice(0, 2));

function guess(word: string, names: readonly string[]): string {
  const stem = /^([^*?[\]{}()|]+)\*$/.exec(word)?.[1];
  // "joins_*" means "joint_*" rather than one of joint_1, joint_2 …
  const near =
    stem === undefined
      ? nearest(word, names)
      : nearest(word, new Set(names.map((name) => `${name.replace(/\d+$/, '')}*`)));
  return near === null ? '' : `: did you mean ${near}?`;
}

function listed(names: readonly string[], most = 12): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}
