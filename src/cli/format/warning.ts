/** A warning as one reads it: of a guard where a training begins, of samples that models know beside a score. */
import type { Style } from './style.js';
import { wrapText } from './width.js';

/** `warning  message. cure` */
export function guardLine(message: string, cure: string | null, width: number, style: Style): string {
  const text = `${message}.${cure === null ? '' : ` ${cure}`}`;
  return `${style.bad('warning')}  ${wrapText(text, Math.min(width, 100) - 9, 9)}`;
}

/** One below the other; null where there is nothing to say. */
export function warningLines(messages: readonly string[], width: number, style: Style): string | null {
  return messages.length === 0 ? null : messages.map((message) => guardLine(message, null, width, style)).join('\n');
}
