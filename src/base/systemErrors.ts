/** What the system refused (a full disk, a folder that may not be written to), said as such: that is no fault of this program. */
import { UserError } from './errors.js';

const makeRoom = 'Make room';
const permit = 'Change its permissions';

/** What each code means, and how what the user can do about it begins. */
const meanings: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', makeRoom],
  EDQUOT: ['the disk quota is used up', makeRoom],
  EROFS: ['the disk is read-only', 'Make it writable'],
  EACCES: ['permission denied', permit],
  EPERM: ['permission denied', permit],
  EFBIG: ['the file would be larger than is allowed here', 'Raise the limit'],
  EIO: ['the disk reports an error', 'Check the disk'],
  EBUSY: ['it is in use by another program', 'Close that program'],
  EMFILE: ['too many files are open', 'Raise the limit'],
  ENFILE: ['too many files are open on this machine', 'Close other programs'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one'],
};

/** What an error of the system means, or null where it may as well be a bug (a file that is missing, say). */
export function systemMeaning(error: unknown): { readonly what: string; readonly remedy: string } | null {
  const meaning = meanings[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  return meaning ? { what: meaning[0], remedy: meaning[1] } : null;
}

/** True where an error means, or was caused by one that means, that nothing more can be written, whatever it is. */
export function isOutOfRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || isOutOfRoom(error.cause);
}

/** The error as a UserError with the path the system names, where it is one of the system; else as it is. */
export function explainSystemError(error: unknown): unknown {
  const meaning = error instanceof UserError ? null : systemMeaning(error);
  if (!meaning) return error;
  const { path, syscall } = error as NodeJS.ErrnoException;
  return new UserError(`${meaning.what}${syscall === undefined ? '' : ` (${syscall})`}`, {
    kind: 'system',
    ...(path === undefined ? {} : { place: { file: path } }),
    cure: `${meaning.remedy}, or choose another place.`,
    cause: error,
  });
}
