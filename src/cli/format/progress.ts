/** How far training is, as lines of text: a bar for each fold at work, one line of the whole. Pure; `liveProgress.ts` draws them. */
import { metricWords } from '../../metrics/words.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { epochsAtMost, type FoldState } from '../../rundir/foldState.js';
import type { NetworkPlace } from '../../rundir/types.js';
import type { TimeLeft } from '../../runs/timeLeft.js';
import { about, duration } from './duration.js';
import { metric } from './number.js';
import type { Style } from './style.js';
import { displayWidth, pad } from './width.js';

/** What progress knows of a run. */
export interface ProgressState {
  readonly folds: readonly FoldState[];
  /** Folds of one repeat; task k is fold k % folds of repeat k / folds. */
  readonly foldsPerRepeat: number;
  /** Most epochs of a fold. */
  readonly epochs: number;
  /** The word that stands with every score that flatters; null where none does. */
  readonly flag: string | null;
  readonly left: TimeLeft | null;
}

/** `fold 3`, with repeats `repeat 2 fold 3`; people count from 1. */
export function foldName(k: number, tasks: number, foldsPerRepeat: number): string {
  const fold = `fold ${(k % foldsPerRepeat) + 1}`;
  return tasks > foldsPerRepeat ? `repeat ${Math.floor(k / foldsPerRepeat) + 1} ${fold}` : fold;
}

/** A bar of `width` columns; what is not reached stays as a thin line. */
export function bar(share: number, width: number, style: Style): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return style.good('━'.repeat(filled)) + style.quiet('─'.repeat(width - filled));
}

function bestText({ best: ofFold, networks }: FoldState): string {
  const best = networks ? networks.begun.at(-1)!.best : ofFold;
  return best === null ? '' : `best ${wordOf(best.metric)} ${metric(best.value)} at ${best.epoch}`;
}
const wordOf = (name: string): string => (name in metricWords ? metricWords[name as ScalarMetric] : name);

/** The folds at work, each with a bar, and the whole below: redrawn in place. */
export function liveLines(state: ProgressState, width: number, style: Style): string[] {
  const { folds, foldsPerRepeat, epochs } = state;
  const active = folds.flatMap((fold, k) => (fold.state === 'started' ? [{ fold, k }] : []));
  const names = active.map(({ k }) => foldName(k, folds.length, foldsPerRepeat));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const lines = active.map(({ fold }, i) => {
    const total = epochsAtMost(fold) ?? epochs;
    const { networks } = fold;
    const epoch = networks ? networks.begun.at(-1)!.epochs : fold.epoch;
    const network = networks ? `network ${networks.begun.length}/${networks.of}, ` : '';
    const count = `${network}epoch ${String(epoch).padStart(String(total).length)} of ${total}`;
    // Networks that stopped early count whole.
    const share = networks ? (networks.begun.length - 1 + epoch / total) / networks.of : epoch / total;
    const best = bestText(fold);
    const room = width - nameWidth - count.length - 4;
    const barWidth = Math.max(0, Math.min(30, room - (best === '' ? 0 : displayWidth(best) + 2)));
    const parts = [pad(names[i], nameWidth), bar(share, Math.max(barWidth, 8), style), count];
    // On a narrow terminal the best value goes before the bar does.
    if (best !== '' && barWidth >= 8) parts.push(style.quiet(best));
    return parts.join('  ');
  });
  return [...lines, totalLine(state, style)];
}

function totalLine({ folds, left }: ProgressState, style: Style): string {
  const finished = folds.filter((fold) => fold.state === 'finished').length;
  const text = `${finished} of ${folds.length} ${folds.length === 1 ? 'fold' : 'folds'} finished`;
  return style.quiet(left === null ? text : `${text} · ${leftText(left)}`);
}

/** `about 7 min left, at most 15 min`; the second part only where early stopping makes a difference. */
export function leftText({ seconds, atMost }: TimeLeft): string {
  const likely = about(seconds);
  const most = about(atMost);
  return `${likely} left${most === likely ? '' : `, at most ${most.replace('about ', '')}`}`;
}

/** What stays on the screen (or in the log) of a fold that is done. */
export function doneLine(k: number, fold: FoldState, main: ScalarMetric, state: Omit<ProgressState, 'left'>): string {
  const name = foldName(k, state.folds.length, state.foldsPerRepeat);
  if (fold.state === 'failed') return `${name}  failed: ${fold.message?.split('\n')[0] ?? 'no reason given'}`;
  const flag = state.flag === null ? '' : ` ${state.flag}`;
  const score = fold.metrics === null ? '' : `${metricWords[main]} ${metric(fold.metrics[main])}${flag}`;
  const { networks } = fold;
  const of = networks ? ` of ${networks.of} networks` : '';
  const epochs = fold.epoch > 0 ? `${fold.epoch} ${fold.epoch === 1 ? 'epoch' : 'epochs'}${of}` : '';
  const bests = networks ? networks.begun.flatMap(({ best }) => best?.epoch ?? []) : [fold.best?.epoch ?? []].flat();
  const best = bests.length === 0 ? '' : `best at ${bests.length > 6 ? rangeText(bests) : bests.join(', ')}`;
  const time = fold.seconds > 0 ? duration(fold.seconds) : '';
  return [name, ...[score, epochs, best, time].filter((part) => part !== '')].join('  ');
}

const rangeText = (values: readonly number[]): string => `${Math.min(...values)} to ${Math.max(...values)}`;

/** One epoch as a plain line, for logs and pipes. */
export function epochLine(
  k: number,
  state: Omit<ProgressState, 'left'>,
  event: {
    readonly epoch: number;
    readonly network?: NetworkPlace;
    readonly trainLoss: number;
    readonly selectLoss: number | null;
  },
): string {
  const fold = state.folds[k];
  const losses = [
    `train loss ${metric(event.trainLoss)}`,
    event.selectLoss === null ? '' : `select loss ${metric(event.selectLoss)}`,
  ];
  const { network } = event;
  const where = network ? `network ${network.index + 1}/${network.of}, ` : '';
  const epoch = `${where}epoch ${network?.epoch ?? event.epoch} of ${epochsAtMost(fold) ?? state.epochs}`;
  const parts = [epoch, ...losses, bestText(fold)];
  return `${foldName(k, state.folds.length, state.foldsPerRepeat)}  ${parts.filter((part) => part !== '').join('  ')}`;
}
