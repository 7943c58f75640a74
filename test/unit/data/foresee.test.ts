/** The second reading thread starts early where a large file is going to be read, and nowhere else. Needs dist/partner.cjs. */
import { mkdirSync, truncateSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadExperiment } from '../../../src/config/load.js';
import { openDataCache } from '../../../src/data/cache/cache.js';
import { foreseeReading } from '../../../src/data/foresee.js';
import { presentPartner } from '../../../src/data/partner/partner.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

test('for large training data that are not in the cache', async () => {
  const folder = await scratch();
  const experiment = put(folder, 'e.experiment.json', '{ "data": { "train": "large.csv" }, "seed": "wrong" }');
  const large = put(folder, 'large.csv', 'sample_index,time,x,label\n');
  truncateSync(large, 30 << 20);
  put(folder, 'small.csv', 'sample_index,time,x,label\n');
  mkdirSync(join(folder, 'folder.csv'));
  const foresee = foreseeReading(experiment, null);
  for (const value of [undefined, null, 7, {}, { data: null }, { data: { train: 3 } }]) foresee(value);
  for (const train of ['small.csv', 'folder.csv', 'nowhere.csv', '', 'no\0name', 'x'.repeat(5000)])
    foresee({ data: { train } });

  const directory = join(folder, '.foldboard/cache');
  const cache = openDataCache(directory);
  expect(cache.isEmpty()).toBe(true);
  mkdirSync(directory, { recursive: true });
  expect(cache.isEmpty()).toBe(true);
  put(directory, 'some.dataset', '');
  expect(cache.isEmpty()).toBe(false);
  foreseeReading(experiment, cache)({ data: { train: 'large.csv' } });
  expect(presentPartner()).toBeNull();

  // As soon as the text is read: what is wrong in it is found later.
  await expect(loadExperiment(experiment, foresee)).rejects.toThrow('seed');
  expect(presentPartner() === null).toBe(availableParallelism() < 2);
});
