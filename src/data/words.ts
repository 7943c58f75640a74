/** Numbers and lists in sentences. */

/** `661 samples`, `1 sample`, `3 classes`. */
export function counted(count: number, word: string, plural = `${word}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? word : plural}`;
}

/** The first few of some names. */
export function some(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${(names.length - most).toLocaleString('en-US')} more` : shown;
}
