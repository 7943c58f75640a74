/** How classes are told apart in charts: colour and dash together, in the order of the experiment file. Pure. */
import type { ColorName } from '../chart/colors.js';

export interface ClassLook {
  readonly color: ColorName;
  readonly dash: readonly number[];
  readonly width: number;
}

/** As in the bars of the samples: blue, orange, purple, green. */
export const looks: readonly ClassLook[] = [
  { color: 'blue', dash: [], width: 1.9 },
  { color: 'orange', dash: [7, 3], width: 1.9 },
  { color: 'purple', dash: [2, 3], width: 1.9 },
  { color: 'green', dash: [9, 3, 2, 3], width: 1.9 },
];

const behind: ClassLook = { color: 'rule', dash: [], width: 1 };

/**
 * The look of each class. Of more classes than there are looks the weakest stand in front, the others behind; the weakest are
 * those with the smallest figure, and a class without one stands behind.
 */
export function classLooks(figures: readonly number[]): ClassLook[] {
  if (figures.length <= looks.length) return looks.slice(0, figures.length);
  const weakest = weakestOf(figures);
  return figures.map((_, c) => (weakest.includes(c) ? looks[weakest.indexOf(c)] : behind));
}

/** The classes in front, the weakest first. */
export function weakestOf(figures: readonly number[]): number[] {
  const known = figures.flatMap((value, c) => (Number.isFinite(value) ? [c] : []));
  return known.sort((a, b) => figures[a] - figures[b] || a - b).slice(0, looks.length);
}
