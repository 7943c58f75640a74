/** Show Ablation, and what the buttons of that view do. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { quoteArgument } from '../train/nodeProcess.js';
import type { AblationAction } from '../../protocol/ablation.js';
import type { Services } from './services.js';
import { suitePattern, suiteSuffix } from '../ids.js';
import { openTerminal } from './terminal.js';

/** Opens the table of a suite: the one given, that of the active editor, or the one the user picks. */
export async function showAblation(services: Services, argument: unknown): Promise<void> {
  const file = fileOf(argument) ?? (await chooseSuite());
  if (file !== undefined) services.ablations.show(file);
}

function fileOf(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? argument.fsPath : undefined;
  if (typeof argument === 'object' && argument !== null && 'file' in argument && typeof argument.file === 'string')
    return argument.file;
  return typeof argument === 'string' ? argument : undefined;
}

async function chooseSuite(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && active.fsPath.endsWith(suiteSuffix)) return active.fsPath;
  const found = (await vscode.workspace.findFiles(suitePattern, '**/{node_modules,.foldboard,.git}/**', 500)).filter(
    ({ scheme }) => scheme === 'file',
  );
  if (found.length === 0) throw new Error('There is no suite (*.suite.json) in this folder.');
  if (found.length === 1) return found[0].fsPath;
  const items = found.map((uri) => ({
    label: basename(uri.fsPath),
    description: vscode.workspace.asRelativePath(dirname(uri.fsPath)),
    file: uri.fsPath,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Show Ablation', placeHolder: 'Suite' }))?.file;
}

/** A suite trains in a terminal: there it says how long it takes, and Ctrl-C stops it. */
export function ablationAction(services: () => Services) {
  return async (action: AblationAction, file: string, runDirectory: string | null): Promise<void> => {
    switch (action) {
      case 'openSuite':
        await vscode.window.showTextDocument(vscode.Uri.file(file));
        return;
      case 'openRun':
        if (runDirectory === null) throw new Error('This row has no run yet.');
        services().panels.show(runDirectory);
        return;
      case 'train': {
        const terminal = await openTerminal(services());
        terminal.sendText(`foldboard train ${quoteArgument(file, process.platform)}`);
        return;
      }
      default:
        throw new Error('Unknown action.');
    }
  };
}
