/** The example workspace: copied to a folder the user chooses, its data generated there once the window stands in it. */
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../ids.js';
import { runJson } from '../train/runCli.js';
import { withChild } from './evaluate.js';
import type { Services } from './services.js';

const pendingKey = 'example.pending';
const folderName = 'foldboard-example';
const first = 'pain-quick.experiment.json';

export interface Example {
  /** Asks for a folder, copies the experiments there and opens it; the window reloads, and `goOn` does the rest. */
  open(services: Services): Promise<void>;
  /** After the window was reloaded: generates the data where that is still to be done. */
  goOn(services: Services): Promise<void>;
}

/** @param examples folder of the experiments that come with the extension; `memory` outlives the window */
export function createExample(examples: string, memory: vscode.Memento): Example {
  async function goOn(services: Services): Promise<void> {
    const pending = memory.get<string>(pendingKey);
    if (pending === undefined || !services.workspace.folders().includes(pending)) return;
    await memory.update(pendingKey, undefined);
    if (!existsSync(join(pending, 'data'))) {
      const answer = await withChild('Generating the data of the example', async (signal, report) => {
        let shown = 0;
        return runJson(services.host(), {
          args: ['generate', 'pain', '--out', pending],
          cwd: pending,
          signal,
          onSaid(line) {
            const percent = percentOf(line);
            if (percent === null || percent <= shown) return;
            report.report({ increment: percent - shown, message: `${percent} %` });
            shown = percent;
          },
        });
      });
      if (answer === undefined) return;
      await services.workspace.refresh();
    }
    const file = join(pending, first);
    await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
    const train = vscode.workspace.isTrusted ? ['Train It'] : [];
    const said = 'The example is ready: experiments on sequences of three unequal classes.';
    void vscode.window.showInformationMessage(said, ...train).then((answer) => {
      if (answer) void vscode.commands.executeCommand(commands.train, vscode.Uri.file(file));
    });
  }

  return {
    goOn,
    async open(services) {
      const picked = await vscode.window.showOpenDialog({
        openLabel: 'Copy the Example Here',
        title: `A folder ${folderName} is made in it`,
        canSelectFiles: false,
        canSelectFolders: true,
        defaultUri: vscode.Uri.file(homedir()),
      });
      if (!picked || picked[0].scheme !== 'file') return;
      const folder = await freeFolder(join(picked[0].fsPath, folderName));
      // The experiments are there before the window opens: they are what starts the extension in it.
      for (const name of await readdir(examples))
        if (/\.(experiment\.json|md)$/.test(name))
          await copyFile(join(examples, name), join(folder, name), constants.COPYFILE_EXCL);
      await memory.update(pendingKey, folder);
      if (services.workspace.folders().includes(folder)) return goOn(services);
      await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceReuseWindow: true });
    },
  };
}

async function freeFolder(base: string): Promise<string> {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? base : `${base}-${n}`;
    if (existsSync(folder)) continue;
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

/** Per cent in a line of `generate --json`; null of any other line. */
export function percentOf(line: string): number | null {
  try {
    const { written, total } = JSON.parse(line) as { written: number; total: number };
    const percent = Math.floor((100 * written) / total);
    return Number.isFinite(percent) ? percent : null;
  } catch {
    return null;
  }
}
