/** Reads .ts files of the UEA/UCR archive (format: https://www.aeon-toolkit.org, "ts file format"): one sample a line. */
import { refuse, type Findings } from '../findings.js';
import { readArchiveHeader, refuseTimestamps } from './archiveHeader.js';
import { closeBlocks, openBlocks } from './blocks.js';
import { readCell, shown, type MissingPolicy } from './cells.js';
import { targetSlot, textNames, type Choose, type ColumnChoice } from './choice.js';
import { intern, internText } from './dictionary.js';
import { checkEncoding } from './header.js';
import { checkLevels } from './levels.js';
import { linesOf, trim } from './lines.js';
import { readFloat32 } from './number.js';
import type { RawSamples } from './sources.js';
import { addFile, createTable, reserveRows, type RawTable } from './table.js';

const colon = 58;
const comma = 44;
const parenthesis = 40;

interface Sample {
  readonly file: string;
  readonly line: number;
  readonly table: RawTable;
  /** Number slot of each channel, -1: not read as a number. */
  readonly numberSlots: readonly number[];
  /** Text slot of each channel, -1: no category. */
  readonly textSlots: readonly number[];
  readonly names: readonly string[];
  readonly policy: MissingPolicy;
  readonly findings: Findings;
}

/**
 * All samples of a .ts file; ids are their numbers in the file, from 0; channels are named `channel_0` and so on.
 * Lengths may differ between samples, not between channels of one sample.
 */
export function readArchive(file: string, choose: Choose, policy: MissingPolicy, findings: Findings): RawSamples {
  const blocks = openBlocks(file);
  try {
    checkEncoding(blocks);
    const lines = linesOf(blocks);
    const header = readArchiveHeader(
      lines,
      ({ start, end }) => Buffer.from(blocks.bytes.subarray(start, end)).toString(),
      file,
    );
    let table: RawTable | null = null;
    let choice: ColumnChoice | null = null;
    let names: string[] = [];
    let sampleNumber = 0;
    for (const { line, start, end } of lines) {
      const { bytes } = blocks;
      if (start === end) continue;
      if (bytes[start] === parenthesis) refuseTimestamps(file, line);
      const parts = splitAt(bytes, start, end, colon);
      const channels = parts.length - (header.classes ? 1 : 0);
      if (!table || !choice) {
        names = channelNames(header.dimensions ?? channels);
        choice = { ...choose(names, file, 'ts'), sampleId: null, time: null, label: header.classes ? 'label' : null };
        checkChannels(names, choice, file, line);
        table = createTable(choice.continuous.length, textNames(choice).length);
        addFile(table.lines, file, { textFields: table.dictionaries.map(() => -1), timeField: -1 });
      }
      if (channels !== names.length) {
        findings.add({
          file,
          line,
          message: `the sample has ${channels} channel${channels === 1 ? '' : 's'}, ${header.dimensions === null ? 'the first sample' : '@dimensions'} says ${names.length}`,
          cure: `Channels are separated by ":"${header.classes ? ', and the class stands behind the last one' : ''}.`,
        });
        continue;
      }
      const { categorical, continuous } = choice;
      const firstCategory = table.dictionaries.length - categorical.length;
      const sample: Sample = {
        file,
        line,
        table,
        names,
        policy,
        findings,
        numberSlots: names.map((name) => continuous.indexOf(name)),
        textSlots: names.map((name) => (categorical.includes(name) ? firstCategory + categorical.indexOf(name) : -1)),
      };
      const before = table.rows;
      readSample(sample, bytes, parts.slice(0, names.length));
      const code = internText(table.dictionaries[0], String(sampleNumber++));
      fillText(table, before, 0, code);
      if (header.classes) {
        const [from, to] = trim(bytes, ...parts[parts.length - 1]);
        const slot = targetSlot(choice, 'label');
        fillText(table, before, slot, intern(table.dictionaries[slot], bytes, from, to));
        const label = Buffer.from(bytes.subarray(from, to)).toString();
        if (!header.classes.includes(label)) {
          findings.add({
            file,
            line,
            column: from - start + 1,
            message: `class ${shown(label)} is not in @classLabel (${header.classes.join(' ')})`,
            cure: 'Correct the class, or add it to the @classLabel line.',
          });
        }
      }
    }
    if (!table || !choice) {
      return refuse({ file, message: 'there is no sample behind @data', cure: 'Give a line for each sample.' });
    }
    checkLevels(table, textNames(choice), table.dictionaries.length - choice.categorical.length);
    return { table, choice, classes: header.classes };
  } finally {
    closeBlocks(blocks);
  }
}

