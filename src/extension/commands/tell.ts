/** What went wrong, as a message: what was refused is said, never swallowed, and mistakes in files lead to their place. */
import * as vscode from 'vscode';
import { UserError } from '../../base/errors.js';
import { mistakesIn, mistakesText, withoutFolders, type Mistake } from '../model/mistakes.js';
import type { Services } from './services.js';

const goTo = { one: 'Go to Mistake', several: 'Go to First' };
const showAll = 'Show All';
const details = 'Show Details';

/** Says what a command threw; the whole of it stands in the log. */
export function tell(services: Services, error: unknown): void {
  const own = error instanceof Error ? error.message : String(error);
  const message = error instanceof UserError && error.cure ? `${own} ${error.cure}` : own;
  services.log.error(error instanceof Error ? error : message);
  const mistakes = mistakesIn(message);
  const said = mistakes.length > 0 ? tellMistakes(mistakes) : tellText(services, message);
  said.then(undefined, (failed: unknown) => services.log.error(failed instanceof Error ? failed : String(failed)));
}

async function tellText(services: Services, message: string): Promise<void> {
  const [first, ...more] = withoutFolders(message, services.workspace.folders()).split('\n');
  const show = more.length > 0 ? [details] : [];
  if ((await vscode.window.showErrorMessage(first, ...show)) === details) services.log.show();
}

async function tellMistakes(mistakes: readonly Mistake[]): Promise<void> {
  const buttons = mistakes.length > 1 ? [goTo.several, showAll] : [goTo.one];
  const text = mistakesText(mistakes, (file) => vscode.workspace.asRelativePath(file));
  const answer = await vscode.window.showErrorMessage(text, ...buttons);
  if (answer === undefined) return;
  const [{ file, line, column }] = mistakes;
  const at = new vscode.Position(line - 1, column - 1);
  // For the list too: only what is open has its mistakes there.
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
  if (answer === showAll) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
