/** Messages between the ablation view and the extension. Types only. */
import type { ScalarMetric } from '../metrics/types.js';
import type { Ablation, AblationRow } from '../study/table.js';
import type { SaveRequest } from './save.js';

export type { Ablation, AblationRow };

/** What the table is asked for: the extension computes it, for it reads the runs. */
export interface AblationChoice {
  /** Null: the one that selects the baseline's weights. */
  readonly metric: ScalarMetric | null;
  /** Name of the pinned row; null: the suite's own baseline. */
  readonly baseline: string | null;
  readonly against: 'baseline' | 'above';
  /** The shortened rows of --quick. */
  readonly quick: boolean;
}

export interface AblationHead {
  /** Name of the suite's file. */
  readonly file: string;
  /** `5 folds × 3 repeats`, in words. */
  readonly scoring: string;
  /** Whether the suite says what --quick shortens. */
  readonly hasQuick: boolean;
  readonly mayTrain: boolean;
}

export type TableForm = 'markdown' | 'latex' | 'csv';

export type ToAblationView =
  | { readonly type: 'table'; readonly table: Ablation; readonly head: AblationHead }
  | { readonly type: 'unreadable'; readonly name: string; readonly reason: string }
  /** The table as a drawing, to be made a picture. */
  | { readonly type: 'drawing'; readonly svg: string; readonly width: number; readonly height: number }
  | { readonly type: 'answer'; readonly id: number; readonly error: string | null; readonly done: string | null };

export type AblationAction = 'train' | 'openSuite' | 'openRun';

export type FromAblationView =
  | { readonly type: 'ready'; readonly choice: AblationChoice }
  | { readonly type: 'choose'; readonly choice: AblationChoice }
  | { readonly type: 'request'; readonly id: number; readonly action: AblationAction; readonly row?: string }
  | { readonly type: 'copy'; readonly id: number; readonly form: TableForm; readonly hidden: readonly string[] }
  | { readonly type: 'draw'; readonly id: number; readonly hidden: readonly string[] }
  | SaveRequest;
