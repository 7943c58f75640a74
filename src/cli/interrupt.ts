/** Ctrl-C in two steps: the first asks for a clean end, the second ends at once. */

export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Signals that ask a program to end; the terminal's window going away is one of them. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param onFirst says that it is stopping */
export function interrupted(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    onFirst();
  };
  for (const name of signals) process.on(name, handle);
  return {
    signal: controller.signal,
    dispose() {
      for (const name of signals) process.off(name, handle);
    },
  };
}
