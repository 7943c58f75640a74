/** Says how a run ended, once, and only where the window is not looking at it: whoever started it, this window or another. */
import * as vscode from 'vscode';
import { formatScore, metricWords } from '../../metrics/words.js';
import { crashReport } from '../../rundir/crash.js';
import { curesOf } from '../../rundir/foldState.js';
import type { Services } from '../commands/services.js';
import { commands } from '../ids.js';
import { firstLine } from '../model/describe.js';
import { crashLogs, mainMetric, recordScore, runName, type RunRecord } from '../model/record.js';
import { endings } from '../model/endings.js';

/** To be called with all runs whenever something changed. */
export function createAnnouncer(services: () => Services): (runs: readonly RunRecord[]) => void {
  const ended = endings();
  return (runs) => {
    for (const record of ended(runs)) void announce(services(), record);
  };
}

async function announce(services: Services, record: RunRecord): Promise<void> {
  const { directory } = record;
  services.log.info(`${directory} ended: ${record.status}${record.reason ? `, ${record.reason}` : ''}`);
  if (services.panels.isVisible(directory)) return;
  const open = (): unknown => services.panels.show(directory);
  if (record.status === 'finished') {
    const score = recordScore(record);
    const said = score ? `${metricWords[mainMetric(record.plan)]} ${formatScore(score)}` : 'finished';
    if (await vscode.window.showInformationMessage(`${runName(record)}: ${said}`, 'Open Run')) open();
    return;
  }
  if (record.reason === null) return; // somebody stopped it
  const report = await crashReport(directory, { logs: crashLogs(directory) });
  if (report) services.log.error(`Last lines of ${directory}:\n${report.lastLogLines.join('\n')}`);
  const how = record.status === 'failed' ? 'failed' : 'does not go on';
  const { cures, again } = curesOf(record.folds);
  const message = [`${runName(record)} ${how}: ${firstLine(record.reason)}`, ...cures].join(' ');
  // What needs a change of settings would fail again.
  const resume = again || record.status !== 'failed' ? ['Resume'] : [];
  const more = report ? ['Show Last Lines'] : [];
  const answer = await vscode.window.showErrorMessage(message, ...resume, 'Open Run', ...more);
  if (answer === 'Open Run') open();
  if (answer === 'Show Last Lines') services.log.show();
  if (answer === 'Resume') await vscode.commands.executeCommand(commands.resume, directory);
}
