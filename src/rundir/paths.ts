/** Where everything in a run directory stands (DESIGN section 4); the only place that knows file names. */
import { join } from 'node:path';

export interface FoldPaths {
  readonly directory: string;
  readonly events: string;
  readonly weights: string;
  readonly preprocessing: string;
  readonly checkpoint: string;
  readonly predictions: string;
  readonly attention: string;
  readonly context: string;
  readonly testPredictions: string;
}

export interface RunPaths {
  readonly directory: string;
  readonly plan: string;
  readonly experiment: string;
  readonly splits: string;
  readonly samples: string;
  readonly changes: string;
  readonly owner: string;
  readonly stopRequest: string;
  readonly log: string;
  readonly folds: string;
  readonly result: string;
  readonly predictions: string;
  readonly testPredictions: string;
  readonly submission: string;
  readonly notes: string;
  readonly evaluations: string;
  /** Files of fold task `k` (0 … tasks - 1). */
  fold(k: number): FoldPaths;
}

/** All paths of a run directory; touches no file. */
export function runPaths(directory: string): RunPaths {
  const at = (name: string): string => join(directory, name);
  return {
    directory,
    plan: at('run.json'),
    experiment: at('experiment.jsonc'),
    splits: at('splits.csv'),
    samples: at('samples.csv'),
    changes: at('changes.patch'),
    owner: at('owner.json'),
    stopRequest: at('stop.request'),
    log: at('trainer.log'),
    folds: at('folds'),
    result: at('result.json'),
    predictions: at('predictions.csv'),
    testPredictions: at('test_predictions.csv'),
    submission: at('submission.csv'),
    notes: at('notes.json'),
    evaluations: at('evaluations'),
    fold: (k) => foldPaths(join(directory, 'folds', String(k))),
  };
}

/** Files of one of several networks of a fold. @param name as the fold's document names it, with forward slashes */
export function networkPaths(fold: FoldPaths, name: string): FoldPaths {
  return foldPaths(join(fold.directory, ...name.split('/')));
}

function foldPaths(directory: string): FoldPaths {
  const at = (name: string): string => join(directory, name);
  return {
    directory,
    events: at('events.jsonl'),
    weights: at('weights.safetensors'),
    preprocessing: at('preprocessing.json'),
    checkpoint: at('checkpoint.safetensors'),
    predictions: at('predictions.csv'),
    attention: at('attention.npy'),
    context: at('context.npy'),
    testPredictions: at('test_predictions.csv'),
  };
}
