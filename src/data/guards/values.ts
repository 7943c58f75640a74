/** Columns that are there twice, and values that cannot have been measured: codes such as -999 for "missing". */
import type { Dataset } from '../types.js';
import { counted } from '../words.js';
import type { GuardFinding } from './finding.js';

export interface AnyColumn {
  readonly name: string;
  readonly values: Float32Array | Uint16Array;
  readonly categorical: boolean;
}

/** Columns that hold the same in every row: the second tells nothing that the first does not. */
export function sameColumns(columns: readonly AnyColumn[]): GuardFinding[] {
  const byStart = new Map<string, AnyColumn[]>();
  const found: GuardFinding[] = [];
  for (const column of columns) {
    const key = `${column.categorical} ${column.values.slice(0, 256).join()}`;
    const others = byStart.get(key) ?? [];
    byStart.set(key, [...others, column]);
    const twin = others.find(({ values }) => values.every((value, row) => value === column.values[row]));
    if (!twin) continue;
    found.push({
      severity: 'warning',
      kind: 'sameColumns',
      message: `${column.name} is ${twin.name} again, value for value`,
      cure: `Name ${column.name} in data.ignore.`,
      columns: [column.name],
    });
  }
  return found;
}

/** A value this many times as far from all others as they are from each other was not measured. */
const far = 10;

/** Smallest or largest values that stand far off. */
export function impossibleValues(train: Dataset): GuardFinding[] {
  return train.continuous.flatMap(({ name, values }): GuardFinding[] => {
    const off = outlier(values);
    if (!off) return [];
    const first = values.indexOf(off.value);
    let sample = 0;
    while (train.rowStart[sample + 1] <= first) sample++;
    const rest = `${shown(off.low)} to ${shown(off.high)}`;
    return [
      {
        severity: 'warning',
        kind: 'impossible',
        message: `${name} is ${shown(off.value)} in ${counted(off.count, 'row')}, first in sample ${train.sampleIds[sample]}, and everywhere else from ${rest}: this looks like a code for a missing value, or an error`,
        cure: 'Leave such cells empty and choose preprocessing.missing, or correct them.',
        columns: [name],
        samples: [train.sampleIds[sample]],
      },
    ];
  });
}

/** The extreme value that is far from all others, and what the others are. */
function outlier(values: Float32Array): { value: number; count: number; low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (const value of [low, high]) {
    let count = 0;
    let [restLow, restHigh] = [Infinity, -Infinity];
    for (const one of values) {
      if (one === value) count++;
      else {
        if (one < restLow) restLow = one;
        if (one > restHigh) restHigh = one;
      }
    }
    const gap = value === low ? restLow - value : value - restHigh;
    // Of two values alone neither is far from the others.
    if (restHigh > restLow && gap > far * (restHigh - restLow)) return { value, count, low: restLow, high: restHigh };
  }
  return null;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
