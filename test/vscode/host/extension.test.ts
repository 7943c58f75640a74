/** What VS Code itself says about the extension: activation, commands, languages. */
import { deepEqual, ok, strictEqual } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import Module from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, editorCommands, settings } from '../../../src/extension/ids.js';

const id = 'foldboard.foldboard';
export const workspaceFolder = (): string => vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';

interface Loader {
  _load: (request: string, ...more: unknown[]) => unknown;
}
interface Activating {
  activate(context: unknown): unknown;
}

/** From now on, takes the time of loading the extension's code and of the call of its `activate`. */
function clockActivation(): () => number[] {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  const times: number[] = [];
  const timed = <T>(act: () => T): T => {
    const start = performance.now();
    const result = act();
    times.push(performance.now() - start);
    return result;
  };
  loader._load = (request, ...more) => {
    if (!request.replaceAll('\\', '/').endsWith('dist/extension.cjs')) return load(request, ...more);
    loader._load = load;
    const code = timed(() => load(request, ...more)) as Activating;
    return { ...code, activate: (context: unknown) => timed(() => code.activate(context)) };
  };
  return () => times;
}

describe('extension', () => {
  it('activates', async function () {
    const extension = vscode.extensions.getExtension(id);
    ok(extension, `${id} is there`);
    strictEqual(extension.isActive, false);
    const times = clockActivation();
    await extension.activate();
    strictEqual(extension.isActive, true);
    // As VS Code counts it, without the storage and translations that it fetches for every extension.
    const [load, call] = times().map((time) => time.toFixed(1));
    this.test!.title = `activates: ${load} ms to load the code, ${call} ms to activate`;
  });

  it('has every command of the table, and no other of its own', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith('foldboard.'));
    // Views bring commands of their own (`foldboard.runs.focus` and the like).
    const own = registered.filter((name) => name.split('.').length === 2);
    deepEqual(own.sort(), Object.values({ ...commands, ...editorCommands }).sort());
  });

  it('opens experiment files as JSON with comments', async () => {
    const file = join(workspaceFolder(), 'language.experiment.json');
    await writeFile(file, '{\n  // a comment\n  "data": { "train": "x.csv" }\n}\n');
    const document = await vscode.workspace.openTextDocument(file);
    strictEqual(document.languageId, 'jsonc');
  });

  it('leaves the number of workers to the trainer unless it is set', () => {
    strictEqual(vscode.workspace.getConfiguration().get(settings.workers), 0);
  });
});
