/** Times, counts and probabilities as people read them. */

/** `42 s`, `2:51`, `1:02:51`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? seconds.toFixed(1) : whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** An estimate, no finer than it is true: `under 5 s`, `40 s`, `7 min`, `2 h 10 min`. */
export function roughly(seconds: number): string {
  if (seconds < 5) return 'under 5 s';
  if (seconds < 55) return `${Math.round(seconds / 5) * 5} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  return tens % 60 === 0 ? `${tens / 60} h` : `${Math.floor(tens / 60)} h ${tens % 60} min`;
}

/** `21 Nov 2025, 09:42`, in local time and the user's language. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** `1 fold`, `5 folds`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A word with a capital at its start. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whole per cent that hides neither that something is there nor that something is missing. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '–';
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0) return '<1 %';
  return rounded === 100 && part < whole ? '>99 %' : `${rounded} %`;
}

/** A rate or another small number, without zeros that say nothing: `0.001`, `2.5e-5`. */
export function smallNumber(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) < 1e-3 ? String(Number(value.toExponential(2))) : String(Number(value.toPrecision(3)));
}

/** Two decimals, and never a 1.00 or 0.00 that is not one. */
export function probability(value: number): string {
  const text = value.toFixed(2);
  if (text === '1.00' && value < 1) return '>0.99';
  return text === '0.00' && value > 0 ? '<0.01' : text;
}

/** A long name without its middle: what tells names apart mostly stands at their ends. */
export function elided(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.6);
  return `${name.slice(0, head).trimEnd()}…${name.slice(name.length - (most - 1 - head)).trimStart()}`;
}
