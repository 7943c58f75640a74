/** From the files an experiment names to datasets in shared memory. */
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../base/errors.js';
import { checkClassWeights } from '../config/classWeights.js';
import { resolveColumns } from '../config/columns.js';
import type { LoadedExperiment } from '../config/load.js';
import type { CachedRequest, DataCache, Loaded } from './cache/cache.js';
import { cellPolicy, datasetFrom, datasetOf, type LoadReport } from './dataset.js';
import { createFindings } from './findings.js';
import { existingPath } from './paths.js';
import type { Choose, ColumnChoice, Layout } from './read/choice.js';
import { csvParts, ScatteredRows } from './read/parts.js';
import { layoutOf } from './read/sources.js';
import type { Dataset } from './types.js';

/** Names of columns that are to be read, e.g. those a model was trained on. */
export interface ColumnNames {
  readonly continuous: readonly string[];
  readonly categorical: readonly string[];
}

/** The columns of a dataset, in order. */
export function columnsOf(dataset: Pick<Dataset, 'continuous' | 'categorical'>): ColumnNames {
  return {
    continuous: dataset.continuous.map(({ name }) => name),
    categorical: dataset.categorical.map(({ name }) => name),
  };
}

/**
 * The training data: every sample has a label.
 * @param cache - of the workspace, where there is one; what it does not have yet is stored when the caller says so
 * @throws UserError with place and cure; further findings in `.others`
 */
export async function loadTrainData(loaded: LoadedExperiment, cache: DataCache | null = null): Promise<Dataset> {
  return (await loadTrainDataWithReport(loaded, cache)).dataset;
}

/** As `loadTrainData`, with what `foldboard check` tells of the reading. */
export async function loadTrainDataWithReport(
  loaded: LoadedExperiment,
  cache: DataCache | null = null,
): Promise<{ dataset: Dataset; report: LoadReport }> {
  const { data } = loaded.experiment;
  const file = existingPath(dataPath(loaded, data.train), loaded.locate(['data', 'train']));
  const labels = data.labels && existingPath(dataPath(loaded, data.labels), loaded.locate(['data', 'labels']));
  const request: CachedRequest = {
    file,
    labelsFile: labels,
    experiment: loaded.experiment,
    choose: chooseByRoles(loaded, labels !== null, true),
    chosenBy: columnSettings(loaded),
    classes: data.classes,
    labelsNeeded: true,
    findings: createFindings(),
  };
  const read = await load(request, cache);
  // A group that were quietly left out would put one subject on two sides of a split.
  if (data.group !== null && read.dataset.groups === null)
    throw new UserError(
      `data.group is "${data.group}", but ${labels === null ? `${file} has no such` : `neither ${file} nor ${labels} has such a`} column`,
      { place: loaded.locate(['data', 'group']), cure: 'Name a column of one of them, or write "group": null.' },
    );
  checkClassWeights(loaded, read.dataset.classes);
  return read;
}

async function load(request: CachedRequest, cache: DataCache | null): Promise<Loaded> {
  return cache ? cache.load(request) : datasetFrom(request);
}

/**
 * The test data, with the columns and classes of `train`; null where the experiment names none.
 * Labels are -1 where there is neither a labels file nor a label column.
 */
export async function loadTestData(
  loaded: LoadedExperiment,
  train: Dataset,
  cache: DataCache | null = null,
): Promise<Dataset | null> {
  const { data } = loaded.experiment;
  if (data.test === null) return null;
  const file = existingPath(dataPath(loaded, data.test), loaded.locate(['data', 'test']));
  const labels =
    data.testLabels && existingPath(dataPath(loaded, data.testLabels), loaded.locate(['data', 'testLabels']));
  return readOther(loaded, file, labels, train.classes, columnsOf(train), cache);
}

/**
 * Data that the experiment does not name, for evaluate and predict.
 * @param file - path of the data, relative to the current directory
 * @param labelsFile - its labels, or null: from the label column (or the .ts file) where there is one, else -1
 * @param classes - of the model; another class is an error
 * @param columns - those of the model (`preprocessing.json`); left out: those the experiment chooses from this file
 */
