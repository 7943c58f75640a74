/** What a guard says. */

/** So many samples are named one by one. */
export const listed = 20;

export interface GuardFinding {
  /** error: training is refused. warning: a score may flatter, or something is wasted. note: worth knowing. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly kind:
    | 'classes'
    | 'lengths'
    | 'missing'
    | 'constant'
    | 'sameColumns'
    | 'impossible'
    | 'smallClass'
    | 'duplicates'
    | 'conflict'
    | 'testSeen'
    | 'testIds'
    | 'testGroups'
    | 'testOverlap'
    | 'tellsClass'
    | 'looksLikeId'
    | 'split'
    | 'overlap'
    | 'foldClasses'
    | 'scaled'
    | 'leaky'
    | 'folds';
  /** The column it is about, where it is about one. */
  readonly column?: string;
  /** A sentence without a full stop. */
  readonly message: string;
  /** What to do; null where nothing has to be done. */
  readonly cure: string | null;
  /** The columns it is about, those to leave out where some should be. */
  readonly columns?: readonly string[];
  /** Some of the samples it is about. */
  readonly samples?: readonly string[];
}
