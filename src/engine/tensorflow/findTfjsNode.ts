/** Where a tfjs-node may be. Only looks whether files are there: it is asked before every training, and none of it is loaded. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const tfjsNodeName = '@tensorflow/tfjs-node';

export interface FoundTfjsNode {
  /** What `require` is to load. */
  readonly path: string;
  /** Somebody named it: then it has to load, and nothing else is taken in its stead. */
  readonly named: boolean;
}

/**
 * The folder in FOLDBOARD_TFJS_NODE; else the package as seen from Foldboard's own; else what `foldboard setup tfjs-node` has put
 * together. Null where there is none; with FOLDBOARD_TFJS_NODE set to nothing the last is not looked for.
 */
export function findTfjsNode(): FoundTfjsNode | null {
  const named = process.env.FOLDBOARD_TFJS_NODE;
  if (named) return { path: resolve(named), named: true };
  try {
    return { path: createRequire(import.meta.url).resolve(tfjsNodeName), named: false };
  } catch {
    const own = packageIn(setupFolder());
    return named === undefined && existsSync(addonIn(own)) ? { path: own, named: false } : null;
  }
}

/** Where `foldboard setup tfjs-node` puts it: in the user's cache folder, so that every version of Foldboard finds it. */
export function setupFolder(): string {
  const cache =
    process.env.FOLDBOARD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'foldboard');
  return join(cache, 'tfjs-node');
}

/** The package in a folder that npm has installed into. */
export function packageIn(folder: string): string {
  return join(folder, 'node_modules', ...tfjsNodeName.split('/'));
}

/** The compiled part of the package, what is made last when it is installed. */
export function addonIn(packageFolder: string): string {
  return join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
}
