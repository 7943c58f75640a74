/** The cache of datasets: as good as reading the files, and never older than they are. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openDataCache, type CacheOptions } from '../../../src/data/cache/cache.js';
import { stampsOf } from '../../../src/data/cache/stamps.js';
import { loadTestData, loadTrainData, loadTrainDataWithReport } from '../../../src/data/load.js';
import type { Dataset } from '../../../src/data/types.js';
import { scratch } from '../scratch.js';
import { experimentIn, plain, put } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
  mkdirSync(join(folder, '.foldboard'));
});

const directory = (): string => join(folder, '.foldboard/cache');
const entries = (): string[] => (existsSync(directory()) ? readdirSync(directory()).sort() : []);
const cacheOf = (options: CacheOptions = {}) => openDataCache(directory(), { smallest: 0, ...options });

/** Datasets from an entry lie in one buffer, those that were parsed do not. */
const isCached = ({ rowStart, labels }: Dataset): boolean => rowStart.buffer === labels.buffer;

const rows = (first = 1): string =>
  `sample_index,time,x,y,kind,label\nb,0,${first},5,ä,down\nb,1,2,6,o,down\na,0,3,7,o,up\na,1,4,8,ä,up\n`;
const settings = { data: { train: 'train.csv', categorical: { kind: { embedding: 2 } } } };
const experiment = (changes: object = {}) => experimentIn(folder, { data: { ...settings.data, ...changes } });

/** Until a further change of a file must get another time. */
const settled = (): Promise<void> => wait(260);

/** Loads, and stores what was not there. */
async function load(of = experiment(), options: CacheOptions = {}): Promise<Dataset> {
  const cache = cacheOf(options);
  const dataset = await loadTrainData(of, cache);
  cache.store();
  return dataset;
}

