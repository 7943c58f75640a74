/** Every mistake one can make on the command line: its message, its cure, its exit code; and nothing on stdout. */
import { existsSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { data, makeWorkspace, transcript, type Workspace } from './workspace.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.write(
    'broken.experiment.json',
    '{\n  "data": { "train": "train.csv", "labels": "labels.csv" },\n  "model": { "hiddenUnit": 64 }\n}\n',
  );
  await workspace.write('wrong.experiment.json', { data: { train: 'nowhere.csv', label: 'label' } });
  await workspace.write('folds.experiment.json', {
    data,
    validation: { folds: 10 },
  });
  await workspace.write(
    'two/two.csv',
    'id,t,x,first,second\n1,0,1,a,c\n1,1,2,a,c\n2,0,1,b,c\n2,1,3,b,c\n3,0,1,a,d\n3,1,5,a,d\n4,0,2,b,d\n4,1,2,b,d\n',
  );
  await workspace.write('other.csv', 'sample_index,time,noise,place\n0,0,1.5,north\n');
  await workspace.run('train', 'majority.experiment.json');
  await workspace.run('train', 'linear.experiment.json', '--set', 'name=Majority too');
}, 60_000);

const usage = [
  'trian',
  '--verbose',
  'train',
  'train a.experiment.json b.experiment.json',
  'train tiny.experiment.json --worker 2',
  'train tiny.experiment.json --workers',
  'train tiny.experiment.json --workers 0',
  'train tiny.experiment.json --detach=yes',
  'train tiny.experiment.json --queue --detach',
  'train tiny.experiment.json --nice 20',
  'train tiny.suite.json',
  'show nothing',
  'show majority',
  'resume',
  'stop nothing',
  'queue drian',
  'queue first',
  'queue drain latest',
  'queue cancel nothing',
  'list --sort macro_f1',
  'list everything',
  'compare majority',
  'compare nothing majority',
  'compare majority-too majority-too',
  'compare majority-too latest --metric f1',
  'evaluate latest --labels labels.csv',
  'predict latest',
  'delete latest',
  'generate pian --out x',
  'generate pain',
  'generate pain --out x --samples 12',
  'generate pain --out train.csv/x',
  'predict latest --data train.csv --out nowhere/p.csv',
  'predict latest --data train.csv --out two',
  'predict latest --data train.csv --out ./train.csv',
  'predict latest --data other.csv --out labels.csv',
  'init two/two.csv --out nowhere/x.experiment.json',
  'train tiny.experiment.json --run-dir train.csv',
];
const input = [
  'train nowhere.experiment.json',
  'check train.csv',
  'train broken.experiment.json',
  'check wrong.experiment.json',
  'check folds.experiment.json',
  'check tiny.experiment.json --set model.hiddenUnit=3',
  'train tiny.experiment.json --set training.epochs=many --set seed',
  'evaluate latest --data train.csv --labels labels.csv',
  'evaluate latest --data train.csv',
  'evaluate latest --data nowhere.csv',
  'predict latest --data other.csv',
  'init nowhere.csv',
  'init two/two.csv',
  'init two/two.csv --set data.label=third',
  'init two/two.csv --set data.label=first --set data.time=t',
  'init train.csv --labels labels.csv --out tiny.experiment.json',
];

for (const [name, lines] of Object.entries({ usage, input }))
  test(`${name}: exit code 2, a message on stderr, nothing on stdout`, async () => {
    const parts = [];
    for (const line of lines) {
      const output = await workspace.run(...line.split(' '));
      expect([output.code, output.stdout], line).toEqual([2, '']);
      parts.push(transcript(line, output, workspace));
    }
    await expect(parts.join('\n')).toMatchFileSnapshot(`errors-${name}.txt`);
  }, 60_000);

test('--json changes nothing about errors', async () => {
  const { code, stdout, stderr } = await workspace.run('show', 'nothing', '--json');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('No run is called "nothing".');
});

// A folder that takes no files, not even from root.
test.skipIf(!existsSync('/sys/kernel'))('what the system refuses is no fault of this program', async () => {
  const parts = [];
  for (const line of [
    'predict latest --data train.csv --out /sys/p.csv',
    'train tiny.experiment.json --run-dir /sys/run',
  ]) {
    const output = await workspace.run(...line.split(' '));
    expect(output.code, line).toBe(1);
    expect(output.stderr).not.toContain('fault in Foldboard');
    parts.push(transcript(line, output, workspace));
  }
  await expect(parts.join('\n')).toMatchFileSnapshot('errors-system.txt');
});
