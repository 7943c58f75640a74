/** Likely label errors of an open file: the ranked list of its run, with where each label stands now and what was said of it. */
import * as vscode from 'vscode';
import { findIssues, worthALook, type FoundIssues, type SampleIssue } from '../../../explain/labelIssues.js';
import type { OutOfFold } from '../../../explain/outOfFold.js';
import { labelsPlace, readReviews, type Review } from '../../../rundir/reviews.js';
import { leaksOnPurpose } from '../../../runs/summary.js';
import { pathKey } from '../paths.js';
import { labelAt } from '../data/rows.js';
import type { DataView } from '../data/view.js';

export interface PlacedIssue {
  readonly issue: SampleIssue;
  /** From 1: place among all issues of the run. */
  readonly rank: number;
  readonly line: number;
  readonly range: vscode.Range;
  readonly reviewed: boolean;
  /** Whether it is put before the user unasked. */
  readonly top: boolean;
}

export interface FileIssues {
  readonly found: FoundIssues;
  /** Whose models doubt them, in words after "models"; the scored samples may have chosen their weights. */
  readonly models: string;
  /** Those whose label the file still has, the likeliest errors first. */
  readonly issues: readonly PlacedIssue[];
}

const computed = new WeakMap<OutOfFold, FoundIssues>();

function issuesOf(outOfFold: OutOfFold): FoundIssues {
  const before = computed.get(outOfFold);
  if (before) return before;
  const found = findIssues(outOfFold);
  computed.set(outOfFold, found);
  return found;
}

/** Where reviews of a file's labels are kept; null where it has no labels that a run was trained on. */
export function reviewPlace(view: DataView): { readonly foldboard: string; readonly file: string } | null {
  const { run, dataFile } = view;
  if (!run?.plan || !view.labelled || dataFile.part !== 'train' || dataFile.role === 'predictions') return null;
  const { foldboard, file, path } = labelsPlace(run.directory, run.plan);
  return pathKey(path) === pathKey(dataFile.data) ? { foldboard, file } : null;
}

/** Null for files that hold no labels of the run, and of a run whose splits leak. @throws UserError where the reviews cannot be read */
export async function fileIssues(view: DataView): Promise<FileIssues | null> {
  const place = reviewPlace(view);
  if (!place || !view.outOfFold || leaksOnPurpose(view.run?.plan ?? null)) return null;
  const reviews = await readReviews(place.foldboard);
  const found = issuesOf(view.outOfFold);
  const most = worthALook(found);
  const issues = found.issues.flatMap((issue, i): PlacedIssue[] => {
    const line = view.index.firstLine(issue.sample);
    const label = line === undefined || line >= view.document.lineCount ? null : labelAt(view, line);
    // A label that was changed since is not the one that was doubted.
    if (line === undefined || label?.text !== issue.label) return [];
    const review: Review = { file: place.file, sample: issue.sample, label: issue.label };
    const range = new vscode.Range(line, label.start, line, label.end);
    return [{ issue, rank: i + 1, line, range, reviewed: reviews.has(review), top: i < most && issue.confident }];
  });
  const models = view.run?.result?.selection.optimistic
    ? 'whose weights the scored samples chose'
    : 'that never saw it';
  return { found, models, issues };
}

/** In words, with the evidence. */
export function issueText({ issue, rank }: PlacedIssue, { found, models }: FileIssues): string {
  const sure = issue.confident ? ', as surely as samples of that class usually are' : '';
  return (
    `Likely label error, ${rank} of ${found.issues.length}: ${issue.sample} is labelled ${issue.label} (${issue.labelProbability.toFixed(2)}), ` +
    `but models ${models} say ${issue.suggested} (${issue.suggestedProbability.toFixed(2)})${sure}.`
  );
}
