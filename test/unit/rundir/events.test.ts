import fc from 'fast-check';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendEvent, openEventWriter, parseEvents, readEvents } from '../../../src/rundir/events.js';
import { followEvents, followRun } from '../../../src/rundir/follow.js';
import { foldState } from '../../../src/rundir/foldState.js';
import { runPaths } from '../../../src/rundir/paths.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { scratch } from '../scratch.js';

const epoch = (n: number, seconds = 0.5): FoldEvent => ({
  type: 'epoch',
  fold: 0,
  epoch: n,
  trainLoss: 1 / n,
  selectLoss: null,
  metrics: null,
  learningRate: 0.001,
  seconds,
});
const warning = (message: string): FoldEvent => ({ type: 'warning', fold: 0, message });
const line = (event: FoldEvent): string => `${JSON.stringify(event)}\n`;

describe('events.jsonl', () => {
  test('what is appended is read, and a torn last line is ignored', async () => {
    const file = join(await scratch(), 'events.jsonl');
    const writer = openEventWriter(file, 0);
    writer.append(epoch(1));
    writer.append(warning('schön – 好'));
    expect(writer.offset()).toBe(readFileSync(file).length);
    writer.close();
    appendFileSync(file, '{"type":"epoch","fo');
    const { events, offset } = readEvents(file);
    expect(events).toEqual([epoch(1), warning('schön – 好')]);
    expect(offset).toBe(readFileSync(file).length - 19);
  });

  test('opening cuts to the offset of the checkpoint', async () => {
    const file = join(await scratch(), 'events.jsonl');
    writeFileSync(file, line(epoch(1)));
    const { length } = readFileSync(file);
    appendFileSync(file, line(epoch(2)));
    const writer = openEventWriter(file, length);
    writer.append(epoch(2, 9));
    writer.close();
    expect(readEvents(file).events).toEqual([epoch(1), epoch(2, 9)]);
    expect(() => openEventWriter(file, 1e6)).toThrow(RangeError);
  });

  test('whoever speaks for a dead task first takes back its torn line', async () => {
    const file = join(await scratch(), 'events.jsonl');
    writeFileSync(file, `${line(epoch(1))}{"type":"ep`);
    appendEvent(file, { type: 'failed', fold: 0, message: 'gone' });
    expect(readEvents(file).events.map(({ type }) => type)).toEqual(['epoch', 'failed']);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk leaves whole lines', () => {
    const writer = openEventWriter('/dev/full', 0);
    expect(() => {
      writer.append(epoch(1));
    }).toThrow(/ENOSPC/);
    expect(writer.offset()).toBe(0);
    writer.close();
  });

  test('a follower that looks at any moments sees the same events as a reader at the end', async () => {
    const directory = await scratch();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ maxLength: 5 }), fc.constant('é好😀'))),
        fc.array(fc.nat(12)),
        async (texts, cuts) => {
          const file = join(directory, `${n++}.jsonl`);
          const bytes = Buffer.from(texts.map((text) => line(warning(text))).join(''));
          const follower = followEvents(file);
          const seen: FoldEvent[] = [];
          const look = async (): Promise<void> => {
            const { reset, events } = await follower.poll();
            expect(reset).toBe(false);
            seen.push(...events);
          };
          await look();
          let at = 0;
          for (const cut of [...cuts, bytes.length]) {
            appendFileSync(file, bytes.subarray(at, Math.min(at + cut, bytes.length)));
            at = Math.min(at + cut, bytes.length);
            await look();
          }
          expect(seen).toEqual(parseEvents(bytes).events);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('following', () => {
  test('a log that is cut and written anew past the old end is read from its start', async () => {
    const file = join(await scratch(), 'events.jsonl');
    const follower = followEvents(file);
    writeFileSync(file, line(epoch(1)) + line(epoch(2)));
    expect((await follower.poll()).events).toHaveLength(2);
    truncateSync(file, line(epoch(1)).length);
    appendFileSync(file, line(epoch(2, 0.75)) + line(epoch(3)) + line(epoch(4)));
    const step = await follower.poll();
    expect(step.reset).toBe(true);
    expect(step.events).toEqual([epoch(1), epoch(2, 0.75), epoch(3), epoch(4)]);
  });

  test('a log that is cut, replaced or removed resets', async () => {
    const file = join(await scratch(), 'events.jsonl');
    const follower = followEvents(file);
    writeFileSync(file, line(epoch(1)) + line(epoch(2)));
    await follower.poll();
    truncateSync(file, line(epoch(1)).length);
    expect(await follower.poll()).toEqual({ reset: true, events: [epoch(1)] });
    rmSync(file);
    expect(await follower.poll()).toEqual({ reset: true, events: [] });
    expect(await follower.poll()).toEqual({ reset: false, events: [] });
    writeFileSync(file, line(epoch(7)));
    expect(await follower.poll()).toEqual({ reset: false, events: [epoch(7)] });
  });

  test('a run is followed fold by fold, those that come later too', async () => {
    const run = await scratch();
    const follower = followRun(run);
    expect(await follower.poll()).toEqual([]);
    for (const k of [10, 2]) {
      mkdirSync(runPaths(run).fold(k).directory, { recursive: true });
      writeFileSync(runPaths(run).fold(k).events, line({ ...epoch(1), fold: k } as FoldEvent));
    }
    expect((await follower.poll()).map(({ fold }) => fold)).toEqual([2, 10]);
    expect(await follower.poll()).toEqual([]);
  });
});

describe('state of a fold', () => {
  const started: FoldEvent = { type: 'started', fold: 0, time: '', epochs: 9, fit: 1, select: 1, score: 1 };
  test('follows its events', () => {
    expect(foldState([]).state).toBe('waiting');
    const running = foldState([started, epoch(1), { type: 'best', fold: 0, epoch: 1, metric: 'loss', value: 2 }]);
    expect(running).toMatchObject({
      state: 'started',
      epoch: 1,
      epochs: 9,
      best: { epoch: 1, value: 2 },
      seconds: 0.5,
    });
    expect(foldState([started, { type: 'failed', fold: 0, message: 'why' }])).toMatchObject({
      state: 'failed',
      message: 'why',
    });
    expect(foldState([started, { type: 'stopped', fold: 0, epoch: 0 }]).state).toBe('stopped');
  });
});
