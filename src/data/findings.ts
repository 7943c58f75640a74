/** Collects what is wrong with data, so that one reading reports many mistakes, each with its place. */
import { UserError } from '../base/errors.js';
import { fieldColumns } from './read/locate.js';

/** How many are reported one by one. */
const reported = 20;

export interface Finding {
  readonly message: string;
  readonly cure?: string;
  readonly file: string;
  /** Line on which the record starts, from 1. */
  readonly line?: number;
  /** Which field of the record, from 0; its line and column are looked up when the finding is raised. */
  readonly field?: number;
  /** Column from 1, where it is known at once. */
  readonly column?: number;
}

export interface Findings {
  add(finding: Finding): void;
  readonly count: number;
  /** Forgets all but the first `count`. */
  truncate(count: number): void;
  /** @throws UserError with the first 20 findings and the number of the others, if there is any. */
  raise(): void;
}

export function createFindings(): Findings {
  let kept: Finding[] = [];
  let count = 0;
  return {
    add(finding) {
      if (count++ < reported) kept.push(finding);
    },
    get count() {
      return count;
    },
    truncate(length) {
      count = length;
      kept = kept.slice(0, length);
    },
    raise() {
      if (count === 0) return;
      const [first, ...others] = withPlaces(kept);
      if (count > reported) {
        const more = count - reported;
        others.push(new UserError(`and ${more.toLocaleString('en-US')} more finding${more === 1 ? '' : 's'}`));
      }
      throw new UserError(first.message, {
        ...(first.place && { place: first.place }),
        ...(first.cure !== undefined && { cure: first.cure }),
        others,
      });
    },
  };
}

/** Throws a single finding. */
export function refuse(finding: Finding): never {
  const findings = createFindings();
  findings.add(finding);
  findings.raise();
  throw new Error('unreachable');
}

function withPlaces(findings: readonly Finding[]): UserError[] {
  const columns = fieldColumns(findings);
  return findings.map(
    ({ message, cure, file, line }, i) =>
      new UserError(message, {
        place: {
          file,
          ...(line !== undefined && { line: columns[i]?.line ?? line }),
          ...(columns[i] && { column: columns[i].column }),
        },
        ...(cure !== undefined && { cure }),
      }),
  );
}
