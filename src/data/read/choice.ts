/** Which columns of a file are read, and into which slots of a table. */
import { nearest } from '../../config/suggest.js';
import { refuse } from '../findings.js';
import { numberField, skipField, textField, timeField, type FieldPlan } from './scanState.js';

/** Columns wanted from a data file, by name. */
export interface ColumnChoice {
  readonly sampleId: string | null;
  readonly time: string | null;
  readonly label: string | null;
  readonly group: string | null;
  readonly continuous: readonly string[];
  readonly categorical: readonly string[];
}

/** How data lies on disk: a long CSV, a folder with CSV files, a .ts file. */
export type Layout = 'long' | 'folder' | 'ts';

/** Chooses from the header of `file`; in a folder `sampleId` may be null (the file names are the ids), in .ts it is. */
export type Choose = (header: readonly string[], file: string, layout: Layout) => ColumnChoice;

/** Names of the text slots: sample id, then label and group where they are columns, then the categories. */
export function textNames(choice: ColumnChoice): string[] {
  const targets = [choice.label, choice.group].filter((name) => name !== null);
  return [choice.sampleId ?? 'sample', ...targets, ...choice.categorical];
}

/** Text slot of the label or group, -1 where it is not a column. */
export function targetSlot(choice: ColumnChoice, target: 'label' | 'group'): number {
  if (choice[target] === null) return -1;
  return target === 'label' || choice.label === null ? 1 : 2;
}

/** Text slot of the first categorical column. */
export function firstCategorySlot(choice: ColumnChoice): number {
  return textNames(choice).length - choice.categorical.length;
}

/** How the fields of a record fill the table. @throws UserError where a column is missing. */
export function planFields(header: readonly string[], choice: ColumnChoice, file: string, line: number): FieldPlan {
  const plan = {
    names: header,
    kinds: new Uint8Array(header.length).fill(skipField),
    slots: new Int32Array(header.length),
  };
  const take = (name: string, kind: number, slot: number): void => {
    const field = fieldNamed(header, name, file, line);
    plan.kinds[field] = kind;
    plan.slots[field] = slot;
  };
  textNames(choice).forEach((name, slot) => {
    if (slot > 0 || choice.sampleId !== null) take(name, textField, slot);
  });
  choice.continuous.forEach((name, slot) => take(name, numberField, slot));
  if (choice.time !== null) take(choice.time, timeField, 0);
  return plan;
}

/** Position of a column in the header. @throws UserError with the nearest name where it is missing. */
export function fieldNamed(header: readonly string[], name: string, file: string, line: number): number {
  const field = header.indexOf(name);
  if (field >= 0) return field;
  const guess = nearest(name, header);
  return refuse({
    file,
    line,
    column: 1,
    message: `there is no column "${name}"`,
    cure: guess === null ? `The columns are ${listed(header)}.` : `Did you mean "${guess}"?`,
  });
}

/** Some names, in quotes; the first eight where there are many. */
export function listed(names: readonly string[]): string {
  const some = names.slice(0, 8).map((name) => `"${name}"`);
  return names.length > 8 ? `${some.join(', ')} and ${names.length - 8} more` : some.join(', ');
}
