/** Reads a long CSV file part by part: what is needed of it at a time does not grow with the file. */
import type { Findings } from '../findings.js';
import { closeBlocks, openBlocks } from './blocks.js';
import type { MissingPolicy } from './cells.js';
import { firstCategorySlot, planFields, textNames, type Choose } from './choice.js';
import { intern } from './dictionary.js';
import { readHeader } from './header.js';
import { checkLevels } from './levels.js';
import { scanRecords } from './scan.js';
import { noRows, type RawSamples } from './sources.js';
import { createTable, lineOf, reserveRows, type RawTable } from './table.js';

/** Rows of one sample stand apart from each other, so that no part of the file is sure to hold whole samples. */
export class ScatteredRows extends Error {
  constructor(sample: string) {
    super(`rows of sample ${sample} stand apart`);
    this.name = 'ScatteredRows';
  }
}

/**
 * The samples of a CSV file. A part ends behind the last row of a sample, after `rows` rows or a few more. Mistakes in cells go
 * to `findings`, for the caller to raise; what makes reading on pointless is thrown.
 * @throws ScatteredRows where a part ends in a sample that has rows further up; ids that come again in another part are
 *   left to the caller
 */
export function* csvParts(
  file: string,
  choose: Choose,
  policy: MissingPolicy,
  findings: Findings,
  rows: number,
): Generator<RawSamples, void, void> {
  const blocks = openBlocks(file);
  try {
    const header = readHeader(blocks);
    const choice = choose(header.names, file, 'long');
    const plan = planFields(header.names, choice, file, header.line);
    const texts = textNames(choice);
    let table = createTable(choice.continuous.length, texts.length);
    const checkBlock = (): void => {
      checkLevels(table, texts, firstCategorySlot(choice));
    };
    let any = false;
    let most = rows;
    for (let line: number | null = header.nextLine; line !== null;) {
      line = scanRecords(blocks, line, plan, table, { policy, findings, sampleCode: -1, checkBlock }, most);
      const end = line === null ? table.rows : startOfLastSample(table);
      if (end === 0 && line !== null) {
        // A sample longer than a part.
        most = 2 * table.rows;
        continue;
      }
      const rest = line === null ? table : cut(table, end);
      if (table.rows === 0 && findings.count === 0 && !any) noRows(file);
      if (table.rows > 0 || findings.count > 0) yield { table, choice, classes: null };
      any = true;
      table = rest;
      most = rows;
    }
  } finally {
    closeBlocks(blocks);
  }
}

function startOfLastSample({ texts, rows }: RawTable): number {
  const codes = texts[0];
  let start = rows;
  while (start > 0 && codes[start - 1] === codes[rows - 1]) start--;
  return start;
}

/** Moves the rows from `start` on, which are all of the last sample, to a table of their own. */
function cut(table: RawTable, start: number): RawTable {
  const ids = table.dictionaries[0].texts;
  const last = table.texts[0][start];
  let codes = 0;
  for (let row = 0; row < start; row++) codes = Math.max(codes, table.texts[0][row] + 1);
  if (last < codes) throw new ScatteredRows(ids[last]);
  const rest = createTable(table.numbers.length, table.texts.length);
  reserveRows(rest, table.rows - start);
  rest.rows = table.rows - start;
  table.numbers.forEach((column, slot) => {
    rest.numbers[slot].set(column.subarray(start, table.rows));
  });
  table.texts.forEach((column, slot) => {
    const { keys, offsets } = table.dictionaries[slot];
    for (let row = start; row < table.rows; row++) {
      const code = column[row];
      rest.texts[slot][row - start] = intern(rest.dictionaries[slot], keys, offsets[code], offsets[code + 1]);
    }
  });
  rest.times.set(table.times.subarray(start, table.rows));
  rest.hasMissing.set(table.hasMissing);
  rest.lines.files.push(...table.lines.files);
  rest.lines.layouts.push(...table.lines.layouts);
  for (let row = start; row < table.rows; row++) {
    rest.lines.runs.push({ row: row - start, line: lineOf(table.lines, row).line, file: 0, step: 1 });
  }
  // An id without rows would be a sample of no length; codes are numbers in the order of appearance.
  ids.length = codes;
  table.rows = start;
  return rest;
}
