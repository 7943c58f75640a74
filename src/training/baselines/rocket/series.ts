/** Samples as MiniRocket reads them: channel by channel, categories as channels of their own. */
import type { Dataset, PreparedData, Preprocessing } from '../../../data/types.js';
import type { Series } from './transform.js';

/** Channels that `seriesOf` makes: the continuous ones, and one for each level of each categorical column. */
export function channelCount({ continuous, categorical }: Preprocessing): number {
  return categorical.reduce((sum, { levels }) => sum + levels.length, continuous.length);
}

/**
 * A sample's continuous channels as prepared (transformed and scaled; else the widest channel would drown the others where
 * convolutions are added), and for each level of a categorical column 1 at its steps, else 0.
 */
export function seriesOf(
  { rowStart }: Dataset,
  { continuous, codes, channels, codeColumns }: PreparedData,
  { categorical }: Preprocessing,
  sample: number,
): Series {
  const start = rowStart[sample];
  const steps = rowStart[sample + 1] - start;
  const values = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: steps }, (_, t) => continuous[(start + t) * channels + channel]),
  );
  const levels = categorical.flatMap(({ levels }, column) =>
    levels.map((_, level) =>
      Float64Array.from({ length: steps }, (_, t) => (codes[(start + t) * codeColumns + column] === level + 1 ? 1 : 0)),
    ),
  );
  return { steps, channels: [...values, ...levels] };
}
