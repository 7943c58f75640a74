/** Names of files that a view proposes. Pure. */
import { basename } from 'node:path';

/** The name comes from a message: nothing in it may lead to another folder. */
export function fileName(name: string, kind: 'png' | 'csv'): string {
  const plain = basename(name).replace(/[^\p{L}\p{N} ._-]+/gu, '-');
  return `${plain.replace(/^\.+/, '').slice(0, 80) || 'chart'}.${kind}`;
}
