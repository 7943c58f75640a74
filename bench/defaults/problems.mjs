// Small generated problems, of the sizes that the archive's small ones have, on which defaults are tried. Each has a large test
// part: as it is generated too, looking at it tells nothing of any real test part, and its accuracy has little noise.

/** Uniform and normal numbers that follow from a seed (mulberry32, Box and Muller). */
function randomFrom(seed) {
  let state = seed >>> 0;
  const uniform = (low = 0, high = 1) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return low + ((high - low) * ((x ^ (x >>> 14)) >>> 0)) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, whole: (count) => Math.floor(uniform(0, count)) };
}

const bump = (t, centre, width) => Math.exp(-(((t - centre) / width) ** 2));
const rise = (t, at, width) => 1 / (1 + Math.exp(-(t - at) / width));

/** Noise that hangs together over time. */
function wander(random, steps, share, size) {
  let value = 0;
  return Array.from({ length: steps }, () => (value = share * value + size * random.normal()));
}

/** A smooth curve of a few waves over 0 … 1. */
function smoothCurve(random, waves) {
  const parts = Array.from({ length: waves }, (_, k) => [
    random.normal() / (k + 1),
    random.uniform(0, 6.28),
    k / 2 + 0.5,
  ]);
  return (x) => parts.reduce((sum, [size, phase, rate]) => sum + size * Math.sin(6.28 * rate * x + phase), 0);
}

/** Time that runs unevenly, from 0 to about 1. */
function warped(random, strength) {
  const [a, b, shift] = [random.normal() * strength, random.normal() * strength, random.normal() * strength * 0.5];
  return (x) => x + shift + (a * Math.sin(3.14 * x) + b * Math.sin(6.28 * x)) / 3.14;
}

/** One channel: a plateau that comes and goes at its own time; in one class the way up and down has a small dip. */
const plateau = {
  channels: 1,
  steps: 150,
  classes: 2,
  train: 50,
  draw(random, label) {
    const [from, until] = [random.uniform(25, 50), random.uniform(95, 125)];
    const [steep, dip] = [random.uniform(2, 5), label === 0 ? random.uniform(0.08, 0.2) : random.uniform(-0.03, 0.05)];
    const noise = wander(random, 150, 0.8, 0.012);
    return [
      noise.map(
        (e, t) =>
          rise(t, from, steep) * rise(-t, -until, steep) - dip * (bump(t, from - 14, 5) + bump(t, until + 14, 5)) + e,
      ),
    ];
  },
};

/** Few samples, six classes of smooth gestures at their own pace and size. */
const gestures = {
  channels: 4,
  steps: 65,
  classes: 6,
  train: 30,
  world: (random) => Array.from({ length: 6 }, () => Array.from({ length: 4 }, () => smoothCurve(random, 3))),
  draw(random, label, world) {
    const time = warped(random, 0.25);
    return world[label].map((curve) => {
      const [size, offset, noise] = [random.uniform(0.6, 1.4), random.normal() * 0.5, wander(random, 65, 0.7, 0.25)];
      return noise.map((e, t) => size * curve(time(t / 64)) + offset + e);
    });
  },
};

/** Many channels that follow four hidden movements; classes 0 and 1, 2 and 3, 4 and 5 differ in one of them only. */
const body = {
  channels: 24,
  steps: 51,
  classes: 6,
  train: 180,
  world(random) {
    const moves = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => smoothCurve(random, 3)));
    const other = Array.from({ length: 3 }, () => smoothCurve(random, 3));
    const mixing = Array.from({ length: 24 }, () => Array.from({ length: 4 }, () => random.normal()));
    return { moves, other, mixing };
  },
  draw(random, label, { moves, other, mixing }) {
    const pair = Math.floor(label / 2);
    const time = warped(random, 0.2);
    const size = random.uniform(0.7, 1.3);
    const hidden = moves[pair].map(
      (curve, k) => (x) => (k === 3 && label % 2 === 1 ? 0.4 * curve(x) + 0.6 * other[pair](x) : curve(x)),
    );
    return mixing.map((weights) => {
      const [offset, noise] = [random.normal() * 0.7, wander(random, 51, 0.6, 0.5)];
      return noise.map(
        (e, t) => offset + e + size * weights.reduce((sum, w, k) => sum + w * hidden[k](time(t / 50)), 0),
      );
    });
  },
};

