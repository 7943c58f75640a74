/** Colour of the terminal, in one place; every function returns its text unchanged where colour is off. */

export interface Style {
  readonly colour: boolean;
  bold(text: string): string;
  /** What is secondary: heads, units, spreads. */
  quiet(text: string): string;
  /** Right or better. */
  good(text: string): string;
  /** Wrong or worse; also warnings. Never red against green. */
  bad(text: string): string;
  /** Failures only. */
  failure(text: string): string;
  /** A cell of a confusion matrix: hue by share of its row (0 … 1); errors are shaded three times as strongly. */
  shade(text: string, share: number, right: boolean): string;
}

const wrap =
  (open: string, close: string) =>
  (text: string): string =>
    text === '' ? text : `\u001b[${open}m${text}\u001b[${close}m`;
const same = (text: string): string => text;

/** Backgrounds of the 256-colour table, each with a text colour that has a contrast of at least 4.5 on it. */
const blues = ['48;5;17;38;5;231', '48;5;18;38;5;231', '48;5;24;38;5;231', '48;5;25;38;5;231'];
const oranges = ['48;5;94;38;5;231', '48;5;130;38;5;231', '48;5;172;38;5;16'];

/** The styles of a terminal with or without colour. */
export function createStyle(colour: boolean): Style {
  if (!colour) return { colour, bold: same, quiet: same, good: same, bad: same, failure: same, shade: (text) => text };
  return {
    colour,
    bold: wrap('1', '22'),
    quiet: wrap('2', '22'),
    good: wrap('34', '39'),
    bad: wrap('33', '39'),
    failure: wrap('31', '39'),
    shade(text, share, right) {
      const strength = right ? share : 3 * share;
      if (!(strength > 0)) return text;
      const steps = right ? blues : oranges;
      const level = Math.min(steps.length - 1, Math.floor(strength * steps.length));
      return wrap(steps[level], '39;49')(text);
    },
  };
}
