/** The queue as a table: what runs, what waits in which place, what was set aside, and what does not belong there. */
import { describe } from '../../rundir/owner.js';
import type { Queue, QueueEntry } from '../../rundir/queue.js';
import { moment } from './duration.js';
import { table } from './table.js';
import type { Style } from './style.js';

interface Look {
  readonly width: number;
  readonly style: Style;
}

/** Places of the waiting requests, by id; the first is 1. */
export function places(queue: Queue): ReadonlyMap<string, number> {
  const waiting = queue.entries.filter(({ state }) => state === 'waiting');
  return new Map(waiting.map(({ id }, i) => [id, i + 1]));
}

/** Empty where nothing is in the queue. */
export function queueReport(queue: Queue, { width, style }: Look): string {
  const place = places(queue);
  const rows = queue.entries.map((entry) => [
    place.has(entry.id) ? String(place.get(entry.id)) : '',
    entry.name,
    stateText(entry),
    moment(entry.enqueued),
  ]);
  const columns = [
    { head: 'place', align: 'right' as const },
    { head: 'run', shrink: 'apart' as const, least: 28 },
    { head: 'state', shrink: 'end' as const },
    { head: 'queued', drop: 1 },
  ];
  return rows.length === 0 ? '' : table({ columns, rows, width, style });
}

function stateText({ state, owner, deaths, workers }: QueueEntry): string {
  if (state === 'running') return owner ? `running, ${describe(owner)}` : 'running';
  if (state === 'crashed') return `set aside: its trainer died ${deaths} times without getting further`;
  const again = deaths > 0 ? 'waits for another try: its trainer died' : 'waits';
  return workers === null ? again : `${again}, for ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

/** `2nd`. */
export function ordinal(place: number): string {
  const ten = place % 100;
  const suffix = ten >= 11 && ten <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${suffix}`;
}
