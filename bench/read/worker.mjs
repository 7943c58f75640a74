// One reading of bench/parts/reading.mjs: `node worker.mjs [--one-thread] BUNDLE FOLDER AGAIN [FOLDBOARD]`; with a .foldboard, from
// its cache.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { 'one-thread': { type: 'boolean' } }, allowPositionals: true });
const [bundle, folder, again, foldboard] = positionals;
if (values['one-thread']) {
  // As on a machine with one core.
  os.availableParallelism = () => 1;
  syncBuiltinESMExports();
}
const { loadExperiment, foreseeReading, loadTrainData, openDataCache } = await import(bundle);
const openCache = () => (foldboard ? openDataCache(join(foldboard, 'cache')) : null);
const file = join(folder, 'pain-quick.experiment.json');
const experiment = await loadExperiment(file, foreseeReading(file, openCache()));

async function time() {
  const cache = openCache();
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
