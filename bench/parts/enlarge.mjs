// Data of many samples out of those of few: copies of the pain task's training data under other ids.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the pain task's training data `copies` times over into `folder`; ids have three digits, copies put others before them. */
export async function enlarge(pain, folder, copies) {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  for (const name of ['pirate_pain_train.csv', 'pirate_pain_train_labels.csv']) {
    const [head, ...lines] = (await readFile(join(pain, 'data', name), 'latin1')).trimEnd().split('\n');
    const stream = createWriteStream(join(data, name), 'latin1');
    stream.write(`${head}\n`);
    for (let copy = 0; copy < copies; copy++) {
      const before = copy === 0 ? '' : `\n${copy}`;
      const text = copy === 0 ? lines.join('\n') : `${copy}${lines.join(before)}`;
      if (!stream.write(`${text}\n`)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'close');
  }
  for (const name of ['pain.experiment.json', 'pain-quick.experiment.json'])
    await writeFile(join(folder, name), await readFile(join(pain, name)));
}
