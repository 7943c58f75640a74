/** The terminal as commands see it: where results go, where everything else goes, how wide it is and whether it has colour. */
import { createInterface } from 'node:readline/promises';
import { createStyle, type Style } from './format/style.js';
import { harmless } from './format/visible.js';

export interface Terminal {
  /** A line (or several) of the result: stdout. */
  out(text: string): void;
  /** Everything else: stderr. */
  say(text: string): void;
  /** Columns for results; endless where stdout is no terminal, so that pipes and files lose nothing. */
  readonly width: number;
  /** Styles of stdout and stderr; each has colour only where its stream is a terminal and NO_COLOR is not set. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** stderr is a terminal that can move its cursor: progress may be redrawn. */
  readonly live: boolean;
  readonly liveWidth: number;
  /** Somebody sits at it who can answer. */
  readonly interactive: boolean;
  /** Asks on stderr; resolves to the trimmed answer, or null where input ended. */
  ask(question: string): Promise<string | null>;
}

/** Narrower than this nothing can be laid out. */
const narrowest = 40;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const dumb = env.TERM === 'dumb';
  const colour = (stream: NodeJS.WriteStream): boolean => stream.isTTY && !dumb && !env.NO_COLOR;
  const columns = (stream: NodeJS.WriteStream): number =>
    stream.isTTY ? Math.max(narrowest, stream.columns || 80) : Number.POSITIVE_INFINITY;
  // A reader that has seen enough (`foldboard list | head`) is no error.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  return {
    // Into a pipe or a file the text goes as it is: data must not be changed.
    out: (text) => void stdout.write(`${stdout.isTTY ? harmless(text) : text}\n`),
    say: (text) => void stderr.write(`${stderr.isTTY ? harmless(text) : text}\n`),
    get width() {
      return columns(stdout);
    },
    style: createStyle(colour(stdout)),
    errorStyle: createStyle(colour(stderr)),
    live: stderr.isTTY && !dumb,
    get liveWidth() {
      return columns(stderr);
    },
    interactive: stdin.isTTY && stderr.isTTY,
    ask,
  };
}

async function ask(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Resolves to null on the end of input or Ctrl-C, which readline's own promise never does.
    const ended = new Promise<null>((resolve) => {
      lines.once('close', () => {
        resolve(null);
      });
    });
    lines.once('SIGINT', () => {
      lines.close();
    });
    // Newer versions of Node reject the question when it is closed.
    const answer = await Promise.race([lines.question(question).catch(() => null), ended]);
    return answer === null ? null : answer.trim();
  } finally {
    lines.close();
  }
}
