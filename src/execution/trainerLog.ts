/** `trainer.log`: what the trainer did and why it failed, for people; times in UTC. */
import { appendFileSync } from 'node:fs';

export interface TrainerLog {
  write(message: string): void;
  /** With the stack where the error is a bug, and causes. */
  error(message: string, error: unknown): void;
  close(): void;
}

/** Appends to `file`. Never throws: a log that cannot be written must not end a run. */
export function openTrainerLog(file: string): TrainerLog {
  let open = true;
  const write = (message: string): void => {
    if (!open) return;
    try {
      appendFileSync(file, `${new Date().toISOString()} ${message}\n`);
    } catch {
      // A full disk; whoever can still be told is told by the error itself.
    }
  };
  return {
    write,
    error(message, error) {
      write(`${message}: ${describe(error)}`);
    },
    close() {
      open = false;
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.name === 'UserError' ? error.message : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  caused by ${describe(error.cause)}`;
}
