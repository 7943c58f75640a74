/** Sessions of views that compute: what they need is a large part of the program, which is loaded with the first view. */
import type { ViewSession } from './panels.js';

export interface RefreshedSession<From> extends ViewSession<From> {
  /** What it shows may have changed. */
  refresh(): Promise<void>;
}

export function lazySession<From>(make: () => Promise<RefreshedSession<From>>): RefreshedSession<From> {
  const made = make();
  return {
    receive: async (message) => (await made).receive(message),
    refresh: async () => (await made).refresh(),
    pause: () => {
      made.then(
        (session) => session.pause(),
        () => undefined,
      );
    },
  };
}

const everyMs = 500;

/** Calls `act` soon, at most twice a second. */
export function atMostTwiceASecond(act: () => void): { call(): void; dispose(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, everyMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
