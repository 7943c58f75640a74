/** The one search that fits a single number to a loss. */

const inverseGolden = (Math.sqrt(5) - 1) / 2;

/**
 * Where a function with one valley between `low` and `high` is least, by golden section. Each round takes one value of it and
 * leaves 0.618 of the interval.
 */
export function goldenSection(loss: (x: number) => number, low: number, high: number, rounds: number): number {
  let [left, right] = [high - inverseGolden * (high - low), low + inverseGolden * (high - low)];
  let [leftLoss, rightLoss] = [loss(left), loss(right)];
  for (let i = 0; i < rounds; i++) {
    if (leftLoss <= rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - inverseGolden * (high - low);
      leftLoss = loss(left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + inverseGolden * (high - low);
      rightLoss = loss(right);
    }
  }
  return (low + high) / 2;
}
