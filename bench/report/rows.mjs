// The rows of the one table. Less is better in each of them, and a ratio says how many times better Foldboard is than what it is
// compared with: peer / own.

/**
 * @param own `{ node24, node20 }`: each `{ median, least }`, or absent
 * @param than what it is compared with: another program, another setting, or a limit
 * @param value `{ median, least }`; null where that could not be had
 * @param goal `{ node24, node20 }`: least ratios that are wanted
 */
export function row(what, unit, own, than, value, goal = {}) {
  const ratio = {};
  for (const [node, measured] of Object.entries(own))
    if (measured && value) ratio[node] = value.median / measured.median;
  return { what, unit, ...own, than, value, ratio, goal };
}

/** A row that is held against other figures of Foldboard: for each version of Node.js its own. @param base as `own` */
export function within(what, unit, own, than, base, goal = {}) {
  const made = row(what, unit, own, than, base.node24 ?? base.node20 ?? null, goal);
  for (const node of Object.keys(own))
    if (own[node] && base[node]) made.ratio[node] = base[node].median / own[node].median;
  return made;
}

/** A row that is held against a fixed limit. */
export function limited(what, unit, own, limit) {
  const goal = Object.fromEntries(Object.keys(own).map((node) => [node, 1]));
  return row(what, unit, own, 'the limit', { median: limit, least: limit }, goal);
}

/** The rows, of which those whose peer could not be had stand for themselves, once each. */
export function alone(rows) {
  const key = ({ what, unit }) => `${what}, ${unit}`;
  const compared = new Set(rows.filter(({ value }) => value).map(key));
  return rows.flatMap((one) => {
    if (one.value) return [one];
    if (compared.has(key(one))) return [];
    compared.add(key(one));
    return [{ ...one, than: '' }];
  });
}

/** The goals of a row that it does not reach: names of versions. */
export function missed({ ratio, goal }) {
  return Object.keys(goal).filter((node) => ratio[node] !== undefined && ratio[node] < goal[node]);
}
