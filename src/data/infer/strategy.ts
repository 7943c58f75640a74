/** What the size of the data asks for: a stem before long sequences, and how weights are chosen where samples are few. */
import { counted } from '../words.js';
import { guess, type Draft } from './decision.js';
import type { Division } from './groups.js';
import { stepsOfSamples, type SampleKey } from './samples.js';

/** From so many steps on (half of the samples have as many) a convolution comes before the recurrence. */
const longEnough = 50;

/**
 * Long sequences: a convolution over 9 steps that leaves every second one. Measured (docs/benchmarks.md): single networks of small
 * data then learn what they often miss without it, and a step takes half of the time.
 */
export function describeStem(draft: Draft, key: SampleKey): void {
  const steps = stepsOfSamples(key).sort();
  const median = steps[steps.length >> 1];
  if (median < longEnough) return;
  guess(
    draft,
    ['model', 'stem'],
    { kernel: 9, stride: 2 },
    `sequences of ${median.toLocaleString('en-US')} steps: a convolution halves them before the recurrence`,
  );
}

/** Below so many samples nothing is set apart to choose weights by. */
const enoughToSelect = 400;
/** Share of a training part that is set apart by default. */
const share = 0.15;

/**
 * Small data: a fixed number of updates with a falling rate, and the last weights. Measured (docs/benchmarks.md): a select part of a
 * few samples is soon predicted without an error, long before training is done, and what it holds is missing in the fit part.
 * So it is with few groups, of which whole ones are set apart: fewer than there are classes cannot hold each.
 */
export function describeSelection(draft: Draft, samples: number, groups: Division | null, classes: number): void {
  const inTraining = groups ? groups.units - groups.units / groups.folds : 0;
  const fewGroups = groups !== null && Math.round(share * inTraining) < classes;
  if (samples >= enoughToSelect && !fewGroups) return;
  guess(
    draft,
    ['training', 'schedule'],
    'cosine',
    'the rate falls to zero over all epochs, and the last weights are kept',
  );
  const apart = Math.max(1, Math.round(share * 0.8 * samples));
  guess(
    draft,
    ['validation', 'selection'],
    'none',
    samples < enoughToSelect
      ? `15 % of a training part, ${counted(apart, 'sample')}, ${apart === 1 ? 'is' : 'are'} too few to choose weights by`
      : `15 % of a training part, of ${counted(Math.floor(inTraining), 'group')}, cannot hold each class`,
  );
}
