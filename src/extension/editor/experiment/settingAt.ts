/** The setting at a place in an experiment file, and the header of the data that it speaks of. */
import { dirname, resolve } from 'node:path';
import { getLocation, parse, type Node } from 'jsonc-parser';
import type * as vscode from 'vscode';
import type { SettingPath } from '../../../config/path.js';
import { valueAt } from '../../../config/path.js';
import type { DataHeader } from '../../../explain/header.js';
import { settingKind, standsInLabels, type SettingKind } from '../../../explain/settingKind.js';
import type { Headers } from '../headers.js';

export interface SettingAt {
  readonly path: SettingPath;
  readonly kind: SettingKind;
  readonly isKey: boolean;
  /** The string itself, where there is one. */
  readonly node: Node | undefined;
}

/** Null where no column, glob or path is meant. */
export function settingAt(document: vscode.TextDocument, position: vscode.Position): SettingAt | null {
  const { path, isAtPropertyKey, previousNode } = getLocation(document.getText(), document.offsetAt(position));
  const kind = settingKind(path, isAtPropertyKey);
  if (kind === null) return null;
  const node = previousNode?.type === 'string' || previousNode?.type === 'property' ? previousNode : undefined;
  return { path, kind, isKey: isAtPropertyKey, node };
}

/** The header that a setting's columns stand in: of the train file, or of the labels where they stand there. */
export async function headerOf(
  document: vscode.TextDocument,
  path: SettingPath,
  headers: Headers,
): Promise<DataHeader | null> {
  const value: unknown = parse(document.getText(), [], { allowTrailingComma: true });
  const labels = valueAt(value, ['data', 'labels']);
  const train = valueAt(value, ['data', 'train']);
  const file = standsInLabels(path) && typeof labels === 'string' ? labels : train;
  return typeof file === 'string' && file !== '' ? headers.get(resolve(dirname(document.uri.fsPath), file)) : null;
}
