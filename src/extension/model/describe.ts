/** Runs and folds in words and icons, as trees, status bar and tooltips show them. Pure, so that it is tested in plain Node. */
import { scoredChoose } from '../../config/scoring.js';
import { flagWord, formatMetric, formatScore, metricWords } from '../../metrics/words.js';
import { epochsAtMost, farText, type FoldState } from '../../rundir/foldState.js';
import type { RunStatus } from '../../rundir/types.js';
import { leaksOnPurpose } from '../../runs/summary.js';
import { mainMetric, recordScore, runName, type RunRecord } from './record.js';

/** Colour stands on icons only; the word always stands beside it. */
export interface StateLook {
  readonly word: string;
  /** A codicon. */
  readonly icon: string;
  /** A theme colour. */
  readonly color: string | null;
}

const looks: Readonly<Record<RunStatus, StateLook>> = {
  queued: { word: 'Queued', icon: 'circle-large-outline', color: null },
  running: { word: 'Running', icon: 'loading~spin', color: 'charts.blue' },
  stopped: { word: 'Stopped', icon: 'debug-pause', color: 'charts.yellow' },
  failed: { word: 'Failed', icon: 'error', color: 'charts.red' },
  finished: { word: 'Finished', icon: 'pass', color: 'charts.green' },
  unreadable: { word: 'Unreadable', icon: 'warning', color: 'charts.yellow' },
};

export function statusLook(status: RunStatus): StateLook {
  return looks[status];
}

/** As statusLook, and one whose trainer died looks other than one that somebody stopped. */
export function runLook({ status, reason }: Pick<RunRecord, 'status' | 'reason'>): StateLook {
  return status === 'stopped' && reason !== null ? { ...looks.failed, word: 'Crashed' } : looks[status];
}

/** State of a fold; one that has begun is running only while its run is. */
export function foldLook(fold: FoldState, run: RunStatus): StateLook {
  if (fold.state === 'finished' || fold.state === 'failed') return looks[fold.state];
  if (fold.state === 'waiting') return run === 'running' ? looks.queued : { ...looks.queued, word: 'Not started' };
  return run === 'running' && fold.state === 'started' ? looks.running : looks.stopped;
}

/** `fold 3/5 · epoch 12`; several folds at once: `folds 1, 2/5 · epoch 12, 9`. Empty before the first fold begins. */
export function progressText(record: RunRecord): string {
  const begun = record.folds.flatMap((fold, k) => (fold.state === 'started' || fold.state === 'stopped' ? [k] : []));
  if (begun.length === 0) {
    const finished = record.folds.filter((fold) => fold.state === 'finished').length;
    return finished === 0 ? '' : `${finished} of ${record.folds.length} folds`;
  }
  const numbers = begun.map((k) => k + 1).join(', ');
  const places = `${begun.length === 1 ? 'fold' : 'folds'} ${numbers}/${record.folds.length}`;
  if (begun.length === 1) return `${places} · ${farText(record.folds[begun[0]])}`;
  const networks = begun.flatMap((k) => record.folds[k].networks ?? []);
  const which =
    networks.length > 0 ? `network ${networks.map((one) => one.begun.length).join(', ')}/${networks[0].of} · ` : '';
  const epochs = begun.map((k) => record.folds[k].networks?.begun.at(-1)?.epochs ?? record.folds[k].epoch).join(', ');
  return `${places} · ${which}epoch ${epochs}`;
}

/** `10:31` today, `21 Nov, 10:31` this year, else with the year; in local time. */
export function timeText(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === now.toDateString()) return clock;
  const month = date.toLocaleDateString('en-GB', { month: 'short' });
  const day = `${date.getDate()} ${month}`;
  return date.getFullYear() === now.getFullYear() ? `${day}, ${clock}` : `${day} ${date.getFullYear()}, ${clock}`;
}

export interface Row {
  readonly label: string;
  readonly description: string;
  readonly look: StateLook;
}

/**
 * A run as a row. Numbers are cut last, and VS Code cuts at the end: so the score is the label where there is one, and names
 * and times stand in the description.
 */
export function runRow(record: RunRecord, options: { readonly named: boolean; readonly now?: Date }): Row {
  const look = runLook(record);
  const name = runName(record);
  const marks = [record.notes.star ? '★' : '', ...record.notes.tags.map((tag) => `#${tag}`)].join(' ').trim();
  const time = record.plan ? timeText(record.plan.created, options.now) : '';
  const score = recordScore(record);
  const scored = score ? formatScore(score) : null;
  const join = (...parts: (string | null)[]): string => parts.filter((part) => part).join(' · ');
  const named = options.named ? name : null;
  const said = firstLine(record.notes.note.trim());
  const note = said === '' ? null : `“${said.length > 40 ? `${said.slice(0, 39)}…` : said}”`;
  if (record.status === 'finished') {
    const label = scored ?? 'Finished, not scored';
    const flag = scored ? flagWord(selectionFlags(record)) : null;
    return { label, description: join(flag, marks, named, scored ? look.word : null, time, note), look };
  }
  const label = record.status === 'running' ? progressText(record) || 'Starting' : look.word;
  const why = record.reason === null ? progressText(record) : firstLine(record.reason);
  const where = record.status === 'running' ? look.word : why;
  const flag = leaksOnPurpose(record.plan) ? 'leaky' : null;
  return { label, description: join(flag, marks, named, where, scored, time, note), look };
}

function selectionFlags({ plan }: RunRecord): { optimistic: boolean; leaky: boolean } {
  const leaky = leaksOnPurpose(plan);
  return { optimistic: leaky || scoredChoose(plan?.experiment), leaky };
}

/** A fold as a row: `0.923` and `fold 1 · best epoch …`; while it trains, its best value on the select part. */
export function foldRow(record: RunRecord, k: number): Row {
  const fold = record.folds[k];
  const look = foldLook(fold, record.status);
  const metric = mainMetric(record.plan);
  const label = `Fold ${foldName(record, k)}`;
  if (fold.state === 'finished') {
    const result = record.result?.folds[k];
    const best = result?.bestEpoch ?? fold.best?.epoch;
    const score = fold.metrics ? `${formatMetric(fold.metrics[metric])} ${metricWords[metric]}` : look.word;
    const several = fold.networks?.of ?? result?.networks;
    // Of several networks their mean, once it is known.
    if (several !== undefined && !result) return { label, description: `${score} · ${several} networks`, look };
    const bestWords =
      several === undefined ? `best epoch ${best}` : `${several} networks, best epochs ${best} on average`;
    return { label, description: best === undefined ? score : `${score} · ${bestWords}`, look };
  }
  if (fold.state === 'failed') return { label, description: firstLine(fold.message ?? look.word), look };
  if (fold.epoch === 0) return { label, description: look.word, look };
  const ownBest = fold.networks ? fold.networks.begun.at(-1)!.best : fold.best;
  const best = ownBest ? ` · best ${formatMetric(ownBest.value)} at ${ownBest.epoch}` : '';
  const most = epochsAtMost(fold);
  return { label, description: `${look.word} · ${farText(fold)}${most ? ` of ${most}` : ''}${best}`, look };
}

/** `3`, or with repeats `3 of repeat 2`. */
export function foldName(record: RunRecord, k: number): string {
  const plan = record.plan;
  if (!plan || plan.repeats < 2) return String(k + 1);
  return `${(k % plan.folds) + 1} of repeat ${Math.floor(k / plan.folds) + 1}`;
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

/** What a failure says, in one line. */
export function messageOf(thrown: unknown): string {
  return firstLine(thrown instanceof Error ? thrown.message : String(thrown));
}
