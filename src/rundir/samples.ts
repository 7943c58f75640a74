/** `samples.csv`: what a run was trained on, by content, so that nobody scores a model on samples it has seen. */
import { readFile } from 'node:fs/promises';
import { identitiesOf, type SampleIdentity } from '../data/familiar.js';
import type { Dataset } from '../data/types.js';
import { writeAtomic } from './atomic.js';
import { csvLine, parseCsv } from './csv.js';

/** An identity without `groupName` is of a run without groups, or from before their names were kept. */
export interface SampleRecord extends SampleIdentity {
  /** Time steps. */
  readonly steps: number;
  /** Number of its group (which samples never part), null where there are no groups or the run does not say. */
  readonly group: string | null;
}

/** `sample,label,steps,hash` of every sample of the training data; `group` and `groupName` where the experiment names one. */
export async function writeSamples(file: string, dataset: Dataset): Promise<void> {
  const { groups, groupNames, rowStart } = dataset;
  const lines = [
    csvLine(['sample', 'label', 'steps', 'hash', ...(groups ? ['group'] : []), ...(groupNames ? ['groupName'] : [])]),
  ];
  identitiesOf(dataset).forEach(({ sample, label, hash, groupName }, i) => {
    const steps = rowStart[i + 1] - rowStart[i];
    const group = [...(groups ? [groups[i]] : []), ...(groupName === undefined ? [] : [groupName])];
    lines.push(csvLine([sample, label, steps, hash, ...group]));
  });
  await writeAtomic(file, lines.join(''));
}

/** @throws UserError (state) where the file is damaged; the system's error where there is none */
export async function readSamples(file: string): Promise<SampleRecord[]> {
  const { header, rows } = parseCsv(await readFile(file, 'utf8'), file);
  const group = header.indexOf('group');
  const name = header.indexOf('groupName');
  return rows.map((row) => {
    const [sample, label, steps, hash] = row;
    return {
      ...{ sample, label, steps: Number(steps), hash },
      group: group < 0 ? null : row[group],
      ...(name < 0 ? {} : { groupName: row[name] }),
    };
  });
}
