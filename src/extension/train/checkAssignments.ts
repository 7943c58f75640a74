/** Whether an experiment takes settings that are changed for one run: asked while they are typed. Loads the validator. */
import { UserError } from '../../base/errors.js';
import { parseExperiment, withOverrides, type LoadedExperiment } from '../../config/load.js';
import { sentences } from '../model/mistakes.js';

/**
 * A check of assignments against an experiment: what is wrong with the first that is, null where nothing is. A file that has
 * mistakes of its own checks nothing: they are told when it is trained.
 */
export function assignmentCheck(text: string, file: string): (assignments: readonly string[]) => string | null {
  let loaded: LoadedExperiment;
  try {
    loaded = parseExperiment(text, file);
  } catch (error) {
    if (error instanceof UserError) return () => null;
    throw error;
  }
  return (assignments) => {
    try {
      withOverrides(loaded, assignments);
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // What is said of the terminal's option means nothing here.
      const { message, cure } = error;
      return cure === undefined || cure.includes('--set') ? message : sentences(message, cure);
    }
  };
}
