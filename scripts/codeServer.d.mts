export interface CodeServer {
  readonly url: string;
  readonly port: number;
  /** File with its output. */
  readonly log: string;
  stop(): Promise<void>;
}
export function ensureCodeServer(): Promise<{ node: string; entry: string }>;
export function freePort(): Promise<number>;
export function startCodeServer(options: {
  readonly scratch: string;
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trust?: boolean;
  readonly smokeTestDriver?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<CodeServer>;
