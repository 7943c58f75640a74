/**
 * Where the signal of the generated data is: in the order of events, not in any of their totals. Three kinds of events
 * happen in every sample: strain (tremor joints rise), guarding (level joints fall) and response (survey answers drop,
 * micro joints ramp up). With low pain strain leads to guarding, with high pain guarding to strain, within a few steps, and
 * a response follows; without pain the same events stand apart. So counts, means and extremes say little, while a model that reads the
 * sequence sees the class, and attention can point at the episode.
 */
import type { RandomStream } from '../../base/random.js';
import { steps } from './painFacts.js';

export interface Event {
  readonly kind: 'strain' | 'guarding' | 'response';
  readonly center: number;
  /** Half of its duration, in steps. */
  readonly reach: number;
  readonly strength: number;
}

/** Steps between the two events of a pain episode. */
const nearest = 14;
const farthest = 22;
/** Without pain strain and guarding are at least this far apart. */
const apart = 42;
const margin = 10;

const between = (random: RandomStream, low: number, high: number): number => low + (high - low) * random.uniform();

function event(random: RandomStream, kind: Event['kind'], center: number, strength: number): Event {
  return { kind, center, reach: between(random, 9, 13), strength: strength * between(random, 0.85, 1.15) };
}

/** The events of a sample of a class (0 no pain, 1 low, 2 high). */
export function drawEvents(random: RandomStream, painClass: number): Event[] {
  const strength = between(random, 0.85, 1.2) * (painClass === 0 ? 0.95 : 1.1);
  if (painClass === 0) return scattered(random, strength);
  const gap = between(random, nearest, farthest);
  const delay = between(random, 8, 18);
  const start = between(random, margin, steps - margin - gap - delay);
  const order: Event['kind'][] = painClass === 1 ? ['strain', 'guarding'] : ['guarding', 'strain'];
  const events = [event(random, order[0]!, start, strength), event(random, order[1]!, start + gap, strength)];
  // Pain shows a little in its size as well: real samples with pain spread more.
  events.push(event(random, 'response', start + gap + delay, strength * 1.1));
  if (random.uniform() < 0.35) events.push(stray(random, events, strength));
  return events;
}

/** Strain and guarding far from each other, a response anywhere, and at times one event more. */
function scattered(random: RandomStream, strength: number): Event[] {
  const first = between(random, margin, steps - margin);
  let second = first;
  while (Math.abs(second - first) < apart) second = between(random, margin, steps - margin);
  const events = [event(random, 'strain', first, strength), event(random, 'guarding', second, strength)];
  if (random.uniform() < 0.6) events.push(event(random, 'response', between(random, margin, steps - margin), strength));
  if (random.uniform() < 0.3) events.push(stray(random, events, strength));
  return events;
}

/** One more strain or guarding, far from all others of the opposite kind. */
function stray(random: RandomStream, events: readonly Event[], strength: number): Event {
  const kind = random.uniform() < 0.5 ? 'strain' : 'guarding';
  for (let attempt = 0; attempt < 50; attempt++) {
    const center = between(random, margin, steps - margin);
    if (events.every((other) => other.kind === 'response' || Math.abs(other.center - center) >= apart))
      return event(random, kind, center, strength);
  }
  return event(random, 'response', between(random, margin, steps - margin), strength);
}

/** Strength of all events of a kind at each step: smooth bumps (1 - u²)² of height `strength`. */
export function intensity(events: readonly Event[], kind: Event['kind']): Float64Array {
  const values = new Float64Array(steps);
  for (const { kind: own, center, reach, strength } of events) {
    if (own !== kind) continue;
    for (let t = Math.max(0, Math.ceil(center - reach)); t <= Math.min(steps - 1, center + reach); t++) {
      const u = (t - center) / reach;
      values[t] = Math.max(values[t]!, strength * (1 - u * u) * (1 - u * u));
    }
  }
  return values;
}
