/** Small generated data and runs for the tests of this room: a few seconds of the reference engine at most. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { parseExperiment, type LoadedExperiment } from '../../../src/config/load.js';
import type { Engine } from '../../../src/engine/contract.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { scratch } from '../scratch.js';
import { startRun } from '../../../src/execution/startRun.js';

const classes = ['calm', 'rising', 'wild'];

/**
 * A long CSV with labels in it: two channels whose shape depends on the class, one categorical column, lengths 4 to 9.
 * @param labelled without labels: the label column is left out
 */
export function tinyCsv(samples: number, seed: number, labelled = true): string {
  const stream = new RandomStream(deriveKey(seed, 'generate'));
  const lines = [`id,t,a,b,kind${labelled ? ',label' : ''}`];
  for (let i = 0; i < samples; i++) {
    const c = i % 3;
    const steps = 4 + stream.integer(6);
    for (let t = 0; t < steps; t++) {
      const a = (c === 1 ? t * 0.4 : 0) + stream.normal() * (c === 2 ? 1.5 : 0.3);
      const b = stream.normal();
      const kind = ['x', 'y', 'z'][stream.integer(c === 0 ? 2 : 3)];
      lines.push([`s${i}`, t, a.toFixed(4), b.toFixed(4), kind, ...(labelled ? [classes[c]] : [])].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

type Settings = Record<string, unknown>;

/** An experiment over tiny data in a new folder; `settings` are merged into its sections. */
export async function tinyExperiment(
  settings: Record<string, Settings | number | null> = {},
  options: { readonly samples?: number; readonly test?: 'labelled' | 'unlabelled' } = {},
): Promise<LoadedExperiment> {
  const folder = await scratch();
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/train.csv'), tinyCsv(options.samples ?? 24, 1));
  if (options.test) await writeFile(join(folder, 'data/test.csv'), tinyCsv(6, 2, options.test === 'labelled'));
  const section = (name: string, defaults: Settings): Settings => ({ ...defaults, ...(settings[name] as Settings) });
  const experiment = {
    name: 'Tiny',
    seed: 7,
    data: section('data', {
      train: 'data/train.csv',
      sampleId: 'id',
      time: 't',
      categorical: { kind: { embedding: 2 } },
      ...(options.test ? { test: 'data/test.csv' } : {}),
    }),
    preprocessing: section('preprocessing', {}),
    model: section('model', { hiddenUnits: 3, layers: 1, headUnits: 4, dropout: 0.2 }),
    training: section('training', {
      epochs: 4,
      batchSize: 4,
      optimizer: { learningRate: 0.01 },
      earlyStopping: { metric: 'weightedF1', patience: 3 },
    }),
    validation: section('validation', { folds: 3, selection: { fraction: 0.25 } }),
    fineTune: settings['fineTune'] ?? null,
    ...(settings['ensemble'] ? { ensemble: settings['ensemble'] } : {}),
    ...(settings['stages'] ? { stages: settings['stages'] } : {}),
    ...(settings['decision'] ? { decision: settings['decision'] } : {}),
  };
  const file = join(folder, 'tiny.experiment.json');
  const text = JSON.stringify(experiment, null, 2);
  await writeFile(file, text);
  return parseExperiment(text, file);
}

/** A started (not yet trained) run of an experiment, in a folder of its own. */
export async function tinyRun(experiment: LoadedExperiment, engine: Engine = referenceEngine): Promise<string> {
  return startRun({ experiment, foldboardDirectory: join(experiment.file, '../.foldboard'), engine });
}

/**
 * Every file of a run by its path, as text (hex of binary ones), without what may differ between two trainings of one plan:
 * times in events and log, and run.json, which holds the time of its making.
 */
export async function resultFiles(runDirectory: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(runDirectory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(runDirectory.length + 1);
    if (name === 'trainer.log' || name === 'run.json') continue;
    const bytes = await readFile(path);
    if (/\.(safetensors|npy)$/.test(name)) files.set(name, bytes.toString('hex'));
    else files.set(name, name.endsWith('.jsonl') ? withoutTimes(bytes.toString()) : bytes.toString());
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutTimes(log: string): string {
  return log.replace(/"seconds":[^,}]+/g, '"seconds":0').replace(/"time":"[^"]*"/g, '"time":""');
}
