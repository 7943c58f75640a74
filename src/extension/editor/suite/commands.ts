/** Trains what is missing of a suite: that takes long, so it runs where one can watch and stop it, in a terminal. */
import * as vscode from 'vscode';
import type { Services } from '../../commands/services.js';
import { openTerminal } from '../../commands/terminal.js';
import { suiteSuffix } from '../../ids.js';
import { quoteArgument } from '../../train/nodeProcess.js';

export async function runSuite(services: Services, argument: unknown, quick: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file' || !uri.fsPath.endsWith(suiteSuffix)) throw new Error('Open a suite file first.');
  await vscode.workspace.textDocuments.find((one) => one.uri.fsPath === uri.fsPath && one.isDirty)?.save();
  const terminal = await openTerminal(services);
  const file = quoteArgument(uri.fsPath, process.platform);
  terminal.sendText(`foldboard train ${file}${quick === true ? ' --quick' : ''}`);
}
