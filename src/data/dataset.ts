/** Joins what was read from files to a checked dataset in canonical order. */
import type { Experiment } from '../config/schema.js';
import { refuse, type Findings } from './findings.js';
import { hashDataset } from './hash.js';
import type { MissingPolicy } from './read/cells.js';
import { firstCategorySlot, targetSlot, textNames, type Choose } from './read/choice.js';
import { continuousColumns, fillMissing } from './read/columns.js';
import { categoricalColumn } from './read/levels.js';
import { checkTexts, orderRows } from './read/rowOrder.js';
import { readSamples, type RawSamples } from './read/sources.js';
import {
  checkWithinSamples,
  classIndices,
  distinctSorted,
  groupIndices,
  targetFromColumn,
  targetsFromFile,
  type Target,
} from './read/targets.js';
import type { Dataset } from './types.js';

export interface DatasetRequest {
  readonly file: string;
  readonly labelsFile: string | null;
  readonly experiment: Experiment;
  readonly choose: Choose;
  /** Class names in order; null: those found, sorted. */
  readonly classes: readonly string[] | null;
  /** Training data: without any label they are refused, and so is a sample without a group where groups are named. */
  readonly labelsNeeded: boolean;
  readonly findings: Findings;
}

/** What is told of a reading besides its data. */
export interface LoadReport {
  readonly file: string;
  /** Missing cells that were filled, of each continuous column that had some. */
  readonly missing: readonly { readonly column: string; readonly cells: number }[];
  /** Whether rows had to be brought into order. */
  readonly reordered: boolean;
}

/** Reads, orders, checks and hashes. @throws UserError with up to 20 findings */
export function datasetFrom(request: DatasetRequest): { dataset: Dataset; report: LoadReport } {
  return datasetOf(request, readSamples(request.file, request.choose, cellPolicy(request), request.findings));
}

/** What becomes of missing cells while they are read. */
export function cellPolicy({ experiment }: DatasetRequest): MissingPolicy {
  return experiment.preprocessing.missing === 'error' ? 'error' : 'keep';
}

/** As `datasetFrom`, of samples that have been read. */
export function datasetOf(request: DatasetRequest, raw: RawSamples): { dataset: Dataset; report: LoadReport } {
  const { file, experiment, findings } = request;
  const { missing } = experiment.preprocessing;
  const { time } = experiment.data;
  const { table, choice } = raw;
  const spare = request.labelsNeeded ? -1 : targetSlot(choice, 'group');
  checkTexts(table, textNames(choice), firstCategorySlot(choice), missing, findings, spare);
  findings.raise();

  const hasTime = choice.time !== null;
  const order = orderRows(table, hasTime, time ?? '', findings);
  const targets = targetsOf(request, raw, order);
  const continuous = continuousColumns(choice.continuous, table, order);
  const filled =
    missing === 'error' ? continuous.map(() => 0) : fillMissing(continuous, table, order, missing, hasTime, findings);
  const categorical = choice.categorical.map((name, i) =>
    categoricalColumn(name, table, firstCategorySlot(choice) + i, order, missing, findings),
  );
  const classes = classesOf(request, raw, targets.label);
  const labels = targets.label
    ? classIndices(targets.label, order.sampleIds, classes, findings, request.labelsNeeded)
    : new Int32Array(new SharedArrayBuffer(4 * order.sampleIds.length)).fill(-1);
  // Other data are never divided, and their names do. A labels file's groups are in their hash, a column's never were: kept so,
  // or runs from before would find their test data changed.
  const divided = request.labelsNeeded || choice.group === null;
  const groups = targets.group && divided ? groupIndices(targets.group) : null;
  findings.raise();

  const { sampleIds, rowStart } = order;
  const content = { sampleIds, rowStart, continuous, categorical, labels, classes, groups };
  return {
    dataset: { ...content, ...(targets.group && { groupNames: targets.group.texts }), ...hashDataset(content) },
    report: {
      file,
      missing: choice.continuous.flatMap((column, i) => (filled[i] > 0 ? [{ column, cells: filled[i] }] : [])),
      reordered: order.rows !== null,
    },
  };
}

function targetsOf(
  request: DatasetRequest,
  { table, choice }: RawSamples,
  order: ReturnType<typeof orderRows>,
): { label: Target | null; group: Target | null } {
  const { file, labelsFile, experiment, findings, labelsNeeded } = request;
  const fromColumn = (target: 'label' | 'group'): Target | null => {
    const name = choice[target];
    if (name === null) return null;
    const slot = targetSlot(choice, target);
    if (target === 'label' || labelsNeeded) checkWithinSamples(table, slot, name, order, findings);
    return targetFromColumn(table, slot, order);
  };
  const group = fromColumn('group');
  if (labelsFile !== null) {
    const { sampleId, label, group: groupName } = experiment.data;
    const wanted = { sampleId, label, group: group ? null : groupName, groupNeeded: labelsNeeded };
    const fromFile = targetsFromFile(labelsFile, wanted, { table, order, file }, findings);
    return { label: fromFile.label, group: group ?? fromFile.group };
  }
  const label = fromColumn('label');
  if (label === null && labelsNeeded) {
    refuse({
      file,
      message: 'the samples have no labels',
      cure: 'Name a labels file under data.labels, or the column with the class under data.label.',
    });
  }
  return { label, group };
}

function classesOf(request: DatasetRequest, raw: RawSamples, label: Target | null): readonly string[] {
  if (request.classes !== null) return request.classes;
  const found = distinctSorted(raw.classes ?? label?.texts ?? []);
  if (found.length < 2 && request.labelsNeeded) {
    refuse({
      file: request.labelsFile ?? request.file,
      message: `all samples are of one class (${found.join('')}): there is nothing to tell apart`,
      cure: 'Give samples of at least two classes.',
    });
  }
  return found;
}
