/** What a command of the terminal is: its options and examples (from which help is written), and what it does. */
import type { Terminal } from './terminal.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** Stands for the value in help: `--workers N`. */
  readonly value?: string;
  readonly help: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<O extends OptionSpec> = O['type'] extends 'boolean'
  ? boolean
  : O extends { readonly multiple: true }
    ? readonly string[]
    : string | undefined;

/** Options as given: booleans are false and lists empty where they were not. `json` is there for every command. */
export type Values<O extends OptionSpecs> = { readonly [K in keyof O]: ValueOf<O[K]> } & { readonly json: boolean };

export interface Input<O extends OptionSpecs> {
  readonly positionals: readonly string[];
  readonly values: Values<O>;
}

export interface Command<O extends OptionSpecs = OptionSpecs> {
  /** `<experiment> [options]`, without the program's and the command's name. */
  readonly usage: string;
  /** One paragraph. */
  readonly about: string;
  /** Names of the positional arguments, for messages, and how many of them are needed. */
  readonly positionals: { readonly names: readonly string[]; readonly least: number; readonly most: number };
  readonly options: O;
  /** What `--json` prints. */
  readonly json: string;
  /** Command lines (without the program's name) and what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Resolves to the exit code: 0 done, 1 failed, 130 interrupted; wrong input is thrown as UserError. */
  run(input: Input<O>, terminal: Terminal): Promise<number>;
}

/** Gives `run` its types. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): Command {
  return command as unknown as Command;
}
