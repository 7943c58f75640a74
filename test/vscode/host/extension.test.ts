/** What VS Code itself says about the extension: activation, commands, languages. */
import { deepEqual, ok, strictEqual } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, editorCommands, settings } from '../../../src/extension/ids.js';

const id = 'foldboard.foldboard';
export const workspaceFolder = (): string => vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';

describe('extension', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    ok(extension, `${id} is there`);
    await extension.activate();
    strictEqual(extension.isActive, true);
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
