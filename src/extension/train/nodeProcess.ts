/** How the extension runs Foldboard's terminal: with the editor's own Node, so that a user needs none. */
import { constants, setPriority } from 'node:os';

/** Environment of a child: that of the editor without what would make the child part of it. */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  isElectron: boolean,
): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // NODE_OPTIONS may hold the editor's debugger; VSCODE_* its sockets; both are wrong in a process that outlives it.
    if (value === undefined || /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_FD$)/i.test(name)) continue;
    own[name] = value;
  }
  if (isElectron) own['ELECTRON_RUN_AS_NODE'] = '1';
  return own;
}

/** The environment of a trainer on `host`, with what the settings say. */
export function hostEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  host: { readonly isElectron: boolean; readonly tfjsNode?: string },
): Record<string, string> {
  const own = childEnvironment(env, host.isElectron);
  return host.tfjsNode ? { ...own, FOLDBOARD_TFJS_NODE: host.tfjsNode } : own;
}

/** One argument as a POSIX shell, or on Windows a cmd or PowerShell, takes it literally. */
export function quoteArgument(text: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (platform === 'win32') return `"${text.replace(/"/g, '\\"')}"`;
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

/** Computing leaves the editor in front; a system that forbids it changes nothing. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // not allowed here
  }
}
