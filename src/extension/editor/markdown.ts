/** Markdown of hovers and comments: command links only to what is listed here, with arguments that those commands check. */
import * as vscode from 'vscode';
import { commands, editorCommands } from '../ids.js';

const linked: readonly string[] = [
  commands.openRun,
  editorCommands.nextWrong,
  editorCommands.chooseRun,
  editorCommands.peekCell,
  editorCommands.toggleMatrix,
  editorCommands.chooseMatrixRun,
];

/** Trusted for those commands alone; whatever comes from files is escaped before it gets here. */
export function markdown(text: string): vscode.MarkdownString {
  const value = new vscode.MarkdownString(text);
  value.isTrusted = { enabledCommands: [...linked] };
  value.supportHtml = true;
  return value;
}

/** The address of a command: JSON as a URI component, in which no sign ends a Markdown link. */
export function commandAddress(command: string, args: readonly (string | number)[]): string {
  if (!linked.includes(command)) throw new Error(`${command} is not among the commands that may be linked`);
  const json = encodeURIComponent(JSON.stringify(args)).replace(
    /[()'!*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `command:${command}${args.length > 0 ? `?${json}` : ''}`;
}

/** @param title - a word of ours, not of a file */
export function commandLink(title: string, command: string, args: readonly (string | number)[]): string {
  return `[${title}](${commandAddress(command, args)})`;
}
