/** A terminal in which `foldboard` is there, on the editor's own Node: none need be installed. */
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { writeLaunchers } from '../train/launchers.js';
import type { Services } from './services.js';

export async function openTerminal(services: Services): Promise<vscode.Terminal> {
  if (!vscode.workspace.isTrusted) throw new Error('A Foldboard terminal needs a trusted folder.');
  const folder = join(services.storage, 'bin');
  await writeLaunchers(folder, services.host());
  const path = process.env['PATH'] ?? '';
  const { tfjsNode } = services.host();
  const cwd = services.workspace.folders()[0];
  const terminal = vscode.window.createTerminal({
    name: 'Foldboard',
    env: { PATH: `${folder}${delimiter}${path}`, ...(tfjsNode ? { FOLDBOARD_TFJS_NODE: tfjsNode } : {}) },
    ...(cwd === undefined ? {} : { cwd }),
  });
  terminal.show();
  return terminal;
}