describe('what is served', () => {
  test('is what the files hold, with its report', async () => {
    put(folder, 'train.csv', 'sample_index,time,x,y,label\nb,0,1,,up\nb,1,2,6,up\na,0,3,7,down\n');
    await settled();
    const other = experimentIn(folder, { data: { train: 'train.csv' }, preprocessing: { missing: 'zero' } });
    const parsed = await loadTrainDataWithReport(other);
    await load(other);
    const cached = await loadTrainDataWithReport(other, cacheOf());
    expect(isCached(parsed.dataset)).toBe(false);
    expect(isCached(cached.dataset)).toBe(true);
    expect(plain(cached.dataset)).toEqual(plain(parsed.dataset));
    expect(cached.report).toEqual(parsed.report);
    expect(cached.report.missing).toEqual([{ column: 'y', cells: 1 }]);
    expect(cached.dataset.rowStart.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('holds groups, test data without labels, a labels file', async () => {
    put(folder, 'train.csv', 'sample_index,time,x\nb,0,1\nb,1,2\na,0,3\n');
    put(folder, 'labels.csv', 'sample_index,label,subject\na,up,s1\nb,down,s2\n');
    put(folder, 'test.csv', 'sample_index,time,x\nc,0,9\n');
    await settled();
    const all = experimentIn(folder, {
      data: { train: 'train.csv', labels: 'labels.csv', test: 'test.csv', group: 'subject' },
    });
    for (const expected of [false, true]) {
      const cache = cacheOf();
      const train = await loadTrainData(all, cache);
      const held = (await loadTestData(all, train, cache))!;
      cache.store();
      expect([isCached(train), isCached(held)]).toEqual([expected, expected]);
      expect([...train.groups!]).toEqual([0, 1]);
      expect([...held.labels]).toEqual([-1]);
    }
    put(folder, 'labels.csv', 'sample_index,label,subject\na,up,s1\nb,down,s1\n');
    expect([...(await load(all)).groups!]).toEqual([0, 0]);
  });

  test('keeps two ways to read a file side by side', async () => {
    put(folder, 'train.csv', rows());
    await settled();
    await load();
    await load(experiment({ ignore: ['y'] }));
    expect(entries()).toHaveLength(2);
    for (const [of, columns] of [
      [experiment(), ['x', 'y']],
      [experiment({ ignore: ['y'] }), ['x']],
    ] as const) {
      const dataset = await load(of);
      expect(isCached(dataset)).toBe(true);
      expect(dataset.continuous.map(({ name }) => name)).toEqual(columns);
    }
  });

  test('does not hide a mistake in the experiment', async () => {
    put(folder, 'train.csv', rows());
    await settled();
    await load();
    const wrong = experimentIn(folder, { ...settings, preprocessing: { transform: { nothing: 'asinh' } } });
    const message = await loadTrainData(wrong).then(String, String);
    expect(message).toContain('nothing');
    await expect(load(wrong)).rejects.toThrow(message.replace(/^\w+: /, ''));
  });
});

describe('a change of the files is seen', () => {
  // No fraction of a millisecond, so that it can be put back exactly.
  const time = new Date(1_700_000_000_123);
  beforeEach(async () => {
    utimesSync(put(folder, 'train.csv', rows(1)), time, time);
    await settled();
    await load();
    expect(isCached(await load())).toBe(true);
  });
  const file = (): string => join(folder, 'train.csv');

  test('of the same size, with the time of the old one', async () => {
    writeFileSync(file(), rows(9));
    utimesSync(file(), time, time);
    const dataset = await load();
    expect(isCached(dataset)).toBe(false);
    expect(dataset.continuous[0].values[2]).toBe(9);
  });

  test('by another file of the same size and time in its place', async () => {
    utimesSync(put(folder, 'other.csv', rows(9)), time, time);
    renameSync(join(folder, 'other.csv'), file());
    expect((await load()).continuous[0].values[2]).toBe(9);
  });

  test('longer, shorter, broken, gone', async () => {
    appendFileSync(file(), 'c,0,7,7,o,up\n');
    expect((await load()).sampleIds).toEqual(['a', 'b', 'c']);
    writeFileSync(file(), rows().slice(0, -13));
    expect((await load()).rowStart[2]).toBe(3);
    writeFileSync(file(), rows().replace('5', 'five'));
    await expect(load()).rejects.toThrow('"five" in column "y" is not a number');
    renameSync(file(), join(folder, 'away.csv'));
    await expect(load()).rejects.toThrow('there is no file');
  });

  test('and replaces its entry', async () => {
    writeFileSync(file(), rows(9));
    await settled();
    await load();
    expect(entries()).toHaveLength(1);
    const dataset = await load();
    expect(isCached(dataset)).toBe(true);
    expect(dataset.continuous[0].values[2]).toBe(9);
  });
});

describe('files that were changed a moment ago', () => {
  test('are compared by content: no change is missed, however quick', async () => {
    for (let round = 1; round <= 30; round++) {
      put(folder, 'train.csv', rows(round % 10));
      expect((await load()).continuous[0].values[2]).toBe(round % 10);
    }
  });

  test('are compared by content always where the file system’s clock counts in steps of two seconds', async () => {
    const coarse = (ns: string): string => String(BigInt(ns) - (BigInt(ns) % 2_000_000_000n));
    const options = {
      stampsOf: (path: string) =>
        stampsOf(path).map((stamp) => ({ ...stamp, modified: '0', changed: coarse(stamp.changed) })),
    };
    put(folder, 'train.csv', rows(1));
    await settled();
    await load(experiment(), options);
    expect(isCached(await load(experiment(), options))).toBe(true);
    put(folder, 'train.csv', rows(2));
    const dataset = await load(experiment(), options);
    expect(isCached(dataset)).toBe(false);
    expect(dataset.continuous[0].values[2]).toBe(2);
    expect(isCached(await load(experiment(), options))).toBe(true);
  });

  test('are served where their content is the same', async () => {
    put(folder, 'train.csv', rows());
    await load();
    expect(isCached(await load())).toBe(true);
    await settled();
    // By its content, and from then on by its stamp.
    expect(isCached(await load())).toBe(true);
    const size = (): number => statSync(join(directory(), entries()[0])).size;
    expect(size()).toBeGreaterThan(0);
    expect(readFileSync(join(directory(), entries()[0])).toString('latin1')).toContain('"telling":true');
    expect(isCached(await load())).toBe(true);
  });

  test('are not stored where they change between reading and storing', async () => {
    put(folder, 'train.csv', rows(1));
    const cache = cacheOf();
    await loadTrainData(experiment(), cache);
    put(folder, 'train.csv', rows(2));
    cache.store();
    expect(entries()).toEqual([]);
    expect((await load()).continuous[0].values[2]).toBe(2);
  });
});

describe('a folder of files', () => {
  const folderOf = () => experimentIn(folder, { data: { train: 'data' } });
  beforeEach(async () => {
    put(folder, 'data/s1.csv', 'time,x,label\n0,1,up\n1,2,up\n');
    put(folder, 'data/s2.csv', 'time,x,label\n0,3,down\n');
    await settled();
    await load(folderOf());
    expect(isCached(await load(folderOf()))).toBe(true);
  });

  test('a file more, a file less, another name', async () => {
    put(folder, 'data/s3.csv', 'time,x,label\n0,5,down\n');
    expect((await load(folderOf())).sampleIds).toEqual(['s1', 's2', 's3']);
    renameSync(join(folder, 'data/s3.csv'), join(folder, 's3.csv'));
    expect((await load(folderOf())).sampleIds).toEqual(['s1', 's2']);
    renameSync(join(folder, 'data/s2.csv'), join(folder, 'data/s4.csv'));
    expect((await load(folderOf())).sampleIds).toEqual(['s1', 's4']);
  });
});

describe('a damaged entry', () => {
  test('is ignored wherever the damage is, and written anew', async () => {
    put(folder, 'train.csv', rows());
    await settled();
    const expected = plain(await load());
    const file = join(directory(), entries()[0]);
    const whole = readFileSync(file);
    const damage = fc.oneof(
      fc.record({ at: fc.nat(whole.length - 1), bits: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ cut: fc.nat(whole.length - 1) }),
      fc.record({ more: fc.uint8Array({ minLength: 1, maxLength: 100 }) }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (kind) => {
        const bytes = Buffer.from(whole);
        if ('at' in kind) bytes[kind.at] ^= kind.bits;
        const content = 'cut' in kind ? bytes.subarray(0, kind.cut) : bytes;
        writeFileSync(file, 'more' in kind ? Buffer.concat([content, kind.more]) : content);
        const dataset = await load();
        expect(plain(dataset)).toEqual(expected);
        expect(isCached(dataset)).toBe(false);
        expect(readFileSync(file).equals(whole)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is kept', () => {
  test('nothing where no .foldboard stands, nothing of small files', async () => {
    put(folder, 'train.csv', rows());
    const nowhere = openDataCache(join(folder, 'elsewhere/.foldboard/cache'), { smallest: 0 });
    await loadTrainData(experiment(), nowhere);
    nowhere.store();
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
    const usual = openDataCache(directory());
    await loadTrainData(experiment(), usual);
    usual.store();
    expect(entries()).toEqual([]);
  });

  test('within the limit: the longest unused go first', async () => {
    const names = ['one', 'two', 'three'];
    for (const name of names) put(folder, `${name}.csv`, rows());
    await settled();
    const of = (name: string) => experiment({ train: `${name}.csv` });
    const fileOf = new Map<string, string>();
    for (const name of names) {
      const before = entries();
      await load(of(name));
      fileOf.set(
        name,
        entries().find((entry) => !before.includes(entry))!,
      );
    }
    names.forEach((name, i) => {
      const time = new Date(Date.now() - 60_000 * (names.length - i));
      utimesSync(join(directory(), fileOf.get(name)!), time, time);
    });
    const killed = join(directory(), 'killed.dataset.0123456789ab.tmp');
    writeFileSync(killed, 'half');
    utimesSync(killed, new Date(0), new Date(0));
    expect(isCached(await load(of('one')))).toBe(true);

    put(folder, 'four.csv', rows());
    await settled();
    const size = statSync(join(directory(), fileOf.get('one')!)).size;
    await load(of('four'), { limit: 2.5 * size });
    expect(existsSync(killed)).toBe(false);
    expect(entries()).toHaveLength(2);
    expect(entries()).toContain(fileOf.get('one'));
    expect(isCached(await load(of('four')))).toBe(true);
    expect(isCached(await load(of('two')))).toBe(false);
  });
});