/** @throws UserError where a channel that is asked for is not in the file */
function checkChannels(names: readonly string[], choice: ColumnChoice, file: string, line: number): void {
  const missing = [...choice.continuous, ...choice.categorical].find((name) => !names.includes(name));
  if (missing === undefined) return;
  refuse({
    file,
    line,
    message: `there is no ${missing}: the samples have ${names.length} channel${names.length === 1 ? '' : 's'}`,
    cure: 'Give data with the channels of the training data.',
  });
}

/** Names of channels; padded, so that their alphabetical order is theirs. */
export function channelNames(count: number): string[] {
  const digits = String(count - 1).length;
  return Array.from({ length: count }, (_, i) => `channel_${String(i).padStart(digits, '0')}`);
}

/** Appends the rows of one sample: `parts` are the byte ranges of its channels. */
function readSample(sample: Sample, bytes: Uint8Array, parts: readonly (readonly [number, number])[]): void {
  const { table, file, line, findings } = sample;
  const firstRow = table.rows;
  let steps = 0;
  parts.forEach(([start, end], channel) => {
    const count = readChannel(sample, bytes, start, end, channel, firstRow, parts[0][0]);
    if (channel === 0) steps = count;
    if (count === steps) return;
    findings.add({
      file,
      line,
      column: start - parts[0][0] + 1,
      message: `${sample.names[channel]} has ${count} values, ${sample.names[0]} has ${steps}`,
      cure: 'All channels of a sample must be of one length (samples may differ): pad with ? what is missing.',
    });
    steps = Math.max(steps, count);
  });
  table.lines.runs.push({ row: firstRow, line, file: 0, step: 0 });
  table.rows = firstRow + steps;
}

/** Reads one channel's values into the rows from `firstRow` on; returns their number. */
function readChannel(
  sample: Sample,
  bytes: Uint8Array,
  start: number,
  end: number,
  channel: number,
  firstRow: number,
  lineStart: number,
): number {
  const { table, findings, line, file, names } = sample;
  const numberSlot = sample.numberSlots[channel];
  const textSlot = sample.textSlots[channel];
  let row = firstRow;
  for (let p = start; p <= end; row++) {
    if (row === table.capacity) growBy(table, row);
    while (bytes[p] === 32) p++;
    let after: number;
    if (numberSlot >= 0) {
      const column = table.numbers[numberSlot];
      after = readFloat32(bytes, p, column, row);
      if (after < 0 || after > end || (bytes[after] !== comma && after !== end)) {
        after = valueEnd(bytes, p, end);
        const place = { file, line, column: p - lineStart + 1, name: names[channel] };
        const value = readCell(bytes, p, after, place, sample.policy, findings);
        column[row] = value;
        if (Number.isNaN(value)) table.hasMissing[numberSlot] = 1;
      }
    } else {
      after = valueEnd(bytes, p, end);
      if (textSlot >= 0) {
        const code = intern(table.dictionaries[textSlot], bytes, ...trim(bytes, p, after));
        table.texts[textSlot][row] = code;
      }
    }
    p = after + 1;
  }
  return row - firstRow;
}

/** Makes room behind `row`, where the rows up to it are written but not yet counted. */
function growBy(table: RawTable, row: number): void {
  const { rows } = table;
  table.rows = row;
  reserveRows(table, row + 1);
  table.rows = rows;
}

function fillText(table: RawTable, fromRow: number, slot: number, code: number): void {
  table.texts[slot].fill(code, fromRow, table.rows);
}

function valueEnd(bytes: Uint8Array, start: number, end: number): number {
  let p = start;
  while (p < end && bytes[p] !== comma) p++;
  return p;
}

function splitAt(bytes: Uint8Array, start: number, end: number, separator: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = start;
  for (let p = start; p <= end; p++) {
    if (p < end && bytes[p] !== separator) continue;
    parts.push([from, p]);
    from = p + 1;
  }
  return parts;
}
