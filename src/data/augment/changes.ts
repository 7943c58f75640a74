/** The changes of single samples. What strength means is said in config/strategySchema.ts. */

import { channelMeans, cutSteps, readAt, type Change } from './item.js';

/** Normal noise on every value (Um et al. 2017, https://arxiv.org/abs/1706.00527). */
export const jitter: Change = (item, strength, stream) => {
  const { continuous } = item;
  for (let at = 0; at < continuous.length; at++) continuous[at] += strength * stream.normal();
  return item;
};

/** Each channel times one factor (as above). */
export const scaling: Change = (item, strength, stream) => {
  const { continuous, channels } = item;
  const factors = Array.from({ length: channels }, () => 1 + strength * stream.normal());
  for (let at = 0; at < continuous.length; at++) continuous[at] *= factors[at % channels];
  return item;
};

/** Stretches of equal length in which time runs at a speed of their own. */
const stretches = 4;

/** First and last step stay where they are; between them time runs at four speeds around 1. */
export const timeWarp: Change = (item, strength, stream) => {
  const { steps } = item;
  const speeds = Array.from({ length: stretches }, () => Math.max(0.05, 1 + strength * (2 * stream.uniform() - 1)));
  if (steps < 3) return item;
  const positions = new Float64Array(steps);
  for (let t = 1; t < steps; t++) {
    const stretch = Math.min(stretches - 1, Math.floor(((t - 0.5) / (steps - 1)) * stretches));
    positions[t] = positions[t - 1] + speeds[stretch];
  }
  const end = positions[steps - 1];
  return readAt(
    item,
    positions.map((position) => Math.min(steps - 1, (position / end) * (steps - 1))),
  );
};

/** What is left after a random share of the steps, at most `strength`, is cut off; at its own speed and place in time. */
export const windowSlice: Change = (item, strength, stream) => {
  const cut = Math.min(item.steps - 1, stream.integer(Math.floor(Math.min(1, strength) * item.steps) + 1));
  const first = stream.integer(cut + 1);
  return cut === 0 ? item : cutSteps(item, first, item.steps - cut);
};

/** Hides a stretch of steps: channels show their mean over the sample, categorical columns the nearest step beside it. */
export const timeMask: Change = (item, strength, stream) => {
  const { steps, channels, codeColumns, continuous, codes } = item;
  const hidden = Math.min(steps - 1, 1 + stream.integer(Math.max(1, Math.floor(Math.min(1, strength) * steps))));
  const first = stream.integer(steps - hidden + 1);
  if (hidden === 0) return item;
  const end = first + hidden;
  const means = channelMeans(item);
  for (let t = first; t < end; t++) {
    for (let c = 0; c < channels; c++) continuous[t * channels + c] = means[c];
    const toLeft = first === 0 ? Infinity : t - (first - 1);
    const toRight = end === steps ? Infinity : end - t;
    const from = toLeft <= toRight ? first - 1 : end;
    codes.copyWithin(t * codeColumns, from * codeColumns, (from + 1) * codeColumns);
  }
  return item;
};

/** Hides whole channels behind their mean over the sample; one at least stays. */
export const channelDropout: Change = (item, strength, stream) => {
  const { steps, channels, continuous } = item;
  const drawn = Array.from({ length: channels }, () => stream.uniform() < strength);
  const kept = stream.integer(Math.max(1, channels));
  const means = channelMeans(item);
  for (let c = 0; c < channels; c++) {
    if (!drawn[c] || (c === kept && drawn.every(Boolean))) continue;
    for (let t = 0; t < steps; t++) continuous[t * channels + c] = means[c];
  }
  return item;
};

/** By the name that the experiment gives them; mixup needs a second sample and stands in mixup.ts. */
export const changes: Readonly<Record<string, Change>> = {
  jitter,
  scaling,
  timeWarp,
  windowSlice,
  timeMask,
  channelDropout,
};
