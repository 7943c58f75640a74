/** The sample id of every line of a CSV text, as columns that one thread can hand to another without a copy. */
import { csvField } from './csvLine.js';

export interface LineIds {
  /** Ids in the order in which they come; the first is '', of blank lines. */
  readonly names: readonly string[];
  /** For each line the number of its id. */
  readonly codes: Int32Array;
}

/** @param column - number of the field with the id. Lines are told apart as editors do: \n, \r\n or \r */
export function lineIds(text: string, column: number): LineIds {
  const numbers = new Map<string, number>([['', 0]]);
  const codes: number[] = [];
  // Rows of a sample mostly follow each other.
  let [before, code] = ['', 0];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const id = csvField(line, column)?.text ?? '';
    if (id !== before) {
      before = id;
      code = numbers.get(id) ?? numbers.size;
      numbers.set(id, code);
    }
    codes.push(code);
  }
  return { names: [...numbers.keys()], codes: Int32Array.from(codes) };
}
