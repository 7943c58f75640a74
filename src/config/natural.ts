/** An order of names that is the same everywhere: numbers within them by value, everything else by code unit. */

/** Negative where a comes first; joint_2 before joint_10. */
export function compareNatural(a: string, b: string): number {
  const [first, second] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(first.length, second.length); i++) {
    const [x, y] = [first[i], second[i]];
    if (x === y) continue;
    const difference = /^\d/.test(x) && /^\d/.test(y) ? compareDigits(x, y) : 0;
    if (difference !== 0) return difference;
    if (!(/^\d/.test(x) && /^\d/.test(y))) return x < y ? -1 : 1;
  }
  return first.length - second.length || (a < b ? -1 : a > b ? 1 : 0);
}

function parts(name: string): string[] {
  return name.match(/\d+|\D+/g) ?? [];
}

function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
