/** What the system refused a run that is being computed: it can go on where it stands. */
import { UserError } from '../base/errors.js';
import { systemMeaning } from '../base/systemErrors.js';

/** The error as a UserError where it means that nothing more can be written; else as it is. */
export function explainRunError(error: unknown, runDirectory: string): unknown {
  const meaning = error instanceof UserError ? null : systemMeaning(error);
  if (!meaning) return error;
  const what = meaning.what.charAt(0).toUpperCase() + meaning.what.slice(1);
  return new UserError(`${what}: nothing more can be written to the run.`, {
    kind: 'system',
    place: { file: runDirectory },
    cure: `${meaning.remedy}, then resume the run: it goes on after the last epoch that was saved.`,
    cause: error,
  });
}
