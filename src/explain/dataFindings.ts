/** What `foldboard check` says about data, and the setting in the experiment file that it is about: where it can be cured. */
import { matchColumns } from '../config/glob.js';
import type { LoadedExperiment } from '../config/load.js';
import type { Place } from '../base/errors.js';
import type { GuardFinding } from '../data/guards/finding.js';

/** An error of the reading as `check --json` prints it. */
export interface ToldError {
  readonly message: string;
  readonly cure: string | null;
  readonly place: Place | null;
}

/** The document of `check --json`, as far as editors need it: findings, or what kept the data from being read. */
export interface CheckAnswer {
  readonly findings: readonly GuardFinding[];
  readonly errors: readonly ToldError[];
}

/** @throws Error where the text is no such document */
export function parseCheck(text: string): CheckAnswer {
  const value = JSON.parse(text) as Partial<CheckAnswer>;
  return { findings: value.findings ?? [], errors: value.errors ?? [] };
}

/** Where in the experiment file a finding belongs: the glob that takes the column, else the file or the setting it speaks of. */
export function placeOfFinding(
  { kind, columns }: Pick<GuardFinding, 'kind' | 'columns'>,
  loaded: LoadedExperiment,
): Place {
  const { data } = loaded.experiment;
  const [column] = columns ?? [];
  if (column !== undefined) {
    const takes = (pattern: string): boolean => matchColumns(pattern, [column]).length > 0;
    const categorical = Object.keys(data.categorical).find(takes);
    if (categorical !== undefined) return loaded.locateKey(['data', 'categorical', categorical]);
    // The nearest setting around it where "continuous" is left out.
    const index = data.continuous.findIndex(takes);
    return loaded.locate(index < 0 ? ['data', 'train'] : ['data', 'continuous', index]);
  }
  switch (kind) {
    case 'testSeen':
    case 'testIds':
    case 'testGroups':
    case 'testOverlap':
      return loaded.locate(['data', 'test']);
    case 'classes':
    case 'smallClass':
      return loaded.locate(['data', data.labels === null ? 'train' : 'labels']);
    case 'folds':
      return loaded.locate(['validation', 'folds']);
    case 'missing':
      return loaded.locate(['preprocessing', 'missing']);
    default:
      return loaded.locate(['data', 'train']);
  }
}
