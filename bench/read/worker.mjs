// One reading of bench/read.mjs: `node worker.mjs BUNDLE FOLDER [FOLDBOARD]`; with a .foldboard, from its cache.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const [bundle, folder, foldboard] = process.argv.slice(2);
const { loadExperiment, loadTrainData, openDataCache } = await import(bundle);
const experiment = await loadExperiment(join(folder, 'pain-quick.experiment.json'));
if (foldboard) await mkdir(foldboard, { recursive: true });

async function time() {
  const cache = foldboard ? openDataCache(join(foldboard, 'cache')) : null;
  const before = process.cpuUsage();
  const start = performance.now();
  await loadTrainData(experiment, cache);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  // What a process takes at most is told in KB.
  const peak = process.resourceUsage().maxRSS / 1024;
  cache?.store();
  return { wall, cpu: (user + system) / 1000, peak };
}

const first = await time();
const again = [await time(), await time(), await time()];
console.log(
  JSON.stringify({
    first: first.wall,
    again: Math.min(...again.map(({ wall }) => wall)),
    firstProcessor: first.cpu,
    againProcessor: Math.min(...again.map(({ cpu }) => cpu)),
    peak: first.peak,
  }),
);
