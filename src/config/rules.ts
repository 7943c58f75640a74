/** What the schema cannot say: settings that contradict each other. Each rule reports at the setting to change. */
import { isTsFile } from './defaults.js';
import { schemaAt } from './fileSchema.js';
import { type Finding } from './finding.js';
import { isGlob, literalPrefix, matchColumns } from './glob.js';
import { formatPath, valueAt, type SettingPath } from './path.js';
import { type Experiment } from './schema.js';
import { nearest } from './suggest.js';

/** An experiment of which any part may be missing, because it was found wrong. */
export type Partly<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partly<T[K]> }
    : T;
type Settings = Partly<Experiment>;
type Report = (path: SettingPath, message: string, cure?: string, at?: 'key' | 'value') => void;

/** All contradictions; settings left out of `settings` are not judged. */
export function contradictions(settings: Settings): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, message, cure, at = 'value') => findings.push({ path, at, message, cure });
  for (const rule of [files, archiveFiles, roles, inputs, classes, windows, timeEmbedding, loss, optimizer, validation])
    rule(settings, report);
  return findings;
}

/** Whether a setting differs from its default: one written out with the default's value changes nothing. */
function isSet(settings: Settings, path: SettingPath): boolean {
  const value = valueAt(settings, path);
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(schemaAt(path)?.default);
}

