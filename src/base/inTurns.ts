/** Work that many ask for and that is done once at a time. */

/**
 * Who asks while it is done waits for another turn, which all share who ask meanwhile: so what comes of it is never older than
 * the call. A turn that fails fails for those who wait for it, and the next one comes all the same.
 */
export function inTurns(work: () => Promise<void>): () => Promise<void> {
  let now: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    next = null;
    now = work().finally(() => (now = null));
    return now;
  };
  return () => (now ? (next ??= now.then(start, start)) : start());
}
