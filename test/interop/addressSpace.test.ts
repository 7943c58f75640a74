/** Where the addresses of a process are limited, as on some clusters: data are read all the same, and training says what it lacks. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const program = resolve(import.meta.dirname, '../../dist/cli.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldboard-addresses-'));
  // Large enough for the compiled kernels.
  const rows = Array.from(
    { length: 40_000 },
    (_, i) => `s${i >> 8},${i & 255},${i / 7},${-i / 3},${(i >> 8) % 2 ? 'up' : 'down'}`,
  );
  writeFileSync(join(folder, 'd.csv'), `sample_index,time,x,y,label\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'd.experiment.json'), '{ "data": { "train": "d.csv" }, "validation": { "folds": 2 } }');
});

/** Runs the terminal with so many KB of addresses. */
const limited = (kilobytes: number, ...args: string[]) =>
  spawnSync('bash', ['-c', `ulimit -v ${kilobytes}; exec "$0" "$@"`, process.execPath, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

test.runIf(process.platform === 'linux')('a limit of 6 GB', () => {
  const check = limited(6_000_000, 'check', 'd.experiment.json', '--json');
  expect(check.stderr).toBe('');
  expect((JSON.parse(check.stdout) as { data: { samples: number } }).data.samples).toBe(157);

  const train = limited(6_000_000, 'train', 'd.experiment.json', '--set', 'training.epochs=1');
  expect(train.status).toBe(1);
  expect(train.stderr).toContain('There is no room for a network');
  expect(train.stderr).toContain('ulimit -v');
});
