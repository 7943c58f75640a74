/** `owner.json`: who computes a run. It is the run's lock as well: created exclusively, taken over only from the dead. */
import { readTextIfAny } from './atomic.js';
import { hostname } from 'node:os';
import { exists, identityScope, processFacts } from './process.js';
import { runPaths } from './paths.js';
import type { Owner } from './types.js';

/** A heartbeat older than this is that of a dead owner, where nothing better is known. */
export const heartbeatLimitMs = 60_000;
export const heartbeatIntervalMs = 5_000;

/** The owner a run names, or null where it names none (or the file is damaged). */
export async function readOwner(runDirectory: string): Promise<Owner | null> {
  const text = await readTextIfAny(runPaths(runDirectory).owner);
  return text === null ? null : parseOwner(text);
}

/** As readOwner, from text. */
export function parseOwner(text: string): Owner | null {
  try {
    const value = JSON.parse(text) as Owner;
    return typeof value.host === 'string' && Number.isInteger(value.pid) ? value : null;
  } catch {
    return null;
  }
}

/** This process as an owner. */
export async function describeOwner(workers: number): Promise<Owner> {
  const facts = await ownFacts();
  return {
    host: hostname(),
    pid: process.pid,
    processStart: facts.started,
    identity: facts.identity,
    heartbeat: new Date().toISOString(),
    workers,
  };
}

let own: Promise<{ started: string; identity: string | null }> | undefined;

/** Facts of this process; asked for once, for on Windows and macOS another program must be run for them. */
function ownFacts(): Promise<{ started: string; identity: string | null }> {
  own ??= processFacts(process.pid).then(
    (facts) => facts ?? { started: new Date(Date.now() - process.uptime() * 1000).toISOString(), identity: null },
  );
  return own;
}

/**
 * True where the owner lives: on this machine, the process exists and started when the owner says; on another, its heartbeat
 * is younger than 60 s (by this machine's clock).
 */
export async function isAlive(owner: Owner, now = Date.now()): Promise<boolean> {
  const fresh = now - Date.parse(owner.heartbeat) < heartbeatLimitMs;
  if (owner.host !== hostname()) return fresh;
  const me = await ownFacts();
  if (owner.identity !== null && me.identity !== null) {
    // Same name, another boot or pid namespace: a machine that restarted, or two machines of one name. Only time tells.
    if (identityScope(owner.identity) !== identityScope(me.identity)) return fresh;
    return (await processFacts(owner.pid))?.identity === owner.identity;
  }
  if (!exists(owner.pid)) return false;
  const facts = await processFacts(owner.pid);
  if (facts === null) return fresh;
  return Math.abs(Date.parse(facts.started) - Date.parse(owner.processStart)) < 5000;
}

/** How an owner is named in messages: `process 123 on host`. */
export function describe(owner: Owner): string {
  return `process ${owner.pid} on ${owner.host}`;
}
