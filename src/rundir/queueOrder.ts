/** The order of the queue. It decides nothing but who is next: requests exist by their own files, whatever stands here. */
import { UserError } from '../base/errors.js';
import { readTextIfAny, writeJson } from './atomic.js';
import { withLock } from './lockFile.js';
import { describe } from './owner.js';
import { queuePaths } from './queueFiles.js';

export type Move = 'up' | 'down' | 'first' | 'last';

/** The ids that were put in order by hand; none where the file is missing or damaged. */
export async function readOrder(foldboardDirectory: string): Promise<readonly string[]> {
  const text = await readTextIfAny(queuePaths(foldboardDirectory).order);
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Those put in order by hand as they stand there, the others after them by the time they were queued. A new array. */
export function inOrder<T extends { readonly id: string; readonly enqueued: string }>(
  requests: readonly T[],
  order: readonly string[],
): T[] {
  const rank = new Map(order.map((id, i) => [id, i]));
  const place = ({ id }: T): number => rank.get(id) ?? Infinity;
  return [...requests].sort((a, b) => {
    const [left, right] = [place(a), place(b)];
    if (left !== right) return left - right;
    if (a.enqueued !== b.enqueued) return a.enqueued < b.enqueued ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
}

/** `ids` with one of them moved; at an end it stays. */
export function moved(ids: readonly string[], id: string, move: Move): string[] {
  const from = ids.indexOf(id);
  if (from < 0) return [...ids];
  const last = ids.length - 1;
  const to = { up: Math.max(0, from - 1), down: Math.min(last, from + 1), first: 0, last }[move];
  const rest = ids.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** Changes the order; two that do so at the same time do it one after the other. */
export async function changeOrder(foldboardDirectory: string, change: () => Promise<readonly string[]>): Promise<void> {
  const { order, orderLock } = queuePaths(foldboardDirectory);
  const refusal = (owner: Parameters<typeof describe>[0] | null): UserError =>
    new UserError(`The order of the queue is being changed${owner ? ` by ${describe(owner)}` : ''}.`, {
      kind: 'state',
      place: { file: orderLock },
      cure: 'Try again in a moment.',
    });
  await withLock(orderLock, refusal, async () => {
    await writeJson(order, await change());
  });
}
