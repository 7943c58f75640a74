/**
 * Guards before training, and for `foldboard check`: what makes a score better than it is, what is wasted, what is refused.
 * They look at values alone, so a silent guard proves nothing.
 */
import { UserError } from '../base/errors.js';
import { joined } from '../config/finding.js';
import type { Experiment } from '../config/schema.js';
import type { LoadReport } from './dataset.js';
import { planFolds } from './folds.js';
import { columnGuards } from './guards/columns.js';
import { contentGuards } from './guards/content.js';
import { nearLabelGuards } from './guards/nearLabel.js';
import { scaledGuards } from './guards/scaled.js';
import { splitGuards } from './guards/splits.js';
import { testGuards } from './guards/testData.js';
import type { GuardFinding } from './guards/finding.js';
import type { Dataset } from './types.js';
import { counted } from './words.js';

export type { GuardFinding };

/** A longest sample this many times as long as the shortest is worth a note. */
const unequalLengths = 10;
/** A smallest class this many times as small as the largest is worth a note. */
const unequalClasses = 5;
/** A class of which a fold scores fewer samples than this is worth a word. */
const fewScored = 2;

/**
 * All findings: errors first, then what flatters a score, then the rest.
 * @param report - of the reading, for missing cells; left out: nothing is said of them
 */
export function guardFindings(
  train: Dataset,
  test: Dataset | null,
  experiment: Experiment,
  report?: Pick<LoadReport, 'missing'>,
): GuardFinding[] {
  const columns = columnGuards(train);
  const told = new Set(columns.flatMap(({ kind, column }) => (kind === 'tellsClass' && column ? [column] : [])));
  const found = [
    ...foldGuards(train, experiment),
    ...columns,
    ...nearLabelGuards(train, told),
    ...scaledGuards(train, test),
    // Windows that are samples on purpose are copies of their sample.
    ...(experiment.validation.leaky ? [] : contentGuards(train)),
    ...(test ? testGuards(train, test, experiment) : []),
    ...classGuards(train, experiment),
    ...lengthGuards(train),
    ...missingGuards(report, experiment),
  ];
  const order = { error: 0, warning: 1, note: 2 };
  return found.sort((a, b) => order[a.severity] - order[b.severity]);
}

/** Refuses what guards call an error. @throws UserError with all of them */
export function refuseFindings(findings: readonly GuardFinding[]): void {
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ message, cure }) => new UserError(message, cure === null ? {} : { cure }));
  if (errors.length > 0) throw joined(errors);
}

/** Whether the folds can be made at all, and what stands on both sides of them. */
function foldGuards(train: Dataset, experiment: Experiment): GuardFinding[] {
  try {
    return splitGuards(train, planFolds(train, experiment), experiment);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ severity: 'error', kind: 'folds', message: error.message, cure: error.cure ?? null }];
  }
}

function classGuards(train: Dataset, experiment: Experiment): GuardFinding[] {
  const counts = train.classes.map((name, c) => ({ name, count: train.labels.filter((label) => label === c).length }));
  const list = counts.map(({ name, count }) => `${name} ${count.toLocaleString('en-US')}`).join(', ');
  const found: GuardFinding[] = counts
    .filter(({ count }) => count === 0)
    .map(({ name }) => ({
      severity: 'warning',
      kind: 'classes',
      message: `class ${name} has no sample: it is never learnt, and its F1 of 0 pulls the macro F1 down`,
      cure: 'Bring samples of it, or remove it from data.classes.',
    }));
  const scored = scoredShare(experiment);
  for (const { name, count } of counts) {
    if (count === 0 || scored === null || count * scored >= fewScored) continue;
    found.push({
      severity: 'warning',
      kind: 'smallClass',
      message: `class ${name} has ${counted(count, 'sample')}: a fold scores ${Math.max(1, Math.floor(count * scored))}${Number.isInteger(count * scored) ? '' : ' or one more'} of them, so its F1 jumps with every single one`,
      cure: 'Bring more samples of it, or use fewer folds, and repeats.',
    });
  }
  const sizes = counts.map(({ count }) => count).filter((count) => count > 0);
  const unequal = Math.max(...sizes) > unequalClasses * Math.min(...sizes);
  const balanced = experiment.training.sampler === 'weighted' || experiment.training.loss.classWeights !== 'none';
  found.push({
    severity: 'note',
    kind: 'classes',
    message: `${counted(train.labels.length, 'sample')}: ${list}`,
    cure:
      unequal && !balanced
        ? 'Classes are unequal: look at macro F1, and try training.sampler "weighted" or loss.classWeights "balanced".'
        : null,
  });
  return found;
}

/** The share of the samples that a fold scores; null where nothing is scored. */
function scoredShare({ validation }: Experiment): number | null {
  if (validation.scheme === 'none') return null;
  return validation.scheme === 'holdout' ? validation.fraction : 1 / validation.folds;
}

function lengthGuards({ rowStart, sampleIds }: Dataset): GuardFinding[] {
  const lengths = sampleIds.map((_, i) => rowStart[i + 1] - rowStart[i]);
  const [shortest, longest] = lengths.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, 0]);
  const single = lengths.filter((n) => n === 1).length;
  const message =
    shortest === longest
      ? `every sample has ${counted(shortest, 'step')}`
      : `samples have ${shortest.toLocaleString('en-US')} to ${counted(longest, 'step')}`;
  const cure =
    single > 0
      ? `${counted(single, 'sample')} of one step ${single === 1 ? 'has' : 'have'} no course in time: check the sample id and the time.`
      : longest > unequalLengths * shortest
        ? 'Length alone may tell classes apart; a data.window makes items of one length.'
        : null;
  return [{ severity: single > 0 ? 'warning' : 'note', kind: 'lengths', message, cure }];
}

function missingGuards(report: Pick<LoadReport, 'missing'> | undefined, { preprocessing }: Experiment): GuardFinding[] {
  if (!report || report.missing.length === 0) return [];
  const worst = [...report.missing].sort((a, b) => b.cells - a.cells);
  const total = worst.reduce((sum, { cells }) => sum + cells, 0);
  const list = worst.slice(0, 5).map(({ column, cells }) => `${column} ${cells.toLocaleString('en-US')}`);
  const how = preprocessing.missing === 'zero' ? 'set to zero' : 'interpolated along time';
  return [
    {
      severity: 'note',
      kind: 'missing',
      message: `${counted(total, 'missing cell was', 'missing cells were')} ${how} (${list.join(', ')}${worst.length > 5 ? ' …' : ''})`,
      cure: null,
    },
  ];
}
