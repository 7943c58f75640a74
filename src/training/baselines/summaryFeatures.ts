/** A sample as a few numbers a channel: what is left when the order of events is thrown away. */
import type { Dataset, PreparedData, Preprocessing } from '../../data/types.js';

const statistics = ['mean', 'deviation', 'minimum', 'maximum', 'slope'] as const;

export interface SummaryFeatures {
  /** `<column>.<statistic>`, and `<column>=<level>` for the share of steps at that level. */
  readonly names: readonly string[];
  /** Samples x names. */
  readonly values: Float64Array;
  /** Of each name: the largest magnitude its column has in these samples; what is far below is rounding. */
  readonly magnitudes: Float64Array;
}

/**
 * Of each continuous channel (as prepared: transformed and scaled) the mean, standard deviation (population), minimum, maximum
 * and slope (least squares over the steps 0, 1, …; 0 for a single step); of each categorical column the share of each level.
 * @param samples indices into the dataset
 */
export function summaryFeatures(
  dataset: Dataset,
  prepared: PreparedData,
  preprocessing: Preprocessing,
  samples: Int32Array,
): SummaryFeatures {
  const { channels, codeColumns } = prepared;
  const names = [
    ...preprocessing.continuous.flatMap(({ name }) => statistics.map((statistic) => `${name}.${statistic}`)),
    ...preprocessing.categorical.flatMap(({ name, levels }) => levels.map((level) => `${name}=${level}`)),
  ];
  const values = new Float64Array(samples.length * names.length);
  const magnitudes = new Float64Array(names.length).fill(1);
  magnitudes.fill(0, 0, channels * statistics.length);
  samples.forEach((sample, i) => {
    const start = dataset.rowStart[sample];
    const steps = dataset.rowStart[sample + 1] - start;
    const row = values.subarray(i * names.length, (i + 1) * names.length);
    let at = 0;
    for (let channel = 0; channel < channels; channel++) {
      const summary = summarise(prepared.continuous, start * channels + channel, channels, steps);
      row.set(summary, at);
      const magnitude = Math.max(Math.abs(summary[2]), Math.abs(summary[3]));
      for (const end = at + statistics.length; at < end; at++) magnitudes[at] = Math.max(magnitudes[at], magnitude);
    }
    for (let column = 0; column < codeColumns; column++) {
      for (let t = 0; t < steps; t++) {
        // Code 0 is a level that the fit part never showed.
        const code = prepared.codes[(start + t) * codeColumns + column];
        if (code > 0) row[at + code - 1] += 1 / steps;
      }
      at += preprocessing.categorical[column].levels.length;
    }
  });
  return { names, values, magnitudes };
}

/** The five statistics of `steps` values, `stride` apart. */
function summarise(data: Float32Array, start: number, stride: number, steps: number): number[] {
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let t = 0; t < steps; t++) {
    const value = data[start + t * stride];
    sum += value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const mean = sum / steps;
  const middle = (steps - 1) / 2;
  let squares = 0;
  let along = 0;
  let time = 0;
  for (let t = 0; t < steps; t++) {
    const centred = data[start + t * stride] - mean;
    squares += centred * centred;
    along += centred * (t - middle);
    time += (t - middle) * (t - middle);
  }
  return [mean, Math.sqrt(squares / steps), minimum, maximum, time > 0 ? along / time : 0];
}
