/** Which files of the workspace hold samples, and what their columns mean: experiment files and runs name them. */
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { UserError } from '../../../base/errors.js';
import { loadExperiment } from '../../../config/load.js';
import type { Experiment } from '../../../config/schema.js';
import { runPaths } from '../../../rundir/paths.js';
import { experimentPath, type RunRecord } from '../../model/record.js';
import { pathKey } from '../paths.js';

export interface DataFile {
  readonly file: string;
  /** What the experiment names: the file, or the folder in which it is one sample. */
  readonly data: string;
  readonly role: 'labels' | 'sequences' | 'predictions';
  readonly layout: 'long' | 'folder' | 'ts';
  /** Which predictions speak of it: out-of-fold ones, or those of all folds together. */
  readonly part: 'train' | 'test';
  /** Columns by name; `label` null where the labels stand elsewhere. */
  readonly sampleId: string;
  readonly label: string | null;
  readonly time: string | null;
  /** Predictions that were made of it on request, as a file; null: those of a run's directory. */
  readonly predicted: string | null;
}

export interface DataFiles {
  /** Null for a file that no experiment and no run speaks of. */
  get(file: string): DataFile | null;
  /** Of a folder with samples there is one entry, whose `file` is the folder. */
  all(): readonly DataFile[];
  /** Finished runs that predicted the samples of a file; newest first. */
  runsOf(file: DataFile): readonly RunRecord[];
  /** Looks at experiments and runs anew; whether something changed. */
  refresh(experiments: readonly string[], runs: readonly RunRecord[]): Promise<boolean>;
  /** A file shows these predictions from now on; null: no longer. */
  setPredicted(file: string, predicted: { readonly record: RunRecord; readonly predictions: string } | null): void;
}

export function createDataFiles(): DataFiles {
  let files = new Map<string, DataFile>();
  let runs = new Map<string, RunRecord[]>();
  let known = '';
  const experiments = new Map<string, { stamp: number; found: readonly DataFile[] }>();
  const predicted = new Map<string, { dataFile: DataFile; record: RunRecord }>();

  async function fromExperiment(file: string): Promise<readonly DataFile[]> {
    const stamp = (await stat(file).catch(() => null))?.mtimeMs ?? 0;
    const before = experiments.get(file);
    if (before?.stamp === stamp) return before.found;
    const found = await loadExperiment(file).then(
      (loaded) => dataFilesOf(loaded.experiment, file),
      (error: unknown) => {
        // What is wrong with it is said in the file itself.
        if (error instanceof UserError) return before?.found ?? [];
        throw error;
      },
    );
    experiments.set(file, { stamp, found });
    return found;
  }

  function get(file: string): DataFile | null {
    const key = pathKey(file);
    const own = predicted.get(key)?.dataFile ?? files.get(key);
    if (own) return own.layout === 'folder' ? null : own;
    const folder = files.get(pathKey(dirname(file)));
    const isSample = extname(file).toLowerCase() === '.csv' && !basename(file).startsWith('.');
    return folder?.layout === 'folder' && isSample ? { ...folder, file } : null;
  }

  return {
    get,
    all: () => [...files.values(), ...[...predicted.values()].map(({ dataFile }) => dataFile)],
    runsOf(dataFile) {
      const own = dataFile.predicted === null ? undefined : predicted.get(pathKey(dataFile.file));
      return own ? [own.record] : (runs.get(pathKey(dataFile.data)) ?? []);
    },
    async refresh(experimentFiles, records) {
      const nextFiles = new Map<string, DataFile>();
      const nextRuns = new Map<string, RunRecord[]>();
      // Runs first: what an experiment file says now wins.
      for (const record of records) {
        const experiment = experimentPath(record);
        if (experiment === null || !record.plan || !record.result) continue;
        const scored = record.result.outOfFold !== null;
        const tested = record.plan.data.testSamples > 0;
        const own = [...dataFilesOf(record.plan.experiment, experiment), ...predictionsOf(record)];
        for (const one of own.filter(({ part }) => (part === 'train' ? scored : tested))) {
          const key = pathKey(one.data);
          if (!nextFiles.has(key)) nextFiles.set(key, one);
          nextRuns.set(key, [...(nextRuns.get(key) ?? []), record]);
        }
      }
      for (const file of experimentFiles)
        for (const one of await fromExperiment(file)) nextFiles.set(pathKey(one.data), one);
      files = nextFiles;
      runs = nextRuns;
      const now = JSON.stringify([[...files.values()], [...runs].map(([key, own]) => [key, own.map((r) => r.id)])]);
      const changed = now !== known;
      known = now;
      return changed;
    },
    setPredicted(file, made) {
      const key = pathKey(file);
      if (!made) return void predicted.delete(key);
      const experiment = made.record.plan?.experiment;
      if (!experiment) return;
      const { sampleId, time, label, labels } = experiment.data;
      predicted.set(key, {
        record: made.record,
        dataFile: {
          ...{ file, data: file, role: 'sequences', part: 'test', sampleId, time, layout: layoutOf(file) },
          ...{ label: labels === null ? label : null, predicted: made.predictions },
        },
      });
    },
  };
}

/** What an experiment names: its training and its test data, each with the labels where they stand apart. */
export function dataFilesOf({ data }: Experiment, experimentFile: string): DataFile[] {
  const found: DataFile[] = [];
  const add = (part: 'train' | 'test', path: string | null, labels: string | null): void => {
    if (path === null) return;
    const at = (name: string): string => resolve(dirname(experimentFile), name);
    const common = { part, sampleId: data.sampleId, predicted: null };
    const label = labels === null ? data.label : null;
    const file = at(path);
    found.push({ ...common, file, data: file, role: 'sequences', layout: layoutOf(file), label, time: data.time });
    if (labels === null) return;
    const other = { file: at(labels), data: at(labels), label: data.label, time: null };
    found.push({ ...common, ...other, role: 'labels', layout: 'long' });
  };
  add('test', data.test, data.testLabels);
  add('train', data.train, data.labels);
  return found;
}

function layoutOf(file: string): DataFile['layout'] {
  if (extname(file).toLowerCase() === '.ts') return 'ts';
  return (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false) ? 'folder' : 'long';
}

function predictionsOf(record: RunRecord): DataFile[] {
  const { predictions, testPredictions } = runPaths(record.directory);
  const of = (file: string, part: 'train' | 'test'): DataFile => ({
    ...{ file, data: file, role: 'predictions', layout: 'long', part, predicted: null },
    ...{ sampleId: 'sample', label: 'label', time: null },
  });
  return [of(predictions, 'train'), of(testPredictions, 'test')];
}

/** The file with the predictions that a data file shows of a run. */
export function predictionsPath(dataFile: DataFile, { directory }: RunRecord): string {
  if (dataFile.predicted !== null) return dataFile.predicted;
  const { predictions, testPredictions } = runPaths(directory);
  return dataFile.part === 'train' ? predictions : testPredictions;
}
