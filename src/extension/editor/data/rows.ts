/** Where things stand in a row of a data file: its label, and the place of its prediction. */
import { archiveLabel, archiveSignal } from '../../../explain/archiveLine.js';
import { csvField, fieldAt, type LineField } from '../../../explain/csvLine.js';
import type { DataView } from './view.js';

/** The label in a row; null where none stands there. */
export function labelAt(view: DataView, line: number): LineField | null {
  if (!view.labelled) return null;
  const { text } = view.document.lineAt(line);
  return view.dataFile.layout === 'ts' ? archiveLabel(text) : csvField(text, view.columns.label);
}

/**
 * At the row's end; in sequence files behind the id (or the first value), and before the row where it is a whole sample: their rows
 * are longer than any window.
 */
export function hintColumn(view: DataView, line: number): number {
  if (view.dataFile.layout === 'ts') return 0;
  const { text } = view.document.lineAt(line);
  if (view.dataFile.role !== 'sequences') return text.length;
  return csvField(text, Math.max(view.columns.id, 0))?.end ?? text.length;
}

export interface Signal {
  readonly name: string;
  readonly values: readonly number[];
}

/** The step a place in a row belongs to, and the column (or channel) there, where the model reads it as a number. */
export function signalAt(
  view: DataView,
  line: number,
  character: number,
): { readonly step: number | null; readonly column: Signal | null } {
  const isInput = (name: string | undefined): name is string =>
    name !== undefined && (view.run?.plan?.columns.continuous.includes(name) ?? false);
  if (view.dataFile.role !== 'sequences') return { step: null, column: null };
  if (view.dataFile.layout === 'ts') {
    const found = archiveSignal(view.document.lineAt(line).text, character, view.labelled);
    if (!found) return { step: null, column: null };
    return { step: found.step, column: isInput(found.name) ? found : null };
  }
  const steps = stepsOf(view, view.index.idAt(line));
  const column = fieldAt(view.document.lineAt(line).text, character);
  const name = view.header[column];
  return {
    step: steps.indexOf(line),
    column: isInput(name) ? { name, values: steps.map((step) => numberAt(view, step, column)) } : null,
  };
}

/** Lines of a sample in the order of time. */
function stepsOf(view: DataView, sample: string): number[] {
  const lines = view.index.linesOf(sample);
  if (view.columns.time < 0) return lines;
  const times = new Map(lines.map((line) => [line, numberAt(view, line, view.columns.time)]));
  return [...times.values()].some(Number.isNaN) ? lines : lines.sort((a, b) => times.get(a)! - times.get(b)!);
}

function numberAt(view: DataView, line: number, column: number): number {
  const text = csvField(view.document.lineAt(line).text, column)?.text ?? '';
  return text === '' ? NaN : Number(text);
}
