/** Which files of the workspace hold samples, and what their columns mean: experiment files and runs name them. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../../base/errors.js';
import { loadExperiment } from '../../../config/load.js';
import type { Experiment } from '../../../config/schema.js';
import { runPaths } from '../../../rundir/paths.js';
import { experimentPath, type RunRecord } from '../../model/record.js';
import { pathKey } from '../paths.js';

export interface DataFile {
  readonly file: string;
  readonly role: 'labels' | 'sequences' | 'predictions';
  /** Columns by name; `label` null where the labels stand elsewhere. */
  readonly sampleId: string;
  readonly label: string | null;
  readonly time: string | null;
}

export interface DataFiles {
  /** Null for a file that no experiment and no run speaks of. */
  get(file: string): DataFile | null;
  all(): readonly DataFile[];
  /** Finished, scored runs that were trained on the samples of a file; newest first. */
  runsOf(file: string): readonly RunRecord[];
  /** Looks at experiments and runs anew; whether something changed. */
  refresh(experiments: readonly string[], runs: readonly RunRecord[]): Promise<boolean>;
}

export function createDataFiles(): DataFiles {
  let files = new Map<string, DataFile>();
  let runs = new Map<string, RunRecord[]>();
  let known = '';
  const experiments = new Map<string, { stamp: number; found: readonly DataFile[] }>();

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

  return {
    get: (file) => files.get(pathKey(file)) ?? null,
    all: () => [...files.values()],
    runsOf: (file) => runs.get(pathKey(file)) ?? [],
    async refresh(experimentFiles, records) {
      const nextFiles = new Map<string, DataFile>();
      const nextRuns = new Map<string, RunRecord[]>();
      // Runs first: what an experiment file says now wins.
      for (const record of records) {
        const experiment = experimentPath(record);
        if (experiment === null || !record.plan || !record.result?.outOfFold) continue;
        const own = [...dataFilesOf(record.plan.experiment, experiment), predictionsOf(record)];
        for (const one of own) {
          const key = pathKey(one.file);
          if (!nextFiles.has(key)) nextFiles.set(key, one);
          nextRuns.set(key, [...(nextRuns.get(key) ?? []), record]);
        }
      }
      for (const file of experimentFiles)
        for (const one of await fromExperiment(file)) nextFiles.set(pathKey(one.file), one);
      files = nextFiles;
      runs = nextRuns;
      const now = JSON.stringify([[...files.values()], [...runs].map(([key, own]) => [key, own.map((r) => r.id)])]);
      const changed = now !== known;
      known = now;
      return changed;
    },
  };
}

/** The training data of an experiment: what out-of-fold predictions speak of. */
export function dataFilesOf({ data }: Experiment, experimentFile: string): DataFile[] {
  const at = (path: string): string => resolve(dirname(experimentFile), path);
  const common = { sampleId: data.sampleId, time: data.time };
  const found: DataFile[] = [];
  if (data.train.toLowerCase().endsWith('.csv'))
    found.push({
      ...common,
      file: at(data.train),
      role: 'sequences',
      label: data.labels === null ? data.label : null,
    });
  if (data.labels !== null)
    found.push({ ...common, file: at(data.labels), role: 'labels', label: data.label, time: null });
  return found;
}

function predictionsOf(record: RunRecord): DataFile {
  const file = runPaths(record.directory).predictions;
  return { file, role: 'predictions', sampleId: 'sample', label: 'label', time: null };
}