export async function loadOtherData(
  loaded: LoadedExperiment,
  file: string,
  labelsFile: string | null,
  classes: readonly string[],
  columns?: ColumnNames,
): Promise<Dataset> {
  return readOther(loaded, existingPath(file), labelsFile && existingPath(labelsFile), classes, columns, null);
}

/**
 * As `loadOtherData`, a part of the samples at a time, so that a file may be larger than memory. Only long CSV files are divided;
 * each part holds whole samples and at least `rows` time steps, or the rest. Labels are those of a column.
 * @throws ScatteredRows where rows of a sample stand apart: then the file can only be read as a whole
 */
export function* loadOtherDataInParts(
  loaded: LoadedExperiment,
  file: string,
  classes: readonly string[],
  columns: ColumnNames,
  rows: number,
): Generator<Dataset, void, void> {
  const request = otherRequest(loaded, existingPath(file), null, classes, columns);
  if (layoutOf(file) !== 'long') {
    yield datasetFrom(request).dataset;
    return;
  }
  const known = new Set<string>();
  for (const raw of csvParts(file, request.choose, cellPolicy(request), request.findings, rows)) {
    const { dataset } = datasetOf(request, raw);
    for (const id of dataset.sampleIds) {
      if (known.has(id)) throw new ScatteredRows(id);
      known.add(id);
    }
    yield dataset;
  }
}

async function readOther(
  loaded: LoadedExperiment,
  file: string,
  labelsFile: string | null,
  classes: readonly string[],
  columns: ColumnNames | undefined,
  cache: DataCache | null,
): Promise<Dataset> {
  return (await load(otherRequest(loaded, file, labelsFile, classes, columns), cache)).dataset;
}

function otherRequest(
  loaded: LoadedExperiment,
  file: string,
  labelsFile: string | null,
  classes: readonly string[],
  columns: ColumnNames | undefined,
): CachedRequest {
  const { data } = loaded.experiment;
  // Read where it is there: models may know the subject, though not the sample.
  const group = (header: readonly string[], layout: Layout): string | null =>
    layout !== 'ts' && data.group !== null && header.includes(data.group) ? data.group : null;
  const choose: Choose = (header, headerFile, layout) =>
    columns
      ? {
          sampleId: layout === 'long' || header.includes(data.sampleId) ? data.sampleId : null,
          time: data.time !== null && (layout === 'long' || header.includes(data.time)) ? data.time : null,
          label: labelsFile === null && header.includes(data.label) ? data.label : null,
          group: group(header, layout),
          continuous: columns.continuous,
          categorical: columns.categorical,
        }
      : chooseByRoles(loaded, labelsFile !== null, false)(header, headerFile, layout);
  return {
    file,
    labelsFile,
    experiment: loaded.experiment,
    choose,
    chosenBy: columns ?? columnSettings(loaded),
    classes,
    labelsNeeded: false,
    findings: createFindings(),
  };
}

/** What the experiment says of the columns to read. */
function columnSettings({ experiment }: LoadedExperiment): unknown {
  const { continuous, categorical, ignore } = experiment.data;
  return { continuous, categorical: Object.keys(categorical), ignore };
}

/** What the experiment says of the columns; a labels file wins over a label column of the same name. */
function chooseByRoles(loaded: LoadedExperiment, labelsElsewhere: boolean, labelled: boolean): Choose {
  return (header, file, layout): ColumnChoice => {
    const roles = resolveColumns(loaded, header, file, { layout, labelled });
    return {
      sampleId: roles.sampleId,
      time: roles.time,
      label: labelsElsewhere ? null : roles.label,
      group: roles.group,
      continuous: roles.continuous,
      categorical: roles.categorical.map(({ name }) => name),
    };
  };
}

/** A path of the experiment as people would write it from where they are: relative where the experiment's path is. */
function dataPath(loaded: LoadedExperiment, path: string): string {
  return isAbsolute(path) ? path : join(dirname(loaded.file), path);
}
