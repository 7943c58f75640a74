/** Starting a run: everything its tasks depend on is written down, before any of them begins. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../base/errors.js';
import { explainSystemError } from '../base/systemErrors.js';
import { experimentName, withOverrides, type LoadedExperiment } from '../config/load.js';
import type { Experiment } from '../config/schema.js';
import { familiarCounts, familiarSamples, identitiesOf } from '../data/familiar.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import { planFolds } from '../data/folds.js';
import { guardFindings, refuseFindings } from '../data/guards.js';
import { dataIdentity } from '../data/identity.js';
import type { Dataset, Fold } from '../data/types.js';
import { cutItems } from '../data/windows.js';
import type { Engine } from '../engine/contract.js';
import { selectEngine } from '../engine/select.js';
import { isMissing, writeAtomic } from '../rundir/atomic.js';
import { ensureFoldboard, runsDirectory } from '../rundir/find.js';
import { createRunDirectory } from '../rundir/names.js';
import { runPaths } from '../rundir/paths.js';
import { writePlan } from '../rundir/plan.js';
import { writeSamples } from '../rundir/samples.js';
import { writeSplits } from '../rundir/splits.js';
import { formatVersion, type RunPlan } from '../rundir/types.js';
import { networksOf } from '../rundir/networks.js';
import type { RunData } from '../training/foldTask.js';
import { observeFingerprint } from '../training/numerics.js';
import { resolveAuto } from '../training/resolveAuto.js';
import { loadRunData } from './data.js';
import { gitState } from './git.js';
import { usedColumns } from './usedColumns.js';

export interface StartOptions {
  readonly experiment: LoadedExperiment;
  /** The `.foldboard` of the workspace; created where it does not stand yet, unless the run gets a directory of its own. */
  readonly foldboardDirectory: string;
  /** Instead of a new directory below `.foldboard/runs`; must be empty or not exist. */
  readonly runDirectory?: string;
  /** `path=json` assignments, as `--set` takes them. */
  readonly overrides?: readonly string[];
  /** The experiment's data, where the caller has loaded them already (with the overrides). */
  readonly data?: RunData;
  /** Instead of the engine that the experiment names. */
  readonly engine?: Engine;
}

/**
 * Writes a new run's plan: run.json, experiment.jsonc, splits.csv, samples.csv and, where there are uncommitted changes,
 * changes.patch. Trains nothing.
 * @returns the run directory
 * @throws UserError for whatever makes the run impossible; nothing is left behind then
 */
