/**
 * The kernels of MiniRocket (Dempster, Schmidt, Webb: "MiniRocket: A Very Fast (Almost) Deterministic Transform for Time Series
 * Classification", 2021): 84 of length 9, all weights -1 but three that are 2, at exponential dilations. Written from the paper.
 */
import type { RandomStream } from '../../../base/random.js';

export const kernelLength = 9;
const half = (kernelLength - 1) / 2;
/** About 10,000, as a multiple of the kernels. */
const featuresPerKernel = Math.floor(10_000 / 84);
const mostDilations = 32;
/** Channels of a part at most: as many as a kernel has weights. */
export const mostChannels = 9;

/** Positions of the three weights that are 2, of each kernel; in lexical order. */
export const kernelPositions: readonly (readonly [number, number, number])[] = threeOfNine();

export const kernelCount = kernelPositions.length;

/** One kernel at one dilation: what is convolved, and how many features (biases) come of it. */
export interface RocketPart {
  readonly kernel: number;
  readonly dilation: number;
  /** Whether steps count at which the kernel reaches beyond the sample, where zeros are read. */
  readonly padded: boolean;
  /** Channels whose convolutions are added. */
  readonly channels: readonly number[];
  readonly features: number;
}

/** The choices from which all parts follow. */
export interface RocketKernels {
  /** In rising order; `features` of each kernel. */
  readonly dilations: readonly { readonly dilation: number; readonly features: number }[];
  /** Channels of each part, in the order of `rocketParts`. */
  readonly channels: readonly (readonly number[])[];
}

/**
 * Dilations are 2^x for 32 values of x spread evenly from 0 to where the kernel spans the longest sample; those that round down to
 * the same whole number are one, and get the features of all. Channels are drawn for every kernel at every dilation.
 * @param steps of the longest sample; a shorter one than the kernel counts as long as it
 */
export function drawKernels(steps: number, channels: number, random: RandomStream): RocketKernels {
  const dilations = dilationsFor(Math.max(steps, kernelLength));
  return {
    dilations,
    channels: dilations.flatMap(() => kernelPositions.map(() => drawChannels(channels, random))),
  };
}

/** Every kernel at every dilation; every other one is padded. */
export function rocketParts({ dilations, channels }: RocketKernels): RocketPart[] {
  return dilations.flatMap(({ dilation, features }, d) =>
    kernelPositions.map((_, kernel) => ({
      kernel,
      dilation,
      padded: (d + kernel) % 2 === 0,
      channels: channels[d * kernelCount + kernel],
      features,
    })),
  );
}

/** How far a dilated kernel reaches to each side. */
export function reachOf({ dilation }: Pick<RocketPart, 'dilation'>): number {
  return half * dilation;
}

/** Dilations in rising order, with the features of each kernel at each; they add up to 119. */
function dilationsFor(steps: number): { dilation: number; features: number }[] {
  const exponent = Math.log((steps - 1) / (kernelLength - 1)) / Math.LN2;
  const wanted = Math.min(featuresPerKernel, mostDilations);
  const counts = new Map<number, number>();
  for (let i = 0; i < wanted; i++) {
    // The little that is added keeps whole powers whole, whatever the last bits of log and exp.
    const dilation = Math.floor(Math.exp(Math.LN2 * exponent * (i / (wanted - 1))) + 1e-9);
    counts.set(dilation, (counts.get(dilation) ?? 0) + 1);
  }
  const found = [...counts].map(([dilation, count]) => ({
    dilation,
    features: Math.floor((count * featuresPerKernel) / wanted),
  }));
  let left = featuresPerKernel - found.reduce((sum, { features }) => sum + features, 0);
  for (let i = 0; left > 0; i = (i + 1) % found.length, left--) found[i].features++;
  return found;
}

/** A random set of channels; its size is 2^x for a uniform x, so that small sets are as likely as large ones. */
function drawChannels(channels: number, random: RandomStream): number[] {
  if (channels === 1) return [0];
  const most = Math.min(channels, mostChannels);
  const size = Math.floor(Math.exp(random.uniform() * Math.log(most + 1)));
  const all = random.shuffle(Array.from({ length: channels }, (_, i) => i));
  return all.slice(0, Math.min(size, most)).sort((a, b) => a - b);
}

function threeOfNine(): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (let a = 0; a < kernelLength; a++) {
    for (let b = a + 1; b < kernelLength; b++) for (let c = b + 1; c < kernelLength; c++) found.push([a, b, c]);
  }
  return found;
}
