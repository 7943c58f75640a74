/** Contradictions about training and validation. */
import { weightFindings } from './classWeights.js';
import { isSet, type Report, type Settings } from './rule.js';

/** Class weights name the classes, where the experiment does. */
export function classes({ data, training }: Settings, report: Report): void {
  const names = data?.classes;
  const weights = training?.loss?.classWeights;
  if (!names || typeof weights !== 'object') return;
  for (const finding of weightFindings(Object.keys(weights), names))
    report(finding.path, finding.message, finding.cure, finding.at);
}

/** Settings of one loss given to the other. */
export function loss(settings: Settings, report: Report): void {
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

/** Momentum given to an optimiser without. */
export function optimizer(settings: Settings, report: Report): void {
  const name = settings.training?.optimizer?.name;
  if (name !== undefined && name !== 'sgd' && isSet(settings, ['training', 'optimizer', 'momentum']))
    report(
      ['training', 'optimizer', 'momentum'],
      `training.optimizer.momentum belongs to sgd, but the optimizer is ${name}`,
      'Write "name": "sgd", or leave momentum out.',
      'key',
    );
}

/** Settings of another scheme; and what needs samples to select by, where none are set apart. */
export function validation(settings: Settings, report: Report): void {
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
  if (settings.validation?.leaky && scheme === 'none')
    report(
      ['validation', 'leaky'],
      'validation.leaky flatters a score, but validation.scheme "none" scores nothing',
      'Take leaky away.',
    );
  const { scored } = settings.validation ?? {};
  if (scored === 'windows' && settings.data?.window === null)
    report(
      ['validation', 'scored'],
      'validation.scored is "windows", but data.window cuts none',
      'Give data.window a length and a stride, or write "samples".',
    );
  if (scored === 'samples' && settings.validation?.leaky && settings.data?.window)
    report(
      ['validation', 'scored'],
      'validation.leaky divides windows as if they were samples, so windows are scored',
      'Write "windows", or leave it out.',
    );
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
