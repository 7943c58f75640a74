/** A full disk, said as such. */
import { UserError } from '../base/errors.js';

/** The error as a UserError where it means that nothing more can be written; else as it is. */
export function explainSystemError(error: unknown, directory: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS') return error;
  const what =
    code === 'ENOSPC'
      ? 'The disk is full'
      : code === 'EDQUOT'
        ? 'The disk quota is used up'
        : 'The disk cannot be written to';
  return new UserError(`${what}: nothing more can be written to the run.`, {
    kind: 'system',
    place: { file: directory },
    cure: 'Make room and resume the run: it goes on after the last epoch that was saved.',
    cause: error,
  });
}
