/** Tooltips of runs, in Markdown in which every word from files is escaped: class names and paths are not to be trusted. */
import { scoredChoose } from '../../config/scoring.js';
import { flagWord, formatMetric, metricWords, scoreOf } from '../../metrics/words.js';
import { scalarMetrics } from '../../metrics/types.js';
import { foldName, progressText, runLook, timeText } from './describe.js';
import { leaksOnPurpose } from '../../runs/summary.js';
import { sizeText } from './prune.js';
import { mainMetric, runName, type RunRecord } from './record.js';

/** Text that Markdown shows as it is: no links, no emphasis, no HTML, no icons, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!~|<>&$:@/=^"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Seconds as `12 s`, `3 min 07 s`, `2 h 05 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** How the weights of each fold were chosen, in words; said with every score. */
export function selectionText(record: RunRecord): {
  readonly text: string;
  readonly optimistic: boolean;
  readonly leaky: boolean;
} {
  const selection = record.plan?.experiment.validation?.selection;
  const leaky = leaksOnPurpose(record.plan);
  if (scoredChoose(record.plan?.experiment))
    return { text: 'weights chosen on the scored part', optimistic: true, leaky };
  if (selection === undefined || typeof selection === 'string')
    return { text: 'weights of the last epoch, nothing chosen', optimistic: leaky, leaky };
  const share = `${Math.round(selection.fraction * 100)} %`;
  return { text: `weights chosen on a separate part (${share} of the training samples)`, optimistic: leaky, leaky };
}

/** What a tooltip says that is no part of a record. */
export interface TooltipFacts {
  /** How the experiment file differs from the run. */
  readonly difference?: string | null;
  /** Training time over all folds; a finished run's record does not hold it. */
  readonly seconds?: number;
  /** Room on the disk. */
  readonly bytes?: number;
}

export function trainedSeconds(folds: readonly { readonly seconds: number }[]): number {
  return folds.reduce((sum, fold) => sum + fold.seconds, 0);
}

/** The tooltip of a run: state, metrics, time, data, how the weights were selected, what differs from the file now. */
export function runTooltip(
  record: RunRecord,
  { difference = null, seconds = trainedSeconds(record.folds), bytes }: TooltipFacts = {},
): string {
  const plan = record.plan;
  if (!plan) return `**${escapeMarkdown(record.id)}**\n\n${escapeMarkdown(record.reason ?? '')}`;
  const lines = [`**${escapeMarkdown(runName(record))}** · ${runLook(record).word}`];
  const progress = record.status === 'finished' ? '' : progressText(record);
  if (progress) lines.push(escapeMarkdown(progress));
  if (record.reason) lines.push(escapeMarkdown(record.reason));
  if (record.notes.note) lines.push(escapeMarkdown(record.notes.note));
  const main = mainMetric(plan);
  const rows = scalarMetrics.flatMap((name) => {
    const score = scoreOf(record.folds.flatMap((fold) => (fold.metrics ? [fold.metrics[name]] : [])));
    if (!score) return [];
    const words = name === main ? `**${metricWords[name]}**` : metricWords[name];
    return [`| ${words} | ${formatMetric(score.mean)} ± ${formatMetric(score.std)} | (${score.count}) |`];
  });
  if (rows.length > 0) lines.push(['| | | |', '|:--|--:|:--|', ...rows].join('\n'));
  const selection = selectionText(record);
  lines.push(`${escapeMarkdown(selection.text)}${flagWord(selection) === null ? '' : ` · *${flagWord(selection)}*`}`);
  const { samples, shortest, longest, channels } = plan.data;
  const steps = shortest === longest ? `${longest} steps` : `${shortest} to ${longest} steps`;
  lines.push(escapeMarkdown(`${samples} samples, ${steps}, ${channels} channels`));
  const trained = seconds > 0 ? `${durationText(seconds)} of training` : '';
  const room = bytes === undefined ? '' : `${sizeText(bytes)} on disk`;
  const parts = [timeText(plan.created), trained, room].filter((part) => part !== '');
  lines.push(escapeMarkdown(parts.join(' · ')));
  if (difference !== null) lines.push(escapeMarkdown(difference));
  return lines.join('\n\n');
}

/** The tooltip of a fold: per-class figures once it is scored. */
export function foldTooltip(record: RunRecord, k: number): string {
  const fold = record.folds[k];
  const lines = [`**Fold ${escapeMarkdown(foldName(record, k))}**`];
  if (fold.message) lines.push(escapeMarkdown(fold.message));
  if (fold.metrics) {
    const rows = fold.metrics.classes.map((name) => {
      const one = fold.metrics?.perClass[name];
      const cells = one ? [one.precision, one.recall, one.f1].map(formatMetric) : ['', '', ''];
      return `| ${escapeMarkdown(name)} | ${cells.join(' | ')} | ${one?.support ?? ''} |`;
    });
    lines.push(['| class | precision | recall | F1 | support |', '|:--|--:|--:|--:|--:|', ...rows].join('\n'));
  }
  for (const warning of fold.warnings) lines.push(`⚠ ${escapeMarkdown(warning)}`);
  return lines.join('\n\n');
}
