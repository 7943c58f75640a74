/** Where in the data a finding can be seen: the columns in the header, the samples in the labels. */
import { open, readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import * as vscode from 'vscode';
import { resolveDataPath, type LoadedExperiment } from '../../../config/load.js';
import type { GuardFinding } from '../../../data/guards/finding.js';
import { csvField, splitCsvLine } from '../../../explain/csvLine.js';

const mostPlaces = 10;
/** Larger files are not searched for samples. */
const largest = 5_000_000;

export async function relatedPlaces(
  { columns = [], samples = [], kind }: GuardFinding,
  loaded: LoadedExperiment,
): Promise<vscode.DiagnosticRelatedInformation[]> {
  const { data } = loaded.experiment;
  const train = resolveDataPath(loaded, data.train);
  const found: vscode.DiagnosticRelatedInformation[] = [];
  if (columns.length > 0 && extname(train).toLowerCase() === '.csv') {
    const fields = splitCsvLine(await firstLine(train));
    for (const name of columns.slice(0, mostPlaces)) {
      const field = fields.find(({ text }) => text === name);
      if (field) found.push(at(train, 0, field.start, field.end, `column ${name}`));
    }
  }
  const path = kind.startsWith('test') ? null : (data.labels ?? data.train);
  if (samples.length === 0 || path === null) return found;
  const file = resolveDataPath(loaded, path);
  if (extname(file).toLowerCase() !== '.csv') return found;
  if (((await stat(file).catch(() => null))?.size ?? Infinity) > largest) return found;
  const lines = (await readFile(file, 'utf8')).split(/\r\n|\n|\r/);
  const id = splitCsvLine(lines[0]).findIndex(({ text }) => text === data.sampleId);
  if (id < 0) return found;
  const wanted = new Set(samples.slice(0, mostPlaces));
  lines.forEach((line, row) => {
    const text = row === 0 ? undefined : csvField(line, id)?.text;
    // Only the first row of each.
    if (text !== undefined && wanted.delete(text)) found.push(at(file, row, 0, line.length, `sample ${text}`));
  });
  return found;
}

function at(file: string, line: number, start: number, end: number, what: string): vscode.DiagnosticRelatedInformation {
  const location = new vscode.Location(vscode.Uri.file(file), new vscode.Range(line, start, line, end));
  return new vscode.DiagnosticRelatedInformation(location, what);
}

async function firstLine(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256 * 1024), 0, 256 * 1024, 0);
    return buffer.toString('utf8', 0, bytesRead).split(/\r\n|\n|\r/, 1)[0];
  } finally {
    await handle.close();
  }
}
