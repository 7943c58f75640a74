// One reading of bench/parts/reading.mjs: `node worker.mjs BUNDLE FOLDER AGAIN [FOLDBOARD]`; with a .foldboard, from its cache.
import { join } from 'node:path';

const [bundle, folder, again, foldboard] = process.argv.slice(2);
const { loadExperiment, loadTrainData, openDataCache } = await import(bundle);
const experiment = await loadExperiment(join(folder, 'pain-quick.experiment.json'));

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
let least = first.wall;
for (let i = 0; i < Number(again); i++) least = i === 0 ? (await time()).wall : Math.min(least, (await time()).wall);
console.log(JSON.stringify({ first: first.wall, again: least, processor: first.cpu, peak: first.peak }));
