/** Titles with a quiet caption, as wide as the terminal lets them be. */
import type { Style } from './style.js';
import { displayWidth, wrapText } from './width.js';

export interface Layout {
  readonly width: number;
  readonly style: Style;
}

/** `Title  caption`; a caption that does not fit goes on below itself, or below the title where that is long. */
export function title(text: string, caption: string, { width, style }: Layout): string {
  if (caption === '') return style.bold(wrapText(text, width));
  const indent = displayWidth(text) + 2;
  if (indent + displayWidth(caption) <= width) return `${style.bold(text)}  ${style.quiet(caption)}`;
  if (indent > width / 2) return `${style.bold(wrapText(text, width))}\n${style.quiet(wrapText(caption, width))}`;
  return `${style.bold(text)}  ${style.quiet(wrapText(caption, width - indent, indent))}`;
}

/** A title, and what stands below. */
export function section(name: string, caption: string, body: string, layout: Layout): string {
  return `${title(name, caption, layout)}\n${body}`;
}
