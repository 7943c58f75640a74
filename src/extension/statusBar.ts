/** One item in the status bar while something trains: how far it is; a click opens the run. */
import * as vscode from 'vscode';
import { commands } from './ids.js';
import { progressText } from './model/describe.js';
import { runName, type RunRecord } from './model/record.js';

export interface StatusBar extends vscode.Disposable {
  update(runs: readonly RunRecord[]): void;
}

/** What the item says about the running runs; null where nothing runs. */
export function statusText(running: readonly RunRecord[]): { readonly text: string; readonly tooltip: string } | null {
  if (running.length === 0) return null;
  const lines = running.map((record) => `${runName(record)}: ${progressText(record) || 'starting'}`);
  const text = running.length === 1 ? progressText(running[0]) || 'starting' : `${running.length} runs`;
  return { text: `$(loading~spin) ${text}`, tooltip: `Foldboard\n${lines.join('\n')}` };
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem('foldboard.progress', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Foldboard';
  return {
    update(runs) {
      const running = runs.filter((record) => record.status === 'running');
      const said = statusText(running);
      if (!said) return item.hide();
      item.text = said.text;
      item.tooltip = said.tooltip;
      item.command = { command: commands.openRun, title: 'Open Run', arguments: [running[0].directory] };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
