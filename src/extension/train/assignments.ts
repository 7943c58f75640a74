/** Settings changed for one run, as typed in one line and as `--set` takes them. Pure. */

/** `a=1 b=[1, 2]` as its assignments: a space separates only where a new `path=` follows it. */
export function assignmentsOf(text: string): string[] {
  return text.trim() === '' ? [] : text.trim().split(/\s+(?=[\w.[\]]+=)/);
}

/** True for `path=something`; what paths and values there are the trainer knows, and says. */
export function isAssignment(text: string): boolean {
  return /^[\w.[\]]+=./.test(text);
}
