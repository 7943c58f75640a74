/** The header of a .ts file: lines that start with "@", in the variants that tools write. */
import { refuse } from '../findings.js';
import type { Line } from './lines.js';

export interface ArchiveHeader {
  /** From @dimensions (also @dimension), null where the file leaves it out. */
  readonly dimensions: number | null;
  /** Class names, or null where the file says it has none. */
  readonly classes: readonly string[] | null;
}

/**
 * Reads up to and with @data. What the header says of lengths, missing values and being univariate is not needed: the data
 * shows it. @throws UserError where there is no @data, for time stamps and for regression targets
 */
export function readArchiveHeader(
  lines: Iterator<Line, void, void>,
  textOf: (line: Line) => string,
  file: string,
): ArchiveHeader {
  let dimensions: number | null = null;
  let classes: string[] | null = null;
  let last = 0;
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const { line } = next.value;
    last = line;
    const text = textOf(next.value);
    if (text === '' || text.startsWith('#') || text.startsWith('%')) continue;
    const [key, ...values] = text.split(/[\s,]+/).filter((word) => word !== '');
    const on = values[0]?.toLowerCase() === 'true';
    switch (key.toLowerCase()) {
      case '@data':
        return { dimensions, classes };
      case '@dimension':
      case '@dimensions':
        dimensions = Number(values[0]);
        if (Number.isInteger(dimensions) && dimensions >= 1) break;
        refuse({
          file,
          line,
          column: 1,
          message: `${key} needs the number of channels`,
          cure: 'Write for instance "@dimensions 6", or leave the line out.',
        });
        break;
      case '@timestamps':
        if (on) refuseTimestamps(file, line);
        break;
      case '@classlabel':
        if (on) classes = values.slice(1);
        if (!on || classes!.length > 0) break;
        refuse({
          file,
          line,
          column: 1,
          message: '@classLabel true needs the names of the classes',
          cure: 'Write for instance "@classLabel true walking running".',
        });
        break;
      case '@targetlabel':
        if (!on) break;
        refuse({
          file,
          line,
          column: 1,
          message: 'the targets are numbers to be regressed (@targetLabel true), not classes',
          cure: 'Foldboard trains classifiers: give data with @classLabel.',
        });
        break;
      default:
        if (key.startsWith('@')) break;
        refuse({
          file,
          line,
          column: 1,
          message: 'data stands before the line @data',
          cure: 'Put a header with @classLabel and @data before the samples.',
        });
    }
  }
  return refuse({
    file,
    ...(last > 0 && { line: last, column: 1 }),
    message: last > 0 ? 'there is no line @data' : 'the file is empty',
    cure: 'Give a .ts file of the UEA/UCR archive: a header with @classLabel, @data, and a line for each sample.',
  });
}

/** Values with their times cannot be put on one axis of steps. */
export function refuseTimestamps(file: string, line: number): never {
  return refuse({
    file,
    line,
    column: 1,
    message: 'the values carry time stamps, "(time,value)", which are not supported',
    cure: 'Write evenly spaced values without time stamps, or a long CSV with a time column.',
  });
}
