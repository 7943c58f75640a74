/** Changing the value of an experiment file: JSON merge patches and settings by path. Pure: arguments stay as they are. */
import { isObject } from '../config/defaults.js';

/** JSON Merge Patch, RFC 7396: objects are merged, null takes a member away, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return structuredClone(patch);
  const merged = new Map<string, unknown>(isObject(target) ? Object.entries(structuredClone(target)) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** A copy with the setting at a path set to a value, null included; objects on the way are made. */
export function assignAt(target: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return structuredClone(value);
  const [key, ...rest] = path;
  const members = new Map<string, unknown>(isObject(target) ? Object.entries(structuredClone(target)) : []);
  members.set(key, assignAt(members.get(key), rest, value));
  return Object.fromEntries(members);
}
