/** Training from inside the host: a process of its own that writes a run directory. */
import { notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/extension/ids.js';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { workspaceFolder } from './extension.test.js';

async function until<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 45_000): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

describe('training', () => {
  const runs = (): string => join(workspaceFolder(), '.foldboard/runs');
  const names = async (): Promise<string[]> => (await readdir(runs()).catch(() => [])).sort();
  const json = async (file: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(file, 'utf8'));
  const uri = (name: string): vscode.Uri => vscode.Uri.file(join(workspaceFolder(), name));

  before(() => writeWorkspace(workspaceFolder()));

  it('runs in another process, and ends with a result', async () => {
    await vscode.commands.executeCommand(commands.tryOneEpoch, uri('slow.experiment.json'));
    const [name] = await names();
    const run = join(runs(), name);
    const plan = await json(join(run, 'run.json'));
    strictEqual((plan['resolved'] as { epochs: number }).epochs, 1);
    await until('the result', async () => (existsSync(join(run, 'result.json')) ? true : undefined));
    const log = await readFile(join(run, 'trainer.log'), 'utf8');
    const trainer = /started by process (\d+)/.exec(log)?.[1];
    notStrictEqual(Number(trainer), process.pid);
  });

  it('opens the run in an editor tab', () => {
    const labels = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    ok(labels.includes('Slow beats'), `tabs: ${labels.join(', ')}`);
  });

  it('joins two runs to an ensemble, which is kept and opens as a document', async () => {
    await vscode.commands.executeCommand(commands.tryOneEpoch, uri('slow.experiment.json'));
    const both = await until('two finished runs', async () => {
      const all = (await names()).map((name) => join(runs(), name));
      return all.length === 2 &&
        all.every((run) => existsSync(join(run, 'result.json')) && !existsSync(join(run, 'owner.json')))
        ? all
        : undefined;
    });
    await vscode.commands.executeCommand(commands.refresh);
    const done = vscode.commands.executeCommand(commands.ensembleRuns, both[0], both, 'mean');
    const kept = join(workspaceFolder(), '.foldboard/ensembles');
    const [name] = await until('the ensemble', async () => {
      const found = await readdir(kept).catch(() => []);
      return found.length > 0 && existsSync(join(kept, found[0], 'ensemble.json')) ? found : undefined;
    });
    await done;
    const document = await json(join(kept, name, 'ensemble.json'));
    strictEqual(document['method'], 'mean');
    strictEqual((document['rows'] as unknown[]).length, 2);
    ok(existsSync(join(kept, name, 'predictions.csv')));
    await until('its document', async () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
      return tabs.some((label) => label.includes('Ensemble of 2 runs')) ? true : undefined;
    });
    const query = JSON.stringify({ kind: 'ensemble', run: both[0], name });
    const address = vscode.Uri.from({ scheme: 'foldboard-report', path: '/Ensemble.md', query });
    const text = (await vscode.workspace.openTextDocument(address)).getText();
    ok(text.includes('pooled over 90 samples, each predicted by models that never saw it'), text);
    // Both have one title: each is named by its directory.
    for (const run of both)
      ok(text.includes(basename(run).replaceAll('-', '&#45;')) || text.includes(basename(run)), text);
  });

  it('stops when it is asked to, and goes on', async () => {
    const before = await names();
    await vscode.commands.executeCommand(commands.train, uri('slow.experiment.json'));
    const name = await until('the new run', async () => (await names()).find((one) => !before.includes(one)));
    const run = join(runs(), name);
    const events = join(run, 'folds/0/events.jsonl');
    const epochsOf = async (): Promise<number> =>
      (await readFile(events, 'utf8').catch(() => '')).split('\n').filter((line) => line.includes('"epoch"')).length;
    const some = await until('some epochs', async () => ((await epochsOf()) > 3 ? await epochsOf() : undefined));
    await vscode.commands.executeCommand(commands.stop, run);
    await until('the end of the trainer', async () => (existsSync(join(run, 'owner.json')) ? undefined : true));
    strictEqual(existsSync(join(run, 'result.json')), false);
    await vscode.commands.executeCommand(commands.resume, run);
    await until('more epochs', async () => ((await epochsOf()) > some + 3 ? true : undefined));
    await vscode.commands.executeCommand(commands.stop, run);
    await until('the end of the trainer', async () => (existsSync(join(run, 'owner.json')) ? undefined : true));
  });
});
