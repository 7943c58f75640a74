/** A chart or table of a view as a file: the user is asked where, then it is written. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SaveRequest } from '../../protocol/save.js';
import { fileName } from './fileName.js';

const kinds = { png: 'Images', csv: 'Comma-separated values' } as const;

/** Asks for a place, beginning in `folder`, and writes there; asked in vain, it does nothing. */
export async function saveFile(request: SaveRequest, folder: string): Promise<void> {
  const kind = request.kind === 'png' ? 'png' : 'csv';
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, fileName(request.name, kind))),
    filters: { [kinds[kind]]: [kind] },
  });
  if (!target) return;
  const bytes = Buffer.from(request.content, kind === 'png' ? 'base64' : 'utf8');
  await vscode.workspace.fs.writeFile(target, bytes);
}