export async function startRun(options: StartOptions): Promise<string> {
  const loaded = withOverrides(options.experiment, [...(options.overrides ?? [])]);
  const { experiment } = loaded;
  if (options.runDirectory) await refuseFilled(options.runDirectory);
  // Git's processes run beside the reading of the data; this never rejects.
  const gitBeside = gitState(resolve(loaded.file));
  const data = options.data ?? (await loadRunData(loaded));
  const { train, test } = data;
  const folds = planFolds(train, experiment, (path) => loaded.locate(path));
  const found = guardFindings(train, test, experiment);
  refuseFindings(found);
  // Refuses stages that do not fit the classes.
  networksOf({ experiment, data: train });
  const { model } = experiment;
  const network = model.kind === 'recurrent' ? { hidden: model.hiddenUnits } : undefined;
  const engine = options.engine ?? (await selectEngine(experiment.engine, network));
  const numericFingerprint = await observeFingerprint(engine);
  const root = dirname(resolve(options.foldboardDirectory));
  const git = await gitBeside;

  const name = experimentName(loaded);
  const created = new Date();
  const directory = options.runDirectory
    ? await claimDirectory(options.runDirectory)
    : await directoryIn(options.foldboardDirectory, name, created);
  const paths = runPaths(directory);
  const repeats = Math.max(...folds.map(({ repeat }) => repeat)) + 1;
  const plan: RunPlan = {
    formatVersion,
    name,
    created: created.toISOString(),
    root: portable(relative(directory, root)),
    experimentFile: portable(relative(root, resolve(loaded.file))),
    experiment,
    seed: experiment.seed,
    data: {
      ...describeData(train),
      testHash: test?.hash ?? null,
      testSamples: test?.sampleIds.length ?? 0,
      ...(test && { testFamiliar: testFamiliar(train, test, experiment) }),
    },
    columns: usedColumns(experiment, train),
    tasks: folds.length,
    repeats,
    folds: folds.length / repeats,
    resolved: resolveAuto(experiment, { items: smallestFit(train, folds, loaded) }),
    git: git && {
      ...{ commit: git.commit, dirty: git.dirty, patch: git.changes !== null },
      ...(git.untracked ? { untracked: true } : {}),
    },
    versions: {
      foldboard: process.env['FOLDBOARD_VERSION'] ?? 'development',
      node: process.versions.node,
      v8: process.versions.v8,
      platform: `${process.platform}-${process.arch}, ${cpus().at(0)?.model.trim() ?? 'unknown processor'}`,
    },
    engine: engine.name,
    numericClass: engine.numericClass,
    numericFingerprint,
    guards: found
      .filter(({ severity }) => severity === 'warning')
      .map(({ kind, message, cure }) => ({ kind, message, cure })),
  };
  try {
    await writeAtomic(paths.experiment, loaded.text);
    await writeSplits(paths.splits, folds, train.sampleIds);
    await writeSamples(paths.samples, train);
    if (git?.changes) await writeAtomic(paths.changes, git.changes);
    await mkdir(paths.folds);
    // Last: a directory with a plan is a whole run.
    await writePlan(directory, plan);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw explainSystemError(error);
  }
  return directory;
}

function describeData(train: Dataset): Omit<RunPlan['data'], 'testHash' | 'testSamples' | 'testFamiliar'> {
  const samples = train.sampleIds.length;
  const lengths = Array.from({ length: samples }, (_, i) => train.rowStart[i + 1] - train.rowStart[i]);
  const counts = new Array<number>(train.classes.length).fill(0);
  for (const label of train.labels) if (label >= 0) counts[label]++;
  return {
    hash: train.hash,
    identity: dataIdentity(train),
    samples,
    steps: train.rowStart[samples],
    shortest: lengths.reduce((a, b) => Math.min(a, b), Infinity),
    longest: lengths.reduce((a, b) => Math.max(a, b), 0),
    channels: train.continuous.length + train.categorical.length,
    classes: train.classes,
    counts,
  };
}

function testFamiliar(train: Dataset, test: Dataset, experiment: Experiment): FamiliarCounts {
  return familiarCounts(familiarSamples(identitiesOf(train), identitiesOf(test), experiment));
}

/** Items of the smallest fit part: what "auto" is measured by, the same for all folds. */
function smallestFit(train: Dataset, folds: readonly Fold[], { experiment }: LoadedExperiment): number {
  return folds.reduce(
    (least, fold) => Math.min(least, cutItems(train, fold.fit, experiment.data.window).sample.length),
    Infinity,
  );
}

async function directoryIn(foldboardDirectory: string, name: string, created: Date): Promise<string> {
  await ensureFoldboard(foldboardDirectory);
  return createRunDirectory(runsDirectory(foldboardDirectory), name, created);
}

async function claimDirectory(runDirectory: string): Promise<string> {
  await mkdir(runDirectory, { recursive: true });
  await refuseFilled(runDirectory);
  return resolve(runDirectory);
}

async function refuseFilled(runDirectory: string): Promise<void> {
  const names = await readdir(runDirectory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (names.length > 0)
    throw new UserError(`${runDirectory} is not empty.`, {
      kind: 'usage',
      cure: 'Name a new directory; or resume the run in it with `foldboard resume`.',
    });
}

function portable(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
