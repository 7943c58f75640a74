/** Which run stands for a row: small files below `.foldboard/suites/<suite>/`, found by what went into the run. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Experiment } from '../config/schema.js';
import { isMissing, readTextIfAny, writeJson } from '../rundir/atomic.js';
import { slug } from '../rundir/names.js';
import { runPaths } from '../rundir/paths.js';
import { sha256 } from '../rundir/safetensors.js';

const pointerVersion = 1;

export interface Pointer {
  readonly formatVersion: number;
  /** Hash of the resolved experiment but for its name. */
  readonly experiment: string;
  readonly trainHash: string;
  readonly testHash: string | null;
  /** What the row was called when the run was started; for people. */
  readonly row: string;
  readonly seed: number;
  readonly created: string;
  /** The run's directory relative to the pointer's, with forward slashes. */
  readonly run: string;
}

/** The folder of a suite's pointers. Suites of one file name share it: content finds the run (runs.ts). */
export function suiteDirectory(foldboardDirectory: string, suiteFile: string): string {
  return join(foldboardDirectory, 'suites', slug(basename(suiteFile).replace(/\.suite\.jsonc?$/i, '')));
}

interface Later {
  readonly path: readonly [keyof Experiment, string?];
  readonly neutral: unknown;
}

/** Came when all others were left out already: no key was ever made with it. */
const classifier: Later = { path: ['model', 'classifier'], neutral: 'ridge' };

/**
 * Settings that came later than the first runs, with the value that changes nothing (config/laterSettings.ts): there they are
 * left out of the hash, so that rows trained before are not trained again.
 */
const later: readonly Later[] = [
  { path: ['validation', 'leaky'], neutral: false },
  { path: ['validation', 'innerFolds'], neutral: null },
  { path: ['model', 'stem'], neutral: null },
  classifier,
  { path: ['training', 'averaging'], neutral: null },
  { path: ['ensemble', 'seeds'], neutral: 1 },
  { path: ['stages'], neutral: null },
  { path: ['validation', 'scored'], neutral: 'samples' },
  { path: ['decision'], neutral: { temperature: false, thresholds: 'none' } },
];

/** Hash of everything an experiment says but its name: two rows of the same settings are the same row. */
export function experimentKey(experiment: Experiment): string {
  return keyWithout(experiment, later);
}

/** All hashes under which an experiment may have been kept: for some time not all of `later` was left out. */
export function experimentKeys(experiment: Experiment): string[] {
  return [later, [later[0], classifier], [classifier]].map((settings) => keyWithout(experiment, settings));
}

function keyWithout(experiment: Experiment, settings: readonly Later[]): string {
  const said: Record<string, unknown> = { ...experiment, name: null };
  for (const { path, neutral } of settings) {
    const [part, key] = path;
    const owner = (key === undefined ? said : said[part]) as Record<string, unknown>;
    const name = key ?? part;
    if (canonical(owner[name]) !== canonical(neutral)) continue;
    const rest = Object.fromEntries(Object.entries(owner).filter(([own]) => own !== name));
    if (key === undefined) Reflect.deleteProperty(said, name);
    else said[part] = rest;
  }
  return sha256(canonical(said));
}

/** JSON with the names of every object in order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** A pointer with the path of its run. */
export type FoundPointer = Pointer & { readonly directory: string };

/** All pointers of a suite whose runs still stand, oldest first; damaged ones count as none. */
export async function readPointers(directory: string): Promise<FoundPointer[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readTextIfAny(join(directory, name))),
  );
  return texts
    .flatMap((text) => {
      const pointer = parse(text);
      const run = pointer && resolve(directory, pointer.run);
      return pointer && run && existsSync(runPaths(run).plan) ? [{ ...pointer, directory: run }] : [];
    })
    .sort((a, b) => (a.created < b.created ? -1 : 1));
}

function parse(text: string | null): Pointer | null {
  try {
    const value = JSON.parse(text ?? 'null') as Pointer | null;
    return value?.formatVersion === pointerVersion && typeof value.run === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Remembers that a run stands for a row. */
export async function writePointer(
  directory: string,
  runDirectory: string,
  pointer: Omit<Pointer, 'formatVersion' | 'run' | 'created'>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  // Runs are not kept in version control, so neither is what points to them.
  await writeFile(join(dirname(directory), '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
  const name = sha256(JSON.stringify([pointer.experiment, pointer.trainHash, pointer.testHash])).slice(0, 16);
  await writeJson(join(directory, `${name}.json`), {
    formatVersion: pointerVersion,
    ...pointer,
    created: new Date().toISOString(),
    run: relative(resolve(directory), resolve(runDirectory)).replaceAll('\\', '/'),
  } satisfies Pointer);
}
