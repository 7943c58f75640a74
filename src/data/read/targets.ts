/** Labels and groups: one of each for every sample, from columns of the data or from a labels file. */
import { basename } from 'node:path';
import { nearest } from '../../config/suggest.js';
import type { Findings } from '../findings.js';
import { canonicalOrder } from '../order.js';
import { shown } from './cells.js';
import { listed, targetSlot, textNames, type Choose, type ColumnChoice } from './choice.js';
import { checkTexts, sourceRow, type RowOrder } from './rowOrder.js';
import { readCsv } from './sources.js';
import { lineOf, placeOfText, textOf, type RawTable } from './table.js';

/** A text for each sample, and where it stands. */
export interface Target {
  readonly texts: readonly string[];
  place(sample: number): { readonly file: string; readonly line: number; readonly field?: number };
}

/** What stands in the first row of each sample. */
export function targetFromColumn(table: RawTable, slot: number, order: RowOrder): Target {
  const firstRows = firstRowsOf(order);
  return {
    texts: firstRows.map((row) => textOf(table, row, slot)),
    place: (sample) => placeOfText(table.lines, firstRows[sample], slot),
  };
}

function firstRowsOf(order: RowOrder): number[] {
  return order.sampleIds.map((_, sample) => sourceRow(order, order.rowStart[sample]));
}

/** A column that must not vary within a sample; where it does, that is a finding. */
export function checkWithinSamples(
  table: RawTable,
  slot: number,
  name: string,
  order: RowOrder,
  findings: Findings,
): void {
  const firstRows = firstRowsOf(order);
  order.sampleIds.forEach((id, sample) => {
    const code = table.texts[slot][firstRows[sample]];
    for (let place = order.rowStart[sample] + 1; place < order.rowStart[sample + 1]; place++) {
      const row = sourceRow(order, place);
      if (table.texts[slot][row] === code) continue;
      findings.add({
        ...placeOfText(table.lines, row, slot),
        message: `column "${name}" varies within sample ${shown(id)}: ${shown(textOf(table, row, slot))} here, ${shown(textOf(table, firstRows[sample], slot))} on line ${lineOf(table.lines, firstRows[sample]).line}`,
        cure: 'It must be the same in every row of a sample: correct it, or the sample id.',
      });
      return;
    }
  });
}

/**
 * Labels (and groups, where `groupName` is a column of the labels file) of the samples in `order`.
 * Labels of unknown samples, samples without a label and samples with two become findings.
 */
export function targetsFromFile(
  file: string,
  columns: {
    readonly sampleId: string;
    readonly label: string;
    readonly group: string | null;
    /** Whether each sample must have one. */
    readonly groupNeeded: boolean;
  },
  data: { readonly table: RawTable; readonly order: RowOrder; readonly file: string },
  findings: Findings,
): { label: Target; group: Target | null } {
  const choose: Choose = (header): ColumnChoice => ({
    sampleId: columns.sampleId,
    time: null,
    label: columns.label,
    group: columns.group !== null && header.includes(columns.group) ? columns.group : null,
    continuous: [],
    categorical: [],
  });
  const { table, choice } = readCsv(file, choose, 'error', findings, null);
  const spare = columns.groupNeeded ? -1 : targetSlot(choice, 'group');
  checkTexts(table, textNames(choice), textNames(choice).length, 'error', findings, spare);
  const position = new Map(data.order.sampleIds.map((id, sample) => [id, sample]));
  const rowOf = new Int32Array(data.order.sampleIds.length).fill(-1);
  const firstSeen = new Map<string, number>();
  const strangers: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const id = textOf(table, row, 0);
    const first = firstSeen.get(id);
    if (first !== undefined) {
      const again = textOf(table, first, 1) === textOf(table, row, 1) ? 'the same label' : 'another label';
      findings.add({
        ...placeOfText(table.lines, row, 0),
        message: `sample ${shown(id)} has ${again} already (line ${lineOf(table.lines, first).line})`,
        cure: 'Keep one line for each sample.',
      });
      continue;
    }
    firstSeen.set(id, row);
    const sample = position.get(id);
    if (sample === undefined) strangers.push(row);
    else rowOf[sample] = row;
  }
  if (strangers.length === firstSeen.size) {
    const row = strangers[0];
    findings.add({
      ...placeOfText(table.lines, row, 0),
      message: `no sample of ${basename(data.file)} has a label here: its ids are ${listed(data.order.sampleIds.slice(0, 3))} …, here they are ${listed([...firstSeen.keys()].slice(0, 3))} …`,
      cure: 'Ids are compared as text ("7" is not "007"): write them alike in both files.',
    });
    findings.raise();
  }
  for (const row of strangers) {
    findings.add({
      ...placeOfText(table.lines, row, 0),
      message: `a label for sample ${shown(textOf(table, row, 0))}, which ${basename(data.file)} does not hold`,
      cure: `Remove the line, or add the rows of that sample to ${basename(data.file)}.`,
    });
  }
  rowOf.forEach((row, sample) => {
    if (row >= 0) return;
    const first = sourceRow(data.order, data.order.rowStart[sample]);
    findings.add({
      ...placeOfText(data.table.lines, first, 0),
      message: `sample ${shown(data.order.sampleIds[sample])} has no label in ${basename(file)}`,
      cure: `Add a line for it to ${basename(file)}, or remove its rows.`,
    });
  });
  const target = (slot: number): Target => ({
    texts: Array.from(rowOf, (row) => (row < 0 ? '' : textOf(table, row, slot))),
    place: (sample) => placeOfText(table.lines, rowOf[sample], slot),
  });
  return { label: target(1), group: choice.group === null ? null : target(2) };
}

/**
 * Class indices; -1 where a label is unknown, which is a finding, or empty, which has been one already.
 * @param choosable - the experiment may still name other classes: these are no data for a model that has learnt its own
 */
export function classIndices(
  target: Target,
  sampleIds: readonly string[],
  classes: readonly string[],
  findings: Findings,
  choosable: boolean,
): Int32Array {
  const position = new Map(classes.map((name, i) => [name, i]));
  const indices = new Int32Array(new SharedArrayBuffer(4 * target.texts.length));
  target.texts.forEach((text, sample) => {
    indices[sample] = position.get(text) ?? -1;
    if (indices[sample] >= 0 || text === '') return;
    const guess = nearest(text, classes);
    findings.add({
      ...target.place(sample),
      message: `class ${shown(text)} of sample ${shown(sampleIds[sample])} is none of ${listed(classes)}`,
      cure: `${guess === null ? '' : `Did you mean "${guess}"? `}${choosable ? 'Correct the label, or add the class to data.classes.' : 'Correct the label: a model knows only the classes it was trained on.'}`,
    });
  });
  return indices;
}

/** Distinct texts in canonical order. */
export function distinctSorted(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)].filter((text) => text !== '');
  return Array.from(canonicalOrder(distinct), (i) => distinct[i]);
}

/** Group indices; groups stand in canonical order, so that the same content gives the same indices. */
export function groupIndices(target: Target): Int32Array {
  const position = new Map(distinctSorted(target.texts).map((name, i) => [name, i]));
  const indices = new Int32Array(new SharedArrayBuffer(4 * target.texts.length));
  target.texts.forEach((text, sample) => (indices[sample] = position.get(text) ?? -1));
  return indices;
}
