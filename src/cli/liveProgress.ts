/** Draws progress on stderr: bars in place on a terminal, plain lines elsewhere. */
import { scoredChoose } from '../config/scoring.js';
import type { ScalarMetric } from '../metrics/types.js';
import { flagWord } from '../metrics/words.js';
import { advanceFoldState, farText, type FoldState } from '../rundir/foldState.js';
import { networksOf } from '../rundir/networks.js';
import type { FoldEvent, RunPlan } from '../rundir/types.js';
import { leaksOnPurpose, mainMetric } from '../runs/summary.js';
import { timeLeft } from '../runs/timeLeft.js';
import { doneLine, epochLine, foldName, liveLines, type ProgressState } from './format/progress.js';
import type { Terminal } from './terminal.js';

export interface Progress {
  event(event: FoldEvent): void;
  /** A line that stays, above the bars. */
  note(text: string): void;
  /** Takes the bars away. */
  end(): void;
  folds(): readonly FoldState[];
}

type EpochEvent = Extract<FoldEvent, { type: 'epoch' }>;

/** Redrawn no more often than this. */
const frameMs = 100;
/** Plain lines of a fold: about so many. */
const linesOfFold = 10;

/**
 * @param folds what was done before (a run that is resumed)
 * @param workers folds at work at once, for the time left
 */
export function createProgress(
  terminal: Terminal,
  plan: RunPlan,
  folds: readonly FoldState[],
  workers: number,
): Progress {
  const states = [...folds];
  const main: ScalarMetric = mainMetric(plan);
  const parts = {
    foldsPerRepeat: plan.folds,
    epochs: plan.resolved.epochs,
    flag: flagWord({ optimistic: scoredChoose(plan.experiment), leaky: leaksOnPurpose(plan) }),
  };
  const networks = networksOf(plan).length;
  const area = terminal.live ? liveArea() : null;
  const state = (): ProgressState => ({
    ...parts,
    folds: states,
    left: timeLeft(states, parts.epochs, workers, networks),
  });
  const draw = (): void => area?.draw(liveLines(state(), terminal.liveWidth - 1, terminal.errorStyle));

  function note(text: string): void {
    area?.clear();
    terminal.say(text);
    draw();
  }

  // Whether an epoch is the best so far is the event after it: its line waits for that.
  const waiting = new Map<number, EpochEvent>();
  function flush(fold: number): void {
    const event = waiting.get(fold);
    if (event) terminal.say(epochLine(fold, state(), event));
    waiting.delete(fold);
  }

  function plain(event: FoldEvent): void {
    const name = foldName(event.fold, states.length, plan.folds);
    if (event.type === 'started')
      terminal.say(
        `${name}  started: ${event.fit} samples to fit, ${event.select} to select by, ${event.score} to score`,
      );
    const every = Math.max(1, Math.ceil((parts.epochs * networks) / linesOfFold));
    if (event.type === 'epoch' && event.epoch % every === 0) waiting.set(event.fold, event);
    if (event.type === 'best') flush(event.fold);
    if (event.type === 'stopped')
      terminal.say(`${name}  stopped after ${farText({ ...states[event.fold], epoch: event.epoch })}`);
  }

  return {
    event(event) {
      if (event.type !== 'best') flush(event.fold);
      states[event.fold] = advanceFoldState(states[event.fold], event);
      if (event.type === 'finished' || event.type === 'failed')
        note(doneLine(event.fold, states[event.fold], main, state()));
      else if (event.type === 'warning')
        note(
          `${terminal.errorStyle.bad('warning')}  ${foldName(event.fold, states.length, plan.folds)}: ${event.message}`,
        );
      else if (area) draw();
      else plain(event);
    },
    note,
    end: () => area?.end(),
    folds: () => states,
  };
}

interface LiveArea {
  draw(lines: readonly string[]): void;
  clear(): void;
  end(): void;
}

/** The last lines of the terminal, written over again and again. */
function liveArea(): LiveArea {
  let height = 0;
  let pending: readonly string[] | null = null;
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  const up = (): string => (height > 0 ? `\u001b[${height}A` : '') + '\r\u001b[J';

  function flush(): void {
    timer = undefined;
    if (!pending) return;
    process.stderr.write(up() + pending.map((line) => `${line}\n`).join(''));
    height = pending.length;
    pending = null;
    last = Date.now();
  }
  return {
    draw(lines) {
      pending = lines;
      timer ??= setTimeout(flush, Math.max(0, last + frameMs - Date.now()));
    },
    clear() {
      if (height > 0) process.stderr.write(up());
      height = 0;
    },
    end() {
      clearTimeout(timer);
      if (height > 0) process.stderr.write(up());
      height = 0;
      pending = null;
    },
  };
}
