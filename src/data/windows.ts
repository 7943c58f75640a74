/** Cuts samples into the items a network sees: windows, or whole samples. A window never leaves its sample. */
import type { Dataset, Items } from './types.js';

export interface Window {
  /** Time steps. */
  readonly length: number;
  /** Steps from one window's start to the next. */
  readonly stride: number;
}

/**
 * Items of `samples`, in their order and then in time order. A last window is aligned to the sample's end where the stride
 * would leave steps uncovered; a sample shorter than the window is one shorter item. `window` null: one item a sample.
 */
export function cutItems(dataset: Dataset, samples: Int32Array, window: Window | null): Items {
  let count = 0;
  for (const sample of samples) count += windowCount(stepsOf(dataset, sample), window);
  const items = {
    sample: new Int32Array(count),
    row: new Int32Array(count),
    length: new Int32Array(count),
    firstStep: new Int32Array(count),
  };
  let at = 0;
  for (const sample of samples) {
    const steps = stepsOf(dataset, sample);
    const length = window ? Math.min(window.length, steps) : steps;
    const windows = windowCount(steps, window);
    for (let w = 0; w < windows; w++) {
      const first = window ? Math.min(w * window.stride, steps - length) : 0;
      items.sample[at] = sample;
      items.row[at] = dataset.rowStart[sample] + first;
      items.length[at] = length;
      items.firstStep[at++] = first + (dataset.firstStep?.[sample] ?? 0);
    }
  }
  return items;
}

function stepsOf(dataset: Dataset, sample: number): number {
  return dataset.rowStart[sample + 1] - dataset.rowStart[sample];
}

function windowCount(steps: number, window: Window | null): number {
  return !window || steps <= window.length ? 1 : Math.ceil((steps - window.length) / window.stride) + 1;
}
