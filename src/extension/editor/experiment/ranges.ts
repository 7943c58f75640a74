/** From places in the text of a file, counted from 1, to what is underlined. */
import { findNodeAtOffset, type Node } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Place } from '../../../base/errors.js';

/** Who speaks, in the list of problems. */
export const source = 'Foldboard';

export function positionOf(document: vscode.TextDocument, place: Pick<Place, 'line' | 'column'>): vscode.Position {
  return document.validatePosition(new vscode.Position((place.line ?? 1) - 1, (place.column ?? 1) - 1));
}

/** The string, number or word at an offset; of objects and lists the bracket only. */
export function rangeAt(document: vscode.TextDocument, offset: number, tree: Node | undefined): vscode.Range {
  const node = tree && findNodeAtOffset(tree, offset, true);
  const whole = node && node.offset === offset && !['object', 'array', 'property'].includes(node.type);
  const length = whole ? node.length : 1;
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** What a place in a JSON text underlines. */
export function rangeOfPlace(document: vscode.TextDocument, place: Place, tree: Node | undefined): vscode.Range {
  return rangeAt(document, place.line === undefined ? 0 : document.offsetAt(positionOf(document, place)), tree);
}
