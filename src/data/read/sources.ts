/** Reads the samples of a long CSV, of a folder with CSV files, or of a .ts file into one table. */
import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { refuse, type Findings } from '../findings.js';
import { compareText } from '../order.js';
import { readArchive } from './archive.js';
import { closeBlocks, openBlocks } from './blocks.js';
import type { MissingPolicy } from './cells.js';
import { firstCategorySlot, planFields, textNames, type Choose, type ColumnChoice, type Layout } from './choice.js';
import { helpFor, type Help } from './divided.js';
import { internText } from './dictionary.js';
import { readHeader } from './header.js';
import { checkLevels } from './levels.js';
import { scanRecords } from './scan.js';
import { createTable, type RawTable } from './table.js';

/** Samples as read, before they are ordered and checked against each other. */
export interface RawSamples {
  readonly table: RawTable;
  readonly choice: ColumnChoice;
  /** Classes that the file itself declares (.ts), else null. */
  readonly classes: readonly string[] | null;
}

/** How the data at `path` lies. */
export function layoutOf(path: string): Layout {
  if (statSync(path).isDirectory()) return 'folder';
  return extname(path).toLowerCase() === '.ts' ? 'ts' : 'long';
}

/**
 * Reads `path`. Mistakes in cells go to `findings`; what makes reading on pointless is thrown.
 */
export function readSamples(path: string, choose: Choose, policy: MissingPolicy, findings: Findings): RawSamples {
  switch (layoutOf(path)) {
    case 'ts':
      return readArchive(path, choose, policy, findings);
    case 'folder':
      return readFolder(path, choose, policy, findings);
    case 'long':
      return { ...readCsv(path, choose, policy, findings, null), classes: null };
  }
}

/** CSV files of a folder, by name; hidden files are left out. @throws UserError where there is none. */
export function csvFilesOf(folder: string): string[] {
  const names = readdirSync(folder)
    .filter((name) => extname(name).toLowerCase() === '.csv' && !name.startsWith('.'))
    .sort(compareText);
  if (names.length > 0) return names.map((name) => join(folder, name));
  return refuse({
    file: folder,
    message: 'the folder holds no CSV file',
    cure: 'Name a folder with one CSV file a sample, or a file.',
  });
}

function readFolder(folder: string, choose: Choose, policy: MissingPolicy, findings: Findings): RawSamples {
  let samples: { table: RawTable; choice: ColumnChoice } | null = null;
  const chooseOnce: Choose = (header, file) => samples?.choice ?? choose(header, file, 'folder');
  for (const file of csvFilesOf(folder)) {
    const before: number = samples?.table.rows ?? 0;
    samples = readCsv(file, chooseOnce, policy, findings, samples?.table ?? null);
    if (samples.table.rows === before) noRows(file);
  }
  return { ...samples!, classes: null };
}

export interface CsvOptions {
  /** Allow more categories than a dataset can hold. */
  readonly anyLevels?: boolean;
  /** See `ScanOptions`. */
  readonly kernel?: 'auto' | 'always' | 'never';
  /** Left out: that which the file is worth. */
  readonly help?: Help | null;
  /** See `openBlocks`. */
  readonly firstBytes?: number;
}

/** Appends the rows of a CSV file to `into`, or to a new table. */
export function readCsv(
  file: string,
  choose: Choose,
  policy: MissingPolicy,
  findings: Findings,
  into: RawTable | null,
  { anyLevels = false, firstBytes, kernel = 'auto', help }: CsvOptions = {},
): { table: RawTable; choice: ColumnChoice } {
  const blocks = openBlocks(file, firstBytes);
  try {
    // A new thread starts while the header is read.
    const helper = help === undefined ? helpFor(blocks.size) : help;
    const header = readHeader(blocks);
    const choice = choose(header.names, file, 'long');
    const plan = planFields(header.names, choice, file, header.line);
    const table = into ?? createTable(choice.continuous.length, textNames(choice).length);
    const sampleCode =
      choice.sampleId === null ? internText(table.dictionaries[0], basename(file).slice(0, -extname(file).length)) : -1;
    const checkBlock = (): void => {
      if (!anyLevels) checkLevels(table, textNames(choice), firstCategorySlot(choice));
    };
    const before = findings.count;
    scanRecords(blocks, header.nextLine, plan, table, {
      policy,
      findings,
      sampleCode,
      checkBlock,
      kernel,
      help: helper,
    });
    checkBlock();
    if (table.rows === 0 && findings.count === before) noRows(file);
    return { table, choice };
  } finally {
    closeBlocks(blocks);
  }
}

/** @throws UserError that says so */
export function noRows(file: string): never {
  return refuse({
    file,
    message: 'there is a header, but no row behind it',
    cure: 'Give a row for each time step, or remove the file.',
  });
}
