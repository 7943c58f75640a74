/** Suites in the tree: the runs of their rows, as the terminal remembers them. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { foldNodes, runNode, suiteNodes, suiteRow } from '../../../src/extension/model/nodes.js';
import { readRecord } from '../../../src/extension/model/record.js';
import { rowsOf } from '../../../src/extension/runs/suites.js';
import type { RunStore } from '../../../src/extension/runs/store.js';
import type { Workspace } from '../../../src/extension/workspace.js';
import { suiteDirectory, writePointer } from '../../../src/study/pointers.js';
import { fakeFinished, fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';

it('finds the runs of a suite’s rows, those of the open folders only', async () => {
  const root = await scratch();
  const foldboard = join(root, '.foldboard');
  const suite = join(root, 'studies/table.suite.json');
  const first = await fakeFinished(foldboard, 'first', () => true);
  await fakePlan(foldboard, 'unknown');
  const directory = suiteDirectory(foldboard, suite);
  const pointer = { trainHash: 'd', testHash: null, seed: 1 };
  await writePointer(directory, first, { ...pointer, experiment: 'a', row: 'Base' });
  await writePointer(directory, join(foldboard, 'runs/unknown'), { ...pointer, experiment: 'b', row: 'Other' });
  const record = await readRecord(first);
  const store = { get: (one: string) => (one === first ? record : undefined) } as RunStore;
  expect(await rowsOf(suite, { rootOf: () => root } as unknown as Workspace, store)).toEqual([record]);
  expect(suiteNodes([suite]).map((node) => suiteRow(node, [root]))).toEqual([
    { label: 'table', description: 'suite · studies' },
  ]);
  // The same run stands under its experiment too: rows of a tree must not share an id.
  expect(foldNodes(runNode(record, suite))[0].suite).toBe(suite);
  expect(foldNodes(runNode(record))[0].suite).toBeNull();
});
