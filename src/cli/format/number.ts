/** Numbers as tables show them: always as many decimals, so that columns line up; a true minus; thousands apart. */
import { formatMetric } from '../../metrics/words.js';

/** Where there is no value. */
export const none = '–';

/** Three decimals; a dash where there is none. */
export function metric(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? none : formatMetric(value);
}

/** `0.931 ± 0.012`; a single value has no spread. */
export function plusMinus(mean: number, std: number, count: number): string {
  return count < 2 ? formatMetric(mean) : `${formatMetric(mean)} ± ${formatMetric(std)}`;
}

/** `+0.022`, `−0.028`, `0.000`. */
export function signed(value: number, decimals = 3): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** `[+0.009, +0.034]`. */
export function interval(low: number, high: number): string {
  return `[${signed(low)}, ${signed(high)}]`;
}

/** Share of a whole in whole per cent, without hiding that something is there or missing: `<1 %`, `>99 %`; a dash for none. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return none;
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0) return '<1 %';
  if (rounded === 100 && part < whole) return '>99 %';
  return `${rounded} %`;
}

/** `1,324`. */
export function whole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `1 sample`, `1,324 samples`. */
export function counted(value: number, word: string, plural = `${word}s`): string {
  return `${whole(value)} ${value === 1 ? word : plural}`;
}

/** A number at its natural length: up to `digits` significant digits, no trailing zeros. */
export function plain(value: number, digits = 4): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(digits)));
}
