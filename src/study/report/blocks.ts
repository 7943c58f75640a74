/** A report as a list of blocks, which two writers (HTML, Markdown) put into words. Types only. */
import type { HeadingAbove } from '../../metrics/tableSections.js';

export interface ReportTable {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly headings?: readonly HeadingAbove[];
  /** Columns of numbers, by index: set to the right. */
  readonly numbers: readonly number[];
  readonly caption?: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'subheading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  /** `svg`: self-contained, everything in it escaped. */
  | { readonly kind: 'figure'; readonly svg: string; readonly caption: string }
  | ReportTable;

export interface Report {
  readonly title: string;
  /** What it is about, in a quiet line. */
  readonly about: string;
  readonly blocks: readonly Block[];
}
