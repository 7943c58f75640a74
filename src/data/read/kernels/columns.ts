/**
 * Loops over columns of codes, a piece at a time, which the host copies in and out. They are here for the first reading of a
 * process, in which a loop in JavaScript has not been compiled yet.
 */

/** Addresses of a piece of codes, of what comes of them, of the rows' times, of the map, and of counts for each value of it. */
let codes: usize = 0;
let values: usize = 0;
let times: usize = 0;
let map: usize = 0;
let counts: usize = 0;

/** Value and time of the row before; -1 before the first. */
let lastValue: i32 = -1;
let lastTime: f64 = 0;

/** To be called before others, for each map anew. `counts` must be 0 where rows are to be counted. */
export function setUpColumns(codesAt: usize, valuesAt: usize, timesAt: usize, mapAt: usize, countsAt: usize): void {
  codes = codesAt;
  values = valuesAt;
  times = timesAt;
  map = mapAt;
  counts = countsAt;
  lastValue = -1;
}

/** values[i] = map[codes[i]] */
export function translate(count: i32): void {
  for (let i: usize = 0, end = usize(count) << 2; i < end; i += 4) {
    store<i32>(values + i, load<i32>(map + (usize(load<i32>(codes + i)) << 2)));
  }
}

/**
 * Counts the rows of each value of the map, and looks whether rows ascend by value and, where `timed`, strictly by time within one.
 * @returns whether they do so far
 */
export function countInOrder(count: i32, timed: bool): bool {
  let ordered = true;
  for (let i = 0; i < count; i++) {
    const value = load<i32>(map + (usize(load<i32>(codes + (usize(i) << 2))) << 2));
    const counter = counts + (usize(value) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
    const time = timed ? load<f64>(times + (usize(i) << 3)) : 0;
    if (value < lastValue || (timed && value == lastValue && !(lastTime < time))) ordered = false;
    lastValue = value;
    lastTime = time;
  }
  return ordered;
}
