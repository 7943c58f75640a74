/** The experiment file that `init` writes, word for word. */
import { expect, test } from 'vitest';
import { inferExperiment, renderExperiment } from '../../../src/data/infer.js';
import { put } from '../../unit/data/files.js';
import { scratch } from '../../unit/scratch.js';

test('a long CSV with labels beside it', async () => {
  const folder = await scratch();
  const rows = Array.from({ length: 40 * 6 }, (_, i) => {
    const [s, t] = [Math.floor(i / 6), i % 6];
    const mood = ['calm', 'tense', ''][(s + t) % 3];
    return [
      `trial-${s}`,
      t / 4,
      i,
      1,
      Math.sqrt(s * 7 + t * t),
      t === 3 ? '' : (s % 5) + 0.5,
      i % 60 ? i % 7 : 5000,
      mood,
      s % 3,
    ];
  });
  const header = ['trial', 'time', 'row', 'version', 'force_1', 'force_2', 'impact', 'mood', 'level'];
  const train = put(folder, 'data/walk_train.csv', [header, ...rows].map((row) => row.join(',')).join('\n'));
  const labels = rows
    .filter((_, i) => i % 6 === 0)
    .map(([trial], s) => `${trial},p${s % 9},${s % 4 === 0 ? 'fall' : 'walk'}`);
  put(folder, 'data/who.csv', `trial,subject,activity\n${labels.join('\n')}\n`);
  put(folder, 'data/walk_test.csv', `${header.join(',')}\n`);
  const text = renderExperiment(await inferExperiment(train, null), {}, folder);
  await expect(text).toMatchFileSnapshot('./snapshots/init-long-csv.txt');
});

test('questions, where the data does not decide', async () => {
  const folder = await scratch();
  const rows = Array.from({ length: 60 }, (_, i) => `${i >> 3},${i >> 2},${i},${(i * i) % 7}.5,${(i >> 2) % 2}`);
  const train = put(folder, 'd.csv', `batch_id,case_id,t,x,hand\n${rows.join('\n')}\n`);
  const { questions } = await inferExperiment(train, null);
  await expect(JSON.stringify(questions, null, 2)).toMatchFileSnapshot('./snapshots/init-questions.txt');
});
