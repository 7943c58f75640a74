/** What a guard says. */

export interface GuardFinding {
  /** error: training is refused. warning: a score may flatter, or something is wasted. note: worth knowing. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly kind:
    | 'classes'
    | 'lengths'
    | 'missing'
    | 'constant'
    | 'duplicates'
    | 'conflict'
    | 'testSeen'
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
}
