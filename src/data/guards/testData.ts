/** Test data that models know in some way: then their score is not that of new data. */
import type { Experiment } from '../../config/schema.js';
import { familiarSamples, identitiesOf } from '../familiar.js';
import type { Dataset } from '../types.js';
import { counted, some } from '../words.js';
import { listed, type GuardFinding } from './finding.js';
import { overlappingTest } from './overlap.js';

export function testGuards(train: Dataset, test: Dataset, experiment: Experiment): GuardFinding[] {
  const trained = identitiesOf(train);
  const { seen, sameId, sameGroup, groupsUnknown } = familiarSamples(trained, identitiesOf(test), experiment);
  const { group } = experiment.data;
  const of = (samples: readonly string[]): string =>
    `${samples.length.toLocaleString('en-US')} of ${counted(test.sampleIds.length, 'test sample')}`;
  const warning = (
    kind: GuardFinding['kind'],
    samples: readonly string[],
    message: string,
    cure: string,
  ): GuardFinding[] =>
    samples.length === 0 ? [] : [{ severity: 'warning', kind, message, cure, samples: samples.slice(0, listed) }];
  const known = new Set([...seen, ...sameId]);
  const overlapping = overlappingTest(train, test)
    .map((i) => test.sampleIds[i])
    .filter((id) => !known.has(id));
  return [
    ...warning(
      'testSeen',
      seen,
      `${of(seen)} stand in the training data as well (${some(seen, 3)}): their score flatters`,
      'Remove them from the training data or from the test data.',
    ),
    ...warning(
      'testIds',
      sameId,
      `${of(sameId)} have ids that stand in the training data, with other values (${some(sameId, 3)}): recordings of the same samples? Then their score flatters`,
      'Remove them from the training data or from the test data; where they are new, give them ids of their own.',
    ),
    ...warning(
      'testOverlap',
      overlapping,
      `${of(overlapping)} share rows with training samples, as overlapping windows of one recording do (${some(overlapping, 3)}): their score flatters`,
      'Test on recordings of which no window is trained on, or remove these.',
    ),
    ...warning(
      'testGroups',
      sameGroup ?? [],
      `${of(sameGroup ?? [])} have a "${group}" that stands in the training data (${some(sameGroup ?? [], 3)}): their score says nothing about a new one`,
      `Test on samples of which no "${group}" is trained on, or remove these.`,
    ),
    ...(groupsUnknown === 'data' ? [groupless(group!)] : []),
  ];
}

function groupless(group: string): GuardFinding {
  return {
    severity: 'note',
    kind: 'testGroups',
    message: `whether the test data are of the same "${group}" as training data could not be checked: they have no such column`,
    cure: 'Add it to the test data, or to their labels file.',
  };
}
