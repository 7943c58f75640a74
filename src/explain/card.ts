/** The hover card of a row: what was predicted for its sample, by whom, and where the model looked. Markdown in, Markdown out. */
import { flagMeanings } from '../metrics/words.js';
import { rankOf } from './attention.js';
import { escapeMarkdown } from './markdown.js';
import type { SamplePrediction } from './outOfFold.js';
import { signalSvg, svgAddress } from './signalSvg.js';

export interface CardFacts {
  readonly prediction: SamplePrediction;
  readonly classes: readonly string[];
  /** As the file says it now; null where it says none. */
  readonly truth: string | null;
  readonly folds: number;
  /** What the run's scores are flagged by (`flagWord`), if they are; then "never saw" would not be true. */
  readonly flag?: string | null;
  /** Of test data: what the model of each fold says, class names. */
  readonly members?: readonly string[];
  /** What other runs that never saw the sample say: class names. */
  readonly others: readonly string[];
  readonly attention: readonly number[] | null;
  /** Step of the hovered row, from 0; null in a labels file. */
  readonly step: number | null;
  /** The hovered column, where it is an input. */
  readonly column: { readonly name: string; readonly values: readonly number[] } | null;
  /** Why this may not hold any more. */
  readonly doubts: readonly string[];
  /** Run's name and time. */
  readonly run: string;
  /** Finished Markdown. */
  readonly links: readonly string[];
}

const barLength = 20;

/** Needs `supportHtml` for the bars' colour; without it they are plain blocks. */
export function card(facts: CardFacts): string {
  const { prediction, classes } = facts;
  const name = (text: string): string => `**${escapeMarkdown(text)}**`;
  const said = name(classes[prediction.predicted]);
  const right = facts.truth === classes[prediction.predicted];
  const head =
    facts.truth === null
      ? `${name(prediction.sample)}: predicted ${said}`
      : `${name(prediction.sample)} is ${name(facts.truth)}, predicted ${said} ${right ? '✓' : '✗ wrong'}`;
  // Lines of one paragraph: a hover has little height.
  const parts = [[head, foldSentence(facts)].filter((line) => line !== '').join('  \n'), bars(facts)];
  parts.push(...facts.doubts.map((doubt) => `⚠ ${escapeMarkdown(doubt)}`));
  const picture = pictureOf(facts);
  if (picture !== null) parts.push(picture);
  parts.push([escapeMarkdown(facts.run), ...facts.links].join(' · '));
  return parts.filter((part) => part !== '').join('\n\n');
}

function bars({ prediction, classes, truth }: CardFacts): string {
  const rows = classes.map((one, c) => {
    const share = prediction.probabilities[c];
    const blocks = '█'.repeat(Math.round(share * barLength)) || '▏';
    const bar = `<span style="color:var(--vscode-charts-blue);">${blocks}</span>`;
    return `| ${escapeMarkdown(one)}${one === truth ? ' ◂' : ''} | ${bar} | ${share.toFixed(2)} |`;
  });
  return ['| | | |', '|:--|:--|--:|', ...rows].join('\n');
}

function foldSentence({ prediction, folds, flag = null, members = [], others, classes }: CardFacts): string {
  const { places, predicted } = prediction;
  const sentences: string[] = [];
  if (places.length === 1) {
    const seen = flag === null ? 'its model never saw this sample' : `${flag}, ${flagMeanings[flag]}`;
    sentences.push(`Fold ${places[0].fold + 1} of ${folds}: ${seen}.`);
  } else if (places.length > 1) {
    const same = places.filter((place) => place.predicted === predicted).length;
    const seen = flag === null ? ' whose models never saw this sample' : ` (${flag}: ${flagMeanings[flag]})`;
    sentences.push(`Mean of ${places.length} repeats${seen}; ${same} of them say so.`);
  }
  if (members.length > 0) {
    const agreeing = members.filter((member) => member === classes[predicted]).length;
    const models = members.length === 1 ? 'The model' : `${agreeing} of ${members.length} models`;
    sentences.push(`${models} say${members.length === 1 ? 's' : ''} so; none of them saw this sample.`);
  }
  const same = others.filter((other) => other === classes[predicted]).length;
  if (others.length > 0) {
    const runs = others.length === 1 ? 'other run says' : 'other runs say';
    sentences.push(`${same} of ${others.length} ${runs} ${escapeMarkdown(classes[predicted])} too.`);
  }
  return sentences.join(' ');
}

function pictureOf({ attention, step, column }: CardFacts): string | null {
  if (!attention && !column) return null;
  const said: string[] = [];
  if (column) {
    const at = step === null ? undefined : column.values[step];
    const value = at === undefined || !Number.isFinite(at) ? '' : ` ${Number(at.toPrecision(4))}`;
    said.push(`${escapeMarkdown(column.name)}${value}${step === null ? '' : ` at step ${step + 1}`}`);
  }
  if (attention && attention.length > 0) {
    const peak = attention.indexOf(attention.reduce((a, b) => Math.max(a, b)));
    if (step !== null && step < attention.length)
      said.push(`attention ${attention[step].toFixed(3)}, rank ${rankOf(attention, step)} of ${attention.length}`);
    else said.push(`attention highest at step ${peak + 1} of ${attention.length}`);
  }
  const svg = signalSvg({ values: column?.values ?? [], attention, step });
  return `![over the time steps](${svgAddress(svg)})  \n${said.join(' · ')}`;
}
