/** A small workspace to train in: sequences of three classes that differ in rhythm, hidden in noise. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveKey, RandomStream } from '../src/base/random.js';

/** Writes data and experiment files; `quick` trains in about ten seconds, `slow` for as long as a test needs to interfere. */
export async function writeWorkspace(folder: string): Promise<void> {
  const random = new RandomStream(deriveKey(5, 'generate'));
  const classes = ['slow_beat', 'middle_beat', 'quick_beat'];
  const rows = ['sample_index,time,left,right,noise'];
  const labels = ['sample_index,label'];
  for (let i = 0; i < 90; i++) {
    const kind = i % classes.length;
    labels.push(`${i},${classes[kind]}`);
    const period = [11, 8, 5][kind];
    const start = random.integer(period);
    for (let t = 0; t < 80; t++) {
      const beat = (t + start) % period === 0 ? 2 : 0;
      const cells = [beat + random.normal(), beat - random.normal(), random.normal()];
      rows.push(`${i},${t},${cells.map((cell) => cell.toFixed(4)).join(',')}`);
    }
  }
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'data/beats.csv'), `${rows.join('\n')}\n`);
  await writeFile(join(folder, 'data/labels.csv'), `${labels.join('\n')}\n`);
  await writeFile(join(folder, 'quick.experiment.json'), experiment('Quick beats', 120, 3));
  await writeFile(join(folder, 'slow.experiment.json'), experiment('Slow beats', 400, 2));
}

function experiment(name: string, epochs: number, folds: number): string {
  return `{
  // Sequences of beats: which rhythm is it?
  "name": "${name}",
  "data": { "train": "data/beats.csv", "labels": "data/labels.csv" },
  "model": { "hiddenUnits": 48, "layers": 2, "headUnits": 16 },
  "training": { "epochs": ${epochs}, "batchSize": 8, "earlyStopping": null },
  "validation": { "folds": ${folds} }
}
`;
}
