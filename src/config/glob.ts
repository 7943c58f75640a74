/** Globs over column names: `*`, `?`, `[3-9]`, `{a,b}`, `{13..25}`; a name equal to the pattern is always matched. */
import picomatch from 'picomatch';

const matchers = new Map<string, (name: string) => boolean>();

/** The names a pattern matches, in the order given. Slashes and dots in names are ordinary letters; case counts. */
export function matchColumns(pattern: string, names: readonly string[]): string[] {
  if (names.includes(pattern)) return [pattern];
  if (!isGlob(pattern)) return [];
  const match = matcher(pattern);
  return names.filter((name) => match(name));
}

/** Whether a pattern can match names other than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[\]{}()|]/.test(pattern);
}

/** Letters every match begins with; fewer than there are where it is not plain to see. */
export function literalPrefix(pattern: string): string {
  return /["'\\|]/.test(pattern) ? '' : /^[\p{L}\p{N}_ -]*/u.exec(pattern)![0];
}

function matcher(pattern: string): (name: string) => boolean {
  let match = matchers.get(pattern);
  if (!match) {
    // Column names are not paths: `bash` lets a star cross slashes, `dot` lets it match a leading dot; `posix`: `[!a]`.
    const parsed = picomatch(pattern, {
      bash: true,
      dot: true,
      posix: true,
      nonegate: true,
      windows: false,
      expandRange,
    });
    match = (name) => parsed(name);
    if (matchers.size > 1000) matchers.clear();
    matchers.set(pattern, match);
  }
  return match;
}

/** `{01..12}` as alternatives, padded with zeros as its ends are; picomatch leaves this to its user. */
function expandRange(from: string, to: string): string {
  if (!/^\d{1,6}$/.test(from) || !/^\d{1,6}$/.test(to)) return `[${from}-${to}]`;
  const [low, high] = [Number(from), Number(to)].sort((a, b) => a - b);
  const width = from.startsWith('0') || to.startsWith('0') ? Math.max(from.length, to.length) : 0;
  const words = Array.from({ length: Math.min(high - low + 1, 10_000) }, (_, i) =>
    String(low + i).padStart(width, '0'),
  );
  return `(?:${words.join('|')})`;
}
