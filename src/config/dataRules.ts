/** Contradictions about data: files, columns, windows. */
import { posix } from 'node:path';
import { isTsFile } from './defaults.js';
import { formatPath, type SettingPath } from './path.js';
import { isSet, type Report, type Settings } from './rule.js';

/** Paths that only work on one system, and files named for two things. */
export function files({ data }: Settings, report: Report): void {
  for (const name of ['train', 'labels', 'test', 'testLabels'] as const) {
    const path = data?.[name];
    if (typeof path !== 'string') continue;
    if (path.includes('\\'))
      report(
        ['data', name],
        `data.${name} has a backslash: ${path}`,
        `Write ${path.replaceAll('\\', '/')}: it works on every platform.`,
      );
    // eslint-disable-next-line no-control-regex -- a tab is what "\t" in an unescaped Windows path becomes
    else if (/[\u0000-\u001f]/.test(path))
      report(
        ['data', name],
        `data.${name} has a control character: ${JSON.stringify(path)}`,
        'Write forward slashes; a backslash begins an escape.',
      );
  }
  const { train, labels, test, testLabels } = data ?? {};
  const isTrain = (path: string | null | undefined): boolean =>
    typeof path === 'string' && train !== undefined && posix.normalize(path) === posix.normalize(train);
  if (isTrain(labels))
    report(
      ['data', 'labels'],
      'data.labels is the train file itself',
      'Leave it out: "label" is then a column of the train file.',
    );
  if (isTrain(test))
    report(
      ['data', 'test'],
      'data.test is the train file: a test on samples the model was trained on says nothing',
      'Leave it out; the folds already score every sample.',
    );
  if (typeof testLabels === 'string' && test === null)
    report(
      ['data', 'testLabels'],
      'data.testLabels is given, but data.test is not',
      'Name the test file, or leave the labels out.',
    );
}

/** .ts files hold their labels and have neither ids nor times. */
export function archiveFiles(settings: Settings, report: Report): void {
  const { data } = settings;
  if (isTsFile(data?.train))
    for (const name of ['labels', 'label', 'sampleId', 'time', 'group'] as const) {
      const given = name === 'time' ? typeof data?.time === 'string' : isSet(settings, ['data', name]);
      if (given)
        report(
          ['data', name],
          `data.${name} has no meaning for a .ts file`,
          'Its labels are inside, and it has no columns but the channels. Leave this out.',
          'key',
        );
    }
  if (isTsFile(data?.test) && typeof data?.testLabels === 'string')
    report(
      ['data', 'testLabels'],
      'data.testLabels has no meaning for a .ts file',
      'Its labels are inside. Leave this out.',
      'key',
    );
}

/** One column cannot name both samples and, say, groups. */
export function roles({ data }: Settings, report: Report): void {
  const seen = new Map<string, string>();
  for (const name of ['sampleId', 'time', 'label', 'group'] as const) {
    const column = data?.[name];
    if (typeof column !== 'string') continue;
    const other = seen.get(column);
    if (other !== undefined)
      report(['data', name], `data.${name} and data.${other} are both "${column}"`, 'A column has one meaning.');
    else seen.set(column, name);
  }
}

/** Globs that are empty, negated or written twice; no inputs at all. */
export function inputs({ data, preprocessing }: Settings, report: Report): void {
  const seen = new Map<string, string>();
  const claim = (pattern: string, path: SettingPath, at: 'key' | 'value'): void => {
    const section = formatPath(path.slice(0, -1));
    const other = seen.get(pattern);
    if (other !== undefined)
      report(
        path,
        other === section
          ? `"${pattern}" stands twice in ${section}`
          : `"${pattern}" stands in ${other} and again in ${section}`,
        'A column is one input. Remove one of the two.',
        at,
      );
    else seen.set(pattern, section);
  };
  const check = (pattern: string, path: SettingPath, at: 'key' | 'value'): void => {
    if (pattern === '') report(path, `${formatPath(path.slice(0, -1))} has an empty column name`, undefined, at);
    if (/^![^(]/.test(pattern))
      report(
        path,
        `"${pattern}": a glob cannot begin with "!"`,
        `To leave columns out, name them in data.ignore: ["${pattern.slice(1)}"].`,
        at,
      );
  };
  data?.continuous?.forEach((pattern, i) => {
    check(pattern, ['data', 'continuous', i], 'value');
    claim(pattern, ['data', 'continuous', i], 'value');
  });
  for (const pattern of Object.keys(data?.categorical ?? {})) {
    check(pattern, ['data', 'categorical', pattern], 'key');
    claim(pattern, ['data', 'categorical', pattern], 'key');
  }
  data?.ignore?.forEach((pattern, i) => check(pattern, ['data', 'ignore', i], 'value'));
  for (const pattern of Object.keys(preprocessing?.transform ?? {}))
    check(pattern, ['preprocessing', 'transform', pattern], 'key');
  if (data?.continuous?.length === 0 && data.categorical && Object.keys(data.categorical).length === 0)
    report(
      ['data', 'continuous'],
      'there is no input: data.continuous and data.categorical are both empty',
      'Name columns, or write "continuous": ["*"].',
    );
}

/** Windows with gaps between them. */
export function windows({ data }: Settings, report: Report): void {
  const { length, stride } = data?.window ?? {};
  if (length !== undefined && stride !== undefined && stride > length)
    report(
      ['data', 'window', 'stride'],
      `data.window.stride ${stride} is greater than its length ${length}: steps between windows would never be seen`,
      `At most ${length}.`,
    );
}
