/** A picture or table of a view as a file: the user is asked where. The same in every view. Types only. */

export interface SaveRequest {
  readonly type: 'save';
  readonly id: number;
  /** What the file is proposed to be called. */
  readonly name: string;
  readonly kind: 'png' | 'csv';
  /** Text, or base64 of a PNG. */
  readonly content: string;
}