/** Short: a burst somewhere, of a form and direction by class, in rough noise. */
const strokes = {
  channels: 6,
  steps: 30,
  classes: 4,
  train: 150,
  world: (random) =>
    Array.from({ length: 4 }, () =>
      Array.from({ length: 6 }, () => [random.normal(), random.normal(), random.uniform(-3, 3)]),
    ),
  draw(random, label, world) {
    const [centre, width, size] = [random.uniform(8, 21), random.uniform(1.5, 3.5), random.uniform(0.6, 1.8)];
    return world[label].map(([even, odd, shift]) => {
      const noise = wander(random, 30, 0.5, 0.6);
      return noise.map((e, t) => {
        const x = (t - centre - shift) / width;
        return e + size * 1.6 * (even + odd * x) * Math.exp(-x * x);
      });
    });
  },
};

/** Rhythms of any phase; classes differ in rate, in how regular it is, and in which channels move together. */
const rhythms = {
  channels: 3,
  steps: 140,
  classes: 4,
  train: 130,
  draw(random, label) {
    const rate = [0.035, 0.05, 0.05, 0.075][label] * random.uniform(0.85, 1.18);
    const [uneven, together] = [[0.1, 0.1, 0.6, 0.25][label], label % 2 === 0 ? 0.5 : 2.2];
    const start = random.uniform(0, 6.28);
    const sizes = [1, 0.8, 0.6].map((size) => size * random.uniform(0.5, 1.5));
    const drift = wander(random, 140, 0.95, uneven);
    return sizes.map((size, k) => {
      const [noise, offset] = [wander(random, 140, 0.4, 0.45), random.normal() * 0.6];
      return noise.map((e, t) => offset + e + size * Math.sin(6.28 * rate * t + start + drift[t] + together * k));
    });
  },
};

/** Two short events far apart; the class is their order. */
const order = {
  channels: 2,
  steps: 80,
  classes: 3,
  train: 90,
  draw(random, label) {
    const [first, second] = [random.uniform(8, 32), random.uniform(46, 72)];
    const kinds = [
      [0, 1],
      [1, 0],
      [1, 1],
    ][label];
    const shape = (kind, t, at) => (kind === 0 ? bump(t, at, 3) : bump(t, at - 2, 2) - bump(t, at + 2, 2)) * 2;
    return [1, -0.6].map((size) => {
      const noise = wander(random, 80, 0.6, 0.35);
      return noise.map((e, t) => e + size * (shape(kinds[0], t, first) + shape(kinds[1], t, second)));
    });
  },
};

export const problems = { plateau, gestures, body, strokes, rhythms, order };

/** Training and test part of a problem as texts in the archive's format. */
export function drawProblem(name, seed = 1, testSamples = 300) {
  const problem = problems[name];
  const world = problem.world?.(randomFrom(1000 + seed));
  const part = (count, own) => {
    const random = randomFrom(own);
    const lines = Array.from({ length: count }, (_, i) => {
      const label = i % problem.classes;
      const channels = problem.draw(random, label, world);
      return `${channels.map((values) => values.map((value) => value.toFixed(4)).join(',')).join(':')}:${label}`;
    });
    const labels = Array.from({ length: problem.classes }, (_, c) => c).join(' ');
    const univariate = problem.channels === 1;
    const head = [
      `@problemName ${name}`,
      '@timeStamps false',
      '@missing false',
      `@univariate ${univariate}`,
      ...(univariate ? [] : [`@dimensions ${problem.channels}`]),
      '@equalLength true',
      `@seriesLength ${problem.steps}`,
      `@classLabel true ${labels}`,
      '@data',
    ];
    return `${[...head, ...lines].join('\n')}\n`;
  };
  return { train: part(problem.train, 2000 + seed), test: part(testSamples, 3000 + seed) };
}
