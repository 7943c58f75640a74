/** Plain sentences for a comparison of runs: who is better, and what these folds can tell apart at all. */
import { findableDifference, type PairedDifference, type Verdict } from './paired.js';
import { formatSigned } from './words.js';

export interface ComparedRun {
  readonly name: string;
  readonly result: PairedDifference;
  readonly verdict: Verdict;
}

const by = (run: ComparedRun): string => Math.abs(run.result.difference).toFixed(3);
/** Names that hold a comma are told apart by quotes. */
export const namedInText = ({ name }: { readonly name: string }): string => (name.includes(',') ? `“${name}”` : name);
const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
/** More names than this that nothing was found about are counted. */
const mostOpen = 4;

/** "A is better by 0.022; B is worse by 0.028. C is undecided." Null where nothing was compared. */
export function comparisonSentence(runs: readonly ComparedRun[]): string | null {
  if (runs.length === 0) return null;
  const of = (word: Verdict): ComparedRun[] => runs.filter((run) => run.verdict === word);
  const decided = [
    ...of('better').map((run) => `${namedInText(run)} is better by ${by(run)}`),
    ...of('worse').map((run) => `${namedInText(run)} is worse by ${by(run)}`),
  ];
  if (decided.length > mostDecided) return summary(runs);
  const rest = (['equivalent', 'undecided'] as const).flatMap((word) => {
    const names = of(word).map(namedInText);
    if (names.length === 0) return [];
    const who = names.length > mostOpen ? String(names.length) : list(names);
    return [`${who} ${names.length === 1 ? 'is' : 'are'} ${word}.`];
  });
  return [...(decided.length > 0 ? [`${decided.join('; ')}.`] : []), ...rest].join(' ');
}

/** More runs than this that differ are counted, not named. */
const mostDecided = 6;

/** "17 are better, by up to 0.078 (A); 4 are undecided." */
function summary(runs: readonly ComparedRun[]): string {
  const parts = (['better', 'worse', 'equivalent', 'undecided'] as const).flatMap((word) => {
    const own = runs.filter((run) => run.verdict === word);
    if (own.length === 0) return [];
    const first = own.reduce((a, b) => (Math.abs(b.result.difference) > Math.abs(a.result.difference) ? b : a));
    const far = word === 'better' || word === 'worse' ? `, by up to ${by(first)} (${namedInText(first)})` : '';
    return [`${own.length} ${own.length === 1 ? 'is' : 'are'} ${word}${far}`];
  });
  return `Of ${runs.length} compared, ${parts.join('; ')}.`;
}

/** Differences that are as good as the same in all folds leave nothing to chance, and say nothing of what could be seen. */
const varies = ({ result }: ComparedRun): boolean => result.detectable !== null && result.detectable >= 0.0005;

/** How large a difference must be to be told from chance with these folds; null where no interval exists, or none has a width. */
export function detectableSentence(runs: readonly ComparedRun[]): string | null {
  const told = runs.filter(varies);
  const sizes = told.flatMap(({ result }) => result.detectable ?? []);
  if (sizes.length === 0) return null;
  // Scores lie between 0 and 1: there is no such difference, and its size would only puzzle.
  if (Math.min(...sizes) >= 1)
    return `With these ${told[0].result.folds} folds no difference below 1 could be told from chance.`;
  const range = (values: readonly number[]): string => {
    const low = Math.min(...values).toFixed(3);
    const high = Math.max(...values).toFixed(3);
    return low === high ? low : `${low} to ${high}`;
  };
  const depending = range(sizes).includes(' ') ? ', depending on the run,' : '';
  const found = told.flatMap(({ result }) => findableDifference(result) ?? []);
  return `With these ${told[0].result.folds} folds a difference must exceed ${range(sizes)}${depending} to be told from chance; a true one of ${range(found)} is found four times in five.`;
}

/** What a difference rests on, of one run against the baseline. */
export interface PairedEvidence extends ComparedRun {
  readonly lowerIsBetter: boolean;
  /** Run less baseline, fold by fold. */
  readonly differences: readonly number[];
  /** Samples newly right and newly wrong. */
  readonly fixed: number;
  readonly broken: number;
}

/** "It is ahead in 5 of 5 folds; its interval is +0.009 to +0.034. 27 samples are newly right, 12 newly wrong." */
export function evidenceSentence(
  { result, verdict, differences, lowerIsBetter, fixed, broken }: PairedEvidence,
  subject = 'It',
): string {
  const behind = verdict === 'worse';
  // Which way a fold must differ to be counted.
  const wanted = behind === lowerIsBetter ? 1 : -1;
  const count = differences.filter((value) => value * wanted > 0).length;
  const { low, high } = result;
  const holds = low !== null && high !== null && low <= 0 && high >= 0;
  const interval =
    low === null || high === null
      ? ''
      : `; its interval ${holds ? 'holds zero: ' : 'is '}${formatSigned(low)} to ${formatSigned(high)}`;
  const folds = `${count} of ${differences.length} folds`;
  const samples = `${fixed} ${fixed === 1 ? 'sample is' : 'samples are'} newly right, ${broken} newly wrong`;
  if (differences.length < 2) return `One split gives no interval. ${samples}.`;
  return `${subject} is ${behind ? 'behind' : 'ahead'} in ${folds}${interval}. ${samples}.`;
}

/** Why there is no word: "A cannot be compared with B: it was scored on other samples." Null where nothing is set aside. */
export function asideSentence(
  aside: readonly { readonly name: string; readonly reason: string }[],
  baseline: string,
): string | null {
  if (aside.length === 0) return null;
  const reasons = [...new Set(aside.map(({ reason }) => reason))];
  const who = aside.length === 1 ? `${namedInText(aside[0])} cannot` : 'None of the other runs can';
  return `${who} be compared with ${namedInText({ name: baseline })}: ${reasons.slice(0, 3).join('; ')}${reasons.length > 3 ? ' …' : ''}.`;
}

/** Below this, two F1 scores of a class say the same. */
const hardly = 0.01;

/** "The runs differ most on low_pain, 0.583 to 0.755; on no_pain they hardly do." Null where no class stands out. */
export function classSpreadSentence(classes: readonly string[], scores: readonly (readonly number[])[]): string | null {
  if (scores.length < 2) return null;
  const spreads = classes.map((name, c) => {
    const own = scores.map((row) => row[c]);
    const [low, high] = [Math.min(...own), Math.max(...own)];
    return { name, low, high, spread: high - low };
  });
  if (spreads.some(({ spread }) => Number.isNaN(spread))) return null;
  const most = spreads.reduce((a, b) => (b.spread > a.spread ? b : a));
  if (most.spread < 2 * hardly) return most.spread < hardly ? 'The runs hardly differ on any class.' : null;
  const same = spreads.filter(({ spread }) => spread < hardly).map(({ name }) => name);
  const rest = same.length === 0 || same.length > 4 ? '' : `; on ${list(same)} they hardly do`;
  return `The runs differ most on ${most.name}, ${most.low.toFixed(3)} to ${most.high.toFixed(3)}${rest}.`;
}
