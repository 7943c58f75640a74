/** Which process is meant: an id alone is reused by the system, so its start is part of its name. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What can be found out about a process of this machine. */
export interface ProcessFacts {
  /** When it started (ISO 8601), to a second or better. */
  readonly started: string;
  /** Exact where the system allows: `linux:<boot>:<pid namespace>:<ticks since boot>`; else null. */
  readonly identity: string | null;
}

/** Facts of a process of this machine, or null where there is none with that id. */
export async function processFacts(pid: number): Promise<ProcessFacts | null> {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return linuxFacts(pid);
  if (!exists(pid)) return null;
  const started = await (process.platform === 'win32' ? onWindows : elsewhere)(pid);
  return started === null ? null : { started, identity: null };
}

/** True where a process with that id exists, whoever it is. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The part of an identity that two processes of one boot and one pid namespace share. */
export function identityScope(identity: string): string {
  return identity.slice(0, identity.lastIndexOf(':'));
}

async function linuxFacts(pid: number): Promise<ProcessFacts | null> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // Field 2 is the name in parentheses and may hold anything: count from its end. Field 3 is the state, 22 the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const ticks = Number(fields[19]);
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  const bootTime = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8').catch(() => ''))?.[1];
  // Linux reports these ticks in hundredths of a second on all of Node's platforms.
  const started = new Date((Number(bootTime ?? 0) + ticks / 100) * 1000).toISOString();
  const scope = boot !== '' && namespace !== '' ? `linux:${boot}:${namespace.replace(/:/g, '=')}` : null;
  return { started, identity: scope === null ? null : `${scope}:${ticks}` };
}

/** Asking takes another program, up to a second on Windows: an answer holds for some seconds, as long as there is such a process. */
export function remembering<T>(ask: (pid: number) => Promise<T>, holdMs = 5000): (pid: number) => Promise<T> {
  const answers = new Map<number, { readonly answer: Promise<T>; readonly time: number }>();
  return (pid) => {
    const known = answers.get(pid);
    if (known && performance.now() - known.time < holdMs) return known.answer;
    const answer = ask(pid);
    answers.set(pid, { answer, time: performance.now() });
    return answer;
  };
}

const onWindows = remembering(windowsStart);
const elsewhere = remembering(psStart);

/** When a process started, by `ps`: macOS and other Unixes. */
export async function psStart(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      timeout: 5000,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    const time = Date.parse(`${stdout.trim()} UTC`);
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  } catch {
    return null;
  }
}

async function windowsStart(pid: number): Promise<string | null> {
  try {
    const script = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
    const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
      timeout: 15_000,
      windowsHide: true,
    });
    const time = Date.parse(stdout.trim());
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  } catch {
    return null;
  }
}
