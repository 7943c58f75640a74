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
    | 'folds';
  /** A sentence without a full stop. */
  readonly message: string;
  /** What to do; null where nothing has to be done. */
  readonly cure: string | null;
}
