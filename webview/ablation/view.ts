/** What the parts of the ablation view share. */
import type { Ablation, AblationAction, AblationHead, TableForm } from '../../src/protocol/ablation.js';
import type { Choices } from './choices.js';

export interface View {
  readonly table: Ablation;
  readonly head: AblationHead;
  readonly choices: Choices;
}

export interface Host {
  request(action: AblationAction, row?: string): void;
  copy(form: TableForm): void;
  /** The table as a PNG. */
  draw(): void;
  choose(change: Partial<Choices>): void;
  hide(row: string): void;
}

export interface Section {
  readonly element: HTMLElement;
  update(view: View): void;
}
