/** What is known of an open data file: its lines by sample, and the run whose predictions it shows. Providers look things up in it. */
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { createArchiveIndex } from '../../../explain/archiveIndex.js';
import { archiveHeaderLines, hasClasses } from '../../../explain/archiveLine.js';
import { csvField, splitCsvLine } from '../../../explain/csvLine.js';
import { shortNames } from '../../../explain/hintText.js';
import type { LineIds } from '../../../explain/lineIds.js';
import { createLineIndex, type LineIndex } from '../../../explain/lineIndex.js';
import type { OutOfFold } from '../../../explain/outOfFold.js';
import type { RunRecord } from '../../model/record.js';
import { predictionsPath, type DataFile } from './files.js';
import { readLineIds } from './lineThread.js';
import type { Results } from './results.js';

export interface DataView {
  readonly document: vscode.TextDocument;
  readonly dataFile: DataFile;
  readonly shape: Shape;
  /** Names of the columns; of a .ts file the lines up to `@data`. */
  readonly header: readonly string[];
  /** Numbers of fields, -1 where there is none; of a .ts file all are. */
  readonly columns: { readonly id: number; readonly label: number; readonly time: number };
  /** Whether rows carry labels. */
  readonly labelled: boolean;
  readonly index: LineIndex;
  /** Null where there is no finished run yet. */
  readonly run: RunRecord | null;
  /** Of test data: of the models of all folds together, which never saw it either. */
  readonly outOfFold: OutOfFold | null;
  readonly short: readonly string[];
  /** Samples of which a line was changed since the run's predictions were put beside them. */
  readonly edited: Set<string>;
  /** Why the predictions may not fit the file any more, or null. */
  readonly stale: string | null;
}

/** What the beginning of a file says of its rows. */
interface Shape {
  readonly header: readonly string[];
  readonly columns: DataView['columns'];
  readonly labelled: boolean;
  /** Equal where lines of samples can be told apart in the same way. */
  readonly kind: string;
  /** @param known - lines that were read already */
  create(known?: LineIds): LineIndex;
}

/** Null where there is no column with the ids. */
function shapeOf(document: vscode.TextDocument, dataFile: DataFile): Shape | null {
  if (dataFile.layout === 'ts') {
    const start = Array.from({ length: Math.min(document.lineCount, 1000) }, (_, i) => document.lineAt(i).text);
    const count = archiveHeaderLines(start);
    const header = start.slice(0, count);
    return {
      header,
      columns: { id: -1, label: -1, time: -1 },
      labelled: hasClasses(header),
      kind: `ts ${count}`,
      create: () => createArchiveIndex(count),
    };
  }
  const header = splitCsvLine(document.lineAt(0).text).map(({ text }) => text);
  const at = (name: string | null): number => (name === null ? -1 : header.indexOf(name));
  const columns = { id: at(dataFile.sampleId), label: at(dataFile.label), time: at(dataFile.time) };
  if (columns.id < 0 && dataFile.layout !== 'folder') return null;
  const sample = columns.id < 0 ? basename(dataFile.file, extname(dataFile.file)) : columns.id;
  const labelled = columns.label >= 0;
  return { header, columns, labelled, kind: `csv ${sample}`, create: (known) => createLineIndex(sample, 0, known) };
}

/** Lines read between two looks at the clock, and how long lines are read before others get their turn. */
const linesAtOnce = 500;
const turnMs = 4;
/** An edit of more lines is as good as another file. */
const longestEdit = 4000;

/**
 * Null where the file has no column of that name, or was closed or changed meanwhile.
 * @param worker - the script that reads large files in a thread
 */
export async function readDataView(
  document: vscode.TextDocument,
  dataFile: DataFile,
  run: RunRecord | null,
  results: Results,
  before: DataView | null,
  worker: string,
): Promise<DataView | null> {
  const shape = shapeOf(document, dataFile);
  if (!shape) return null;
  const same = before?.index.lineCount === document.lineCount && before.shape.kind === shape.kind;
  const index = same ? before.index : await readLines(document, shape, worker);
  if (!index) return null;
  const outOfFold = run ? await results.predictions(predictionsPath(dataFile, run)) : null;
  return {
    document,
    dataFile,
    shape,
    header: shape.header,
    columns: shape.columns,
    labelled: shape.labelled,
    index,
    run,
    outOfFold,
    short: outOfFold ? shortNames(outOfFold.classes) : [],
    edited: same && before.run?.directory === run?.directory ? before.edited : new Set(),
    stale: run ? await staleness(document, run, dataFile) : null,
  };
}

async function readLines(document: vscode.TextDocument, shape: Shape, worker: string): Promise<LineIndex | null> {
  const { version, lineCount } = document;
  const { id } = shape.columns;
  const known = id < 0 ? null : await readLineIds(worker, document, id, (line) => csvField(line, id)?.text ?? '');
  if (document.isClosed || document.version !== version) return null;
  if (known) return shape.create(known);
  const index = shape.create();
  let turn = performance.now();
  for (let start = 0; start < lineCount; start += linesAtOnce) {
    const lines: string[] = [];
    for (let line = start; line < Math.min(lineCount, start + linesAtOnce); line++)
      lines.push(document.lineAt(line).text);
    index.append(lines);
    if (start + linesAtOnce >= lineCount || performance.now() - turn < turnMs) continue;
    await nextTurn();
    turn = performance.now();
    if (document.isClosed || document.version !== version) return null;
  }
  return index;
}

async function staleness(document: vscode.TextDocument, run: RunRecord, dataFile: DataFile): Promise<string | null> {
  // Of labels each row tells by itself whether it is as the run had it.
  if (dataFile.role !== 'sequences') return null;
  if (dataFile.predicted !== null) return null;
  const stats = await stat(document.uri.fsPath).catch(() => null);
  if (!stats) return 'The file is not there any more; the run saw it as it was.';
  if (!run.plan || stats.mtimeMs <= Date.parse(run.plan.created)) return null;
  return 'The file was changed after the run: predictions are of what it was then.';
}

/** Takes over edits of lines; false where the header was touched, so that everything must be read anew. */
export function applyChanges(view: DataView, changes: readonly vscode.TextDocumentContentChangeEvent[]): boolean {
  // They come from the end of the file to its start, each in terms of the text before all of them.
  for (const { range, text } of [...changes].sort((a, b) => b.range.start.compareTo(a.range.start))) {
    if (range.start.line < headerLines(view)) return false;
    const removed = range.end.line - range.start.line + 1;
    const added = countLines(text);
    if (added > longestEdit || removed > longestEdit) return false;
  }
  let shift = 0;
  const ascending = [...changes].sort((a, b) => a.range.start.compareTo(b.range.start));
  for (const { range, text } of ascending) {
    const start = range.start.line + shift;
    const added = countLines(text);
    const lines = Array.from({ length: added }, (_, i) => view.document.lineAt(start + i).text);
    const removed = range.end.line - range.start.line + 1;
    for (const id of view.index.replace(start, removed, lines)) view.edited.add(id);
    shift += added - removed;
  }
  return view.index.lineCount === view.document.lineCount;
}

function headerLines({ dataFile, header }: DataView): number {
  return dataFile.layout === 'ts' ? header.length : 1;
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length;
}
