/** MiniRocket's features of a sample: for each kernel, dilation and bias the share of steps at which the convolution exceeds the bias. */
import { quantile } from '../../../base/quantile.js';
import { RandomStream, type RandomKey } from '../../../base/random.js';
import { drawKernels, kernelPositions, reachOf, rocketParts, type RocketKernels, type RocketPart } from './kernels.js';

/** A sample: values of each channel over its steps. */
export interface Series {
  readonly steps: number;
  readonly channels: readonly Float64Array[];
}

/** What turns samples into features. */
export interface RocketTransform {
  readonly kernels: RocketKernels;
  /** Of each feature, part after part. */
  readonly biases: Float32Array;
}

const goldenRatio = (1 + Math.sqrt(5)) / 2;

/**
 * The parts, and biases that are quantiles of what the parts make of samples: one sample is drawn for each part, and the quantiles
 * follow the multiples of the golden ratio, which fill 0 to 1 evenly.
 * @param series samples of the fit part, at least one
 */
export function fitTransform(series: readonly Series[], key: RandomKey): RocketTransform {
  const random = new RandomStream(key);
  const longest = series.reduce((most, { steps }) => Math.max(most, steps), 1);
  const kernels = drawKernels(longest, series[0].channels.length, random);
  const parts = rocketParts(kernels);
  const drawn = parts.map(() => random.integer(series.length));
  const biases = new Float32Array(parts.reduce((sum, { features }) => sum + features, 0));
  const convolve = convolver(parts, longest);
  // Sample by sample, so that sums which parts share are made once.
  series.forEach((sample, i) => {
    const convolved = convolve(sample);
    let feature = 0;
    for (const [p, part] of parts.entries()) {
      const end = feature + part.features;
      if (drawn[p] !== i) {
        feature = end;
        continue;
      }
      const values = convolved(part).slice(0, sample.steps).sort();
      for (; feature < end; feature++) {
        const place = (feature + 1) * goldenRatio;
        biases[feature] = quantile(values, place - Math.floor(place));
      }
    }
  });
  return { kernels, biases };
}

/**
 * A function that writes a sample's features. A part without padding counts only steps at which the kernel lies within the sample;
 * of a sample too short for that it counts all, as if it were padded. So samples of any length have all features.
 * @param longest most steps that a sample may have
 */
export function transformer(
  { kernels, biases }: RocketTransform,
  longest: number,
): (sample: Series, out: Float32Array) => void {
  const parts = rocketParts(kernels);
  const convolve = convolver(parts, longest);
  return (sample, out) => {
    const convolved = convolve(sample);
    let feature = 0;
    for (const part of parts) {
      const values = convolved(part);
      const reach = reachOf(part);
      const whole = part.padded || sample.steps <= 2 * reach;
      const from = whole ? 0 : reach;
      const end = whole ? sample.steps : sample.steps - reach;
      for (const last = feature + part.features; feature < last; feature++)
        out[feature] = countAbove(values, biases[feature], from, end) / (end - from);
    }
  };
}

/** Four at a time and without a branch, which would be foretold wrongly half of the time. */
function countAbove(values: Float64Array, bias: number, from: number, end: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let t = from;
  for (; t + 3 < end; t += 4) {
    a += Number(values[t] > bias);
    b += Number(values[t + 1] > bias);
    c += Number(values[t + 2] > bias);
    d += Number(values[t + 3] > bias);
  }
  for (; t < end; t++) a += Number(values[t] > bias);
  return a + b + c + d;
}

/**
 * Convolutions of one sample after the other. With weights of -1 everywhere and 3 more at three places, a kernel is the
 * sum over all nine places, which all kernels of a dilation share, taken from three times three values.
 */
function convolver(
  parts: readonly RocketPart[],
  longest: number,
): (sample: Series) => (part: RocketPart) => Float64Array {
  const result = new Float64Array(longest);
  const margin = parts.reduce((most, part) => Math.max(most, reachOf(part)), 0);
  return ({ steps, channels }) => {
    const extended = channels.map((values) => {
      const wide = new Float64Array(steps + 2 * margin);
      wide.set(values, margin);
      return wide;
    });
    let dilation = 0;
    let sums: (Float64Array | undefined)[] = [];
    return (part) => {
      if (part.dilation !== dilation) [dilation, sums] = [part.dilation, []];
      const [a, b, c] = kernelPositions[part.kernel].map((place) => margin + (place - 4) * dilation);
      result.fill(0, 0, steps);
      for (const channel of part.channels) {
        const x = extended[channel];
        const all = (sums[channel] ??= sumOfNine(x, steps, margin, dilation));
        addConvolution(result, all, x.subarray(a), x.subarray(b), x.subarray(c), steps);
      }
      return result;
    };
  };
}

function addConvolution(
  result: Float64Array,
  all: Float64Array,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  steps: number,
): void {
  for (let t = 0; t < steps; t++) result[t] += 3 * (x[t] + y[t] + z[t]) - all[t];
}

function sumOfNine(x: Float64Array, steps: number, margin: number, dilation: number): Float64Array {
  const sums = new Float64Array(steps);
  for (let place = -4; place <= 4; place++) {
    const shift = margin + place * dilation;
    for (let t = 0; t < steps; t++) sums[t] += x[t + shift];
  }
  return sums;
}
