/** What run.mjs hands to the suites. */
export interface Setting {
  readonly root: string;
  readonly scratch: string;
  readonly chromium: string;
  readonly vsix: string;
  /** What the VSIX holds. */
  readonly files: readonly string[];
}

export const setting = (globalThis as unknown as { foldboardTest: Setting }).foldboardTest;
