/** What the trees show: experiments with their runs, runs with their folds. Pure: file names and records in, nodes out. */
import { basename, dirname, relative } from 'node:path';
import { formatScore } from '../../metrics/words.js';
import { experimentSuffix } from '../ids.js';
import { timeText } from './describe.js';
import { experimentPath, recordScore, runName, type RunRecord } from './record.js';

export interface ExperimentNode {
  readonly kind: 'experiment';
  /** Absolute path of the experiment file. */
  readonly file: string;
  /** True where runs name a file that is not (or no longer) in the workspace. */
  readonly missing: boolean;
  /** Newest first. */
  readonly runs: readonly RunRecord[];
}
/** A suite file; the runs of its rows are looked up when it is unfolded. */
export interface SuiteNode {
  readonly kind: 'suite';
  /** Absolute path. */
  readonly file: string;
}
export interface RunNode {
  readonly kind: 'run';
  readonly directory: string;
  /** The suite it stands under; a run stands under its experiment as well, and each row is its own. */
  readonly suite: string | null;
  /** Whether its row says its name. */
  named: boolean;
  /** As it is now: a tree keeps its node of a run, so that this row alone can be drawn anew. */
  record: RunRecord;
}
export interface FoldNode {
  readonly kind: 'fold';
  readonly directory: string;
  readonly suite: string | null;
  readonly record: RunRecord;
  readonly fold: number;
}
export type TreeNode = ExperimentNode | SuiteNode | RunNode | FoldNode;

/** The experiments of the workspace by path, each with its runs; experiments whose file is gone stand at the end. */
export function experimentNodes(files: readonly string[], runs: readonly RunRecord[]): ExperimentNode[] {
  const byFile = new Map<string, RunRecord[]>();
  for (const record of runs) {
    const file = experimentPath(record);
    if (file === null) continue;
    const key = pathKey(file);
    byFile.set(key, [...(byFile.get(key) ?? []), record]);
  }
  const known = new Set(files.map(pathKey));
  const present = [...files].sort(byText).map((file): ExperimentNode => {
    return { kind: 'experiment', file, missing: false, runs: byFile.get(pathKey(file)) ?? [] };
  });
  const gone = [...byFile].flatMap(([key, own]): ExperimentNode[] => {
    const file = experimentPath(own[0]);
    return known.has(key) || file === null ? [] : [{ kind: 'experiment', file, missing: true, runs: own }];
  });
  return [...present, ...gone.sort((a, b) => byText(a.file, b.file))];
}

/** Suite files by path. */
export function suiteNodes(files: readonly string[]): SuiteNode[] {
  return [...files].sort(byText).map((file) => ({ kind: 'suite', file }));
}

export function runNode(record: RunRecord, suite: string | null = null, named = true): RunNode {
  return { kind: 'run', directory: record.directory, suite, named, record };
}

/**
 * The runs of an experiment whose names tell them apart from its others: all but those that are called as most are. Where no name
 * is that of more than half, that is each run.
 */
export function namedRuns(runs: readonly RunRecord[]): ReadonlySet<RunRecord> {
  const counts = new Map<string, number>();
  for (const { plan } of runs) if (plan) counts.set(plan.name, (counts.get(plan.name) ?? 0) + 1);
  const usual = [...counts].find(([, count]) => 2 * count > runs.length)?.[0];
  return new Set(runs.filter((record) => runName(record) !== usual));
}

/** `table2` and, behind it, what it is and where it lies. */
export function suiteRow(node: SuiteNode, roots: readonly string[]): { label: string; description: string } {
  const label = basename(node.file).replace(/\.suite\.jsonc?$/i, '');
  return { label, description: ['suite', folderText(node.file, roots)].filter((part) => part !== '').join(' · ') };
}

/** One node a fold task; none where the run cannot be read. */
export function foldNodes({ record, directory, suite }: RunNode): FoldNode[] {
  return record.folds.map((_, fold) => ({ kind: 'fold', directory, suite, record, fold }));
}

/** The newest run of an experiment that is finished and scored: what the experiment's row says is its score. */
export function scoredRun({ runs }: Pick<ExperimentNode, 'runs'>): RunRecord | undefined {
  return runs.find((record) => record.status === 'finished' && recordScore(record) !== null);
}

/** `bigru-attention` and, behind it, where it lies and the score of its newest finished run; the tooltip says which run that is. */
export function experimentRow(
  node: ExperimentNode,
  roots: readonly string[],
  now?: Date,
): { label: string; description: string; tooltip: string } {
  const name = basename(node.file);
  const label = name.endsWith(experimentSuffix) ? name.slice(0, -experimentSuffix.length) : name;
  const scored = scoredRun(node);
  const score = scored ? formatScore(recordScore(scored)!) : '';
  const count = node.runs.length === 0 ? '' : node.runs.length === 1 ? '1 run' : `${node.runs.length} runs`;
  const gone = node.missing ? 'file is gone' : '';
  const parts = [score, count, folderText(node.file, roots), gone];
  const whose =
    scored?.plan && `${score}: ${runName(scored)}, ${timeText(scored.plan.created, now)}, the newest finished run`;
  return {
    label,
    description: parts.filter((part) => part !== '').join(' · '),
    tooltip: whose ? `${node.file}\n${whose}` : node.file,
  };
}

/** The folder of a file below the nearest root; empty where it lies in the root itself. */
function folderText(file: string, roots: readonly string[]): string {
  const inside = roots.map((root) => relative(root, dirname(file))).filter((path) => !path.startsWith('..'));
  return inside.sort((a, b) => a.length - b.length)[0] ?? '';
}

/** Windows and macOS fold case; two spellings of a path are one file there. */
function pathKey(file: string): string {
  return process.platform === 'linux' ? file : file.toLowerCase();
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
