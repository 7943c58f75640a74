/** One generated sample: its columns over 160 time steps, as numbers, from a stream of its own. */
import type { RandomStream } from '../../base/random.js';
import { drawEvents, intensity } from './painEpisodes.js';
import { levelJoints, microJoints, painClasses, steps, surveyFrequencies, tremorJoints } from './painFacts.js';

export interface PainSample {
  /** Four survey answers (0, 1, 2), each over time. */
  readonly surveys: readonly Uint8Array[];
  /** Legs, hands and eyes go together. */
  readonly prosthesis: boolean;
  /** joint_00 to joint_30, each over time. */
  readonly joints: readonly Float64Array[];
}

const log10 = Math.LN10;

/** Standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normalShare(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    0.3989422804014327 *
    Math.exp((-x * x) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

/** A value at a share of the distribution given by minimum, quartiles and maximum; ends are drawn in so that extremes stay rare. */
function atShare(quantiles: readonly number[], share: number): number {
  const place = Math.min(0.9999, Math.max(0.0001, share)) * 4;
  const part = Math.min(3, Math.floor(place));
  const within = place - part;
  const low = quantiles[part]!;
  const high = quantiles[part + 1]!;
  if (part === 0) return high - (high - low) * (1 - within) * (1 - within) * (1 - within);
  // Some joints have two modes with little between them: below the median values crowd towards it.
  if (part === 1) return high - (high - low) * (1 - within) * (1 - within);
  if (part === 3) return low + (high - low) * within * within * within;
  return low + (high - low) * within;
}

/** Slow wandering around zero with standard deviation `size`: autoregressive of order one. */
function wander(random: RandomStream, memory: number, size: number): Float64Array {
  const values = new Float64Array(steps);
  const push = size * Math.sqrt(1 - memory * memory);
  let value = size * random.normal();
  for (let t = 0; t < steps; t++) {
    values[t] = value;
    value = memory * value + push * random.normal();
  }
  return values;
}

/** Draws a sample of a class (index into `painClasses`). */
export function drawPainSample(random: RandomStream, painClass: number): PainSample {
  const events = drawEvents(random, painClass);
  const strain = intensity(events, 'strain');
  const guarding = intensity(events, 'guarding');
  const response = intensity(events, 'response');
  const postures = [random.normal(), random.normal(), random.normal(), random.normal()];
  // Samples with pain wander more often; others do as well, so that it is a hint and no more.
  const restless = random.uniform() < (painClass === 0 ? 0.35 : 0.6);
  const joints: Float64Array[] = [];

  for (const [joint, { quantiles, noise, shift, posture, loading }] of levelJoints.entries()) {
    const own = Math.sqrt(1 - loading * loading);
    const level =
      atShare(quantiles, normalShare(loading * postures[posture]! + own * random.normal())) +
      (painClass === 0 ? 0 : 0.6 * shift[painClass - 1]!);
    const slow = wander(random, 0.95, restless ? 0.022 : 0.008);
    const depth = joint < 8 ? 0.3 : 0.06;
    joints.push(
      Float64Array.from(slow, (drift, t) =>
        Math.max(0, level + drift + noise * random.normal() - depth * guarding[t]!),
      ),
    );
  }

  const ramp = 1.7;
  for (const [joint, { log10: middle, spread, zeros }] of microJoints.entries()) {
    const level = middle + 0.25 * random.normal();
    joints.push(
      Float64Array.from(response, (now) => {
        // A response lifts some of these joints; zeros become rarer with it. One step in a hundred spikes by itself.
        const lifted = joint < 6 ? ramp * now : 0;
        if (random.uniform() < zeros * (1 - Math.min(1, lifted))) return 0;
        const spike = random.uniform() < 0.01 ? -1.1 * Math.log(1 - random.uniform()) : 0;
        return Math.min(1.5, Math.exp(log10 * (level + spread * random.normal() + lifted + spike)));
      }),
    );
  }

  for (const { log10: middle, between, within } of tremorJoints) {
    const level = middle + between * random.normal() + (painClass === 0 ? 0 : 0.12);
    const shake = wander(random, 0.4, within);
    joints.push(
      Float64Array.from(shake, (value, t) => Math.min(1.45, Math.exp(log10 * (level + value + 1.2 * strain[t]!)))),
    );
  }
  joints.push(new Float64Array(steps).fill(0.5));

  const mood = 0.09 * random.normal() + (painClass === 0 ? 0.03 : -0.07);
  const surveys = surveyFrequencies.map(([zero, one]) => {
    const answers = new Uint8Array(steps);
    for (let t = 0; t < steps; t++) {
      const worse = Math.max(0, -mood) + 0.45 * Math.min(1, response[t]!);
      const p0 = Math.max(0.01, zero * (1 - Math.max(0, mood) * 3) + 0.5 * worse);
      const p1 = Math.max(0.01, one * (1 - Math.max(0, mood) * 3) + 0.5 * worse);
      const u = random.uniform();
      answers[t] = u < p0 ? 0 : u < p0 + p1 ? 1 : 2;
    }
    return answers;
  });
  return { surveys, prosthesis: random.uniform() < painClasses[painClass]!.prosthesis, joints };
}