function files({ data }: Settings, report: Report): void {
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
  if (train !== undefined && labels === train)
    report(
      ['data', 'labels'],
      'data.labels is the train file itself',
      'Leave it out: "label" is then a column of the train file.',
    );
  if (train !== undefined && test === train)
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
function archiveFiles(settings: Settings, report: Report): void {
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

function roles({ data }: Settings, report: Report): void {
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

function inputs({ data, preprocessing }: Settings, report: Report): void {
  const seen = new Map<string, string>();
  const claim = (pattern: string, path: SettingPath, at: 'key' | 'value'): void => {
    const other = seen.get(pattern);
    if (other !== undefined)
      report(
        path,
        `"${pattern}" stands in ${other} and again in ${formatPath(path.slice(0, -1))}`,
        'A column is one input. Remove one of the two.',
        at,
      );
    else seen.set(pattern, formatPath(path.slice(0, -1)));
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

function classes({ data, training }: Settings, report: Report): void {
  const names = data?.classes;
  const weights = training?.loss?.classWeights;
  if (!names || typeof weights !== 'object') return;
  for (const finding of weightFindings(Object.keys(weights), names))
    report(finding.path, finding.message, finding.cure, finding.at);
}

/** Class weights against the classes there are: each needs one, and no other may have one. */
export function weightFindings(weighted: readonly string[], classes: readonly string[]): Finding[] {
  const at = ['training', 'loss', 'classWeights'];
  const cure = `Classes: ${classes.join(', ')}.`;
  const unknown = weighted.filter((name) => !classes.includes(name));
  const meant = unknown.map((name) => nearest(name, classes));
  const missing = classes.filter((name) => !weighted.includes(name) && !meant.includes(name));
  const findings = unknown.map((name, i): Finding => {
    const near = meant[i] === null ? '' : `: did you mean ${meant[i]}?`;
    return {
      path: [...at, name],
      at: 'key',
      message: `training.loss.classWeights names "${name}", which is no class${near}`,
      cure,
    };
  });
  if (missing.length === 0) return findings;
  const message = `training.loss.classWeights has no weight for ${missing.join(', ')}`;
  return [...findings, { path: at, at: 'key', message, cure: 'Give every class a weight, or write "balanced".' }];
}

function windows({ data }: Settings, report: Report): void {
  const { length, stride } = data?.window ?? {};
  if (length !== undefined && stride !== undefined && stride > length)
    report(
      ['data', 'window', 'stride'],
      `data.window.stride ${stride} is greater than its length ${length}: steps between windows would never be seen`,
      `At most ${length}.`,
    );
}

function timeEmbedding({ data, model }: Settings, report: Report): void {
  const time = model?.timeEmbedding;
  const categorical = data?.categorical;
  if (!time) return;
  const { after, combine, size } = time;
  if (combine === 'add' && after === null)
    report(
      ['model', 'timeEmbedding', 'combine'],
      'model.timeEmbedding.combine "add" needs "after": the columns whose embeddings it is added to',
      'Name them (a glob of categorical columns), or write "concat".',
    );
  if (typeof after !== 'string' || !categorical) return;
  const patterns = Object.keys(categorical);
  if (!patterns.some((pattern) => mayOverlap(pattern, after))) {
    const near = nearest(after, patterns);
    const hint = patterns.length === 0 ? 'There are none.' : `Categorical are: ${patterns.join(', ')}.`;
    report(
      ['model', 'timeEmbedding', 'after'],
      `model.timeEmbedding.after "${after}" matches no categorical column${near === null ? '' : `: did you mean ${near}?`}`,
      hint,
    );
  }
  if (combine !== 'add' || size === undefined) return;
  for (const [pattern, column] of Object.entries(categorical)) {
    const embedding = column?.embedding;
    if (embedding === undefined || embedding === size || matchColumns(after, [pattern]).length === 0) continue;
    report(
      ['data', 'categorical', pattern, 'embedding'],
      `data.categorical.${pattern}.embedding is ${embedding}, but a time embedding of size ${size} is added to it`,
      'Give both the same size, or write "combine": "concat".',
    );
  }
}

/** False only where two globs cannot match one name: neither begins as the other does. */
function mayOverlap(a: string, b: string): boolean {
  if (!isGlob(a)) return matchColumns(b, [a]).length > 0;
  if (!isGlob(b)) return matchColumns(a, [b]).length > 0;
  const [first, second] = [literalPrefix(a), literalPrefix(b)];
  return first.startsWith(second) || second.startsWith(first);
}

function loss(settings: Settings, report: Report): void {
  const name = settings.training?.loss?.name;
  if (name === 'crossEntropy' && isSet(settings, ['training', 'loss', 'gamma']))
    report(
      ['training', 'loss', 'gamma'],
      'training.loss.gamma belongs to the focal loss, but the loss is crossEntropy',
      'Write "name": "focal", or leave gamma out.',
      'key',
    );
  if (name === 'focal' && isSet(settings, ['training', 'loss', 'labelSmoothing']))
    report(
      ['training', 'loss', 'labelSmoothing'],
      'training.loss.labelSmoothing belongs to crossEntropy, but the loss is focal',
      'Write "name": "crossEntropy", or leave labelSmoothing out.',
      'key',
    );
}

function optimizer(settings: Settings, report: Report): void {
  const name = settings.training?.optimizer?.name;
  if (name !== undefined && name !== 'sgd' && isSet(settings, ['training', 'optimizer', 'momentum']))
    report(
      ['training', 'optimizer', 'momentum'],
      `training.optimizer.momentum belongs to sgd, but the optimizer is ${name}`,
      'Write "name": "sgd", or leave momentum out.',
      'key',
    );
}

function validation(settings: Settings, report: Report): void {
  const { scheme, selection } = settings.validation ?? {};
  if (scheme !== undefined && scheme !== 'kFold' && isSet(settings, ['validation', 'folds']))
    report(
      ['validation', 'folds'],
      `validation.folds belongs to kFold, but the scheme is ${scheme}`,
      'Write "scheme": "kFold", or leave folds out.',
      'key',
    );
  if (scheme !== undefined && scheme !== 'holdout' && isSet(settings, ['validation', 'fraction']))
    report(
      ['validation', 'fraction'],
      `validation.fraction belongs to holdout, but the scheme is ${scheme}`,
      'Write "scheme": "holdout", or leave fraction out; the part that selects is "selection": { "fraction": … }.',
      'key',
    );
  if (scheme === 'none' && selection !== undefined && selection !== 'none') {
    report(
      ['validation', 'selection'],
      'validation.scheme "none" trains on everything: no sample is left to select by',
      'Leave selection out, or write "none".',
      'key',
    );
    return;
  }
  if (selection === 'none') {
    if (settings.training?.earlyStopping)
      report(
        ['training', 'earlyStopping'],
        'training.earlyStopping needs samples to measure on, but nothing is set apart to select by',
        'Leave it out or write null, or give validation.selection a fraction.',
        'key',
      );
    if (settings.training?.schedule === 'plateau')
      report(
        ['training', 'schedule'],
        'the schedule "plateau" needs samples to measure on, but nothing is set apart to select by',
        'Choose another schedule, or give validation.selection a fraction.',
      );
    if (settings.fineTune)
      report(
        ['fineTune'],
        'fineTune continues on fit + select, but nothing is set apart to select by',
        'Write null, or give validation.selection a fraction.',
        'key',
      );
  }
  if (selection === 'scoredFold' && settings.fineTune)
    report(
      ['fineTune'],
      'fineTune would train on the samples that are scored, because validation.selection is "scoredFold"',
      'Give validation.selection a fraction, or write "fineTune": null.',
      'key',
    );
}
