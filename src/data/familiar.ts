/** Samples of other data that models know in some way: by their values, by their ids, or by the group (subject) they are of. */
import { isTsFile } from '../config/defaults.js';
import type { Experiment } from '../config/schema.js';
import { scoresWindows } from '../config/scoring.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import type { Dataset } from './types.js';

/** What a sample is recognised by. */
export interface SampleIdentity {
  readonly sample: string;
  /** Empty where it has none. */
  readonly label: string;
  /** Of its values; see `Dataset.sampleHashes`. */
  readonly hash: string;
  /** Name of its group; empty or left out where that is not known. */
  readonly groupName?: string;
}

/** Ids of familiar samples, each under the first that holds of it. */
export interface Familiar {
  /** The values are among those trained on. */
  readonly seen: readonly string[];
  /** The id was trained on, with other values: rounded, cut, or measured again. */
  readonly sameId: readonly string[];
  /** A sample of its group was trained on; null where nothing tells. */
  readonly sameGroup: readonly string[] | null;
  /** Where nothing tells: whose groups are not known. */
  readonly groupsUnknown: 'data' | 'run' | null;
}

/** From this agreement of labels on (Cohen's kappa) an id is taken for a name; ids that only number samples agree by chance. */
const namesAgree = 0.5;

export function identitiesOf(dataset: Dataset): SampleIdentity[] {
  const { sampleIds, labels, classes, sampleHashes, groupNames } = dataset;
  return sampleIds.map((sample, i) => ({
    sample,
    label: labels[i] < 0 ? '' : classes[labels[i]],
    hash: sampleHashes[i],
    ...(groupNames && { groupName: groupNames[i] }),
  }));
}

/**
 * Which of `others` are familiar to models that were trained on `trained`. Ids count where they are names: not in .ts files,
 * and not where labels say that equal ids are of different samples.
 */
export function familiarSamples(
  trained: readonly SampleIdentity[],
  others: readonly SampleIdentity[],
  experiment: Experiment,
): Familiar {
  const hashes = new Set(trained.map(({ hash }) => hash));
  const isSeen = ({ hash }: SampleIdentity): boolean => hashes.has(hash);
  const unseen = others.filter((one) => !isSeen(one));
  const sameId = isTsFile(experiment.data.train) ? [] : sharingIds(trained, unseen, scoresWindows(experiment));
  const told = new Set(sameId);
  const rest = unseen.filter(({ sample }) => !told.has(sample));
  const groupNames = experiment.data.group === null ? new Set<string>() : namesOf(trained);
  const groupsUnknown =
    experiment.data.group === null || rest.length === 0
      ? null
      : namesOf(rest).size === 0
        ? 'data'
        : groupNames.size === 0
          ? 'run'
          : null;
  return {
    seen: idsOf(others.filter(isSeen)),
    sameId,
    sameGroup:
      groupsUnknown === null ? idsOf(rest.filter(({ groupName }) => groupName && groupNames.has(groupName))) : null,
    groupsUnknown,
  };
}

export function familiarCounts({ seen, sameId, sameGroup, groupsUnknown }: Familiar): FamiliarCounts {
  return { seen: seen.length, sameId: sameId.length, sameGroup: sameGroup && sameGroup.length, groupsUnknown };
}

function sharingIds(
  trained: readonly SampleIdentity[],
  others: readonly SampleIdentity[],
  windows: boolean,
): readonly string[] {
  // A window is called <sample>@<first step>.
  const whole = (id: string): string => (windows ? id.replace(/@\d+$/, '') : id);
  const labels = new Map(trained.map(({ sample, label }) => [whole(sample), label]));
  const shared = others.filter(({ sample, label }) => label !== '' && labels.has(sample));
  const pairs = shared.map(({ sample, label }) => [label, labels.get(sample)!] as const);
  return pairs.length > 0 && kappa(pairs) >= namesAgree ? idsOf(shared) : [];
}

/** Cohen's kappa: agreement beyond chance; 1 where all agree, whatever chance would do. */
function kappa(pairs: readonly (readonly [string, string])[]): number {
  const share = (count: number): number => count / pairs.length;
  const observed = share(pairs.filter(([a, b]) => a === b).length);
  if (observed === 1) return 1;
  const names = new Set(pairs.flat());
  const chance = [...names].reduce(
    (sum, name) =>
      sum + share(pairs.filter(([a]) => a === name).length) * share(pairs.filter(([, b]) => b === name).length),
    0,
  );
  return (observed - chance) / (1 - chance);
}

function namesOf(samples: readonly SampleIdentity[]): Set<string> {
  return new Set(samples.flatMap(({ groupName }) => (groupName ? [groupName] : [])));
}

function idsOf(samples: readonly SampleIdentity[]): string[] {
  return samples.map(({ sample }) => sample);
}
