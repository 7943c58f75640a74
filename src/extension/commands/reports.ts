/**
 * Reports as read-only Markdown documents, shown in the editor's own preview. Their address says what they are about, so they come
 * back after a reload; it is looked at with suspicion, for anybody can make one up.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { familiarTexts, type FamiliarCounts } from '../../metrics/familiar.js';
import { modelsText } from '../../rundir/networks.js';
import { readResult } from '../../rundir/result.js';
import { runPaths } from '../../rundir/paths.js';
import { scoredSamples } from '../../rundir/scoredSamples.js';
import { testWarnings } from '../../rundir/testWarnings.js';
import type { Comparison } from '../../runs/compare.js';
import { scalarMetrics, type Metrics, type ScalarMetric } from '../../metrics/types.js';
import { flagMeanings, flagWord, predictedBy } from '../../metrics/words.js';
import { comparisonReport } from '../model/comparisonReport.js';
import { matrixReport, type MatrixSection } from '../model/matrixReport.js';
import { runName, type RunRecord } from '../model/record.js';
import { runJson } from '../train/runCli.js';
import { ensembleDocumentOf } from './keptEnsemble.js';
import type { Services } from './services.js';

export const reportScheme = 'foldboard-report';

export type Report =
  | { readonly kind: 'matrix'; readonly run: string }
  | { readonly kind: 'evaluation'; readonly run: string; readonly name: string }
  /** Kept in the `.foldboard` of the run, one of those joined. */
  | { readonly kind: 'ensemble'; readonly run: string; readonly name: string }
  | { readonly kind: 'comparison'; readonly runs: readonly string[]; readonly metric?: ScalarMetric };

/** Opens the report in a preview. */
export async function showReport(title: string, report: Report): Promise<void> {
  const path = `/${title.replace(/[\\/:*?"<>|#%&{}[\]()\s]+/g, ' ').trim() || 'Report'}.md`;
  const uri = vscode.Uri.from({ scheme: reportScheme, path, query: JSON.stringify(report) });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

export function registerReports(services: () => Services): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(reportScheme, {
    provideTextDocumentContent: async (uri) => {
      try {
        return await content(services(), uri.query);
      } catch (error) {
        return `    ${(error instanceof Error ? error.message : String(error)).replaceAll('\n', '\n    ')}\n`;
      }
    },
  });
}

async function content(services: Services, query: string): Promise<string> {
  const report = JSON.parse(query) as Report;
  await services.store.refresh();
  // Only runs of the open folders are read, whatever the address says.
  const known = (directory: unknown): RunRecord => {
    const record = typeof directory === 'string' ? services.store.get(directory) : undefined;
    if (!record) throw new Error('This run is not (or no longer) in the open folders.');
    return record;
  };
  if (report.kind === 'matrix') return matrixOf(known(report.run));
  if (report.kind === 'evaluation') return evaluationOf(known(report.run), String(report.name));
  if (report.kind === 'ensemble') return ensembleDocumentOf(services, known(report.run), String(report.name));
  const runs = report.runs.map((directory) => known(directory).directory);
  const cwd = dirname(runs[0]);
  const metric = scalarMetrics.find((name) => name === report.metric);
  const args = ['compare', ...runs, ...(metric === undefined ? [] : ['--metric', metric])];
  return comparisonReport((await runJson(services.host(), { args, cwd })) as Comparison);
}

async function matrixOf(record: RunRecord): Promise<string> {
  const result = await readResult(record.directory);
  const sections: MatrixSection[] = [];
  const word = result ? flagWord(result.selection) : null;
  const flag = word === null ? null : flagMeanings[word];
  if (result?.outOfFold)
    sections.push({
      title: 'Out-of-fold predictions',
      about: `Each sample ${predictedBy(result.selection)}, pooled over all folds`,
      metrics: result.outOfFold,
      samples: scoredSamples(record.plan, result),
      optimistic: flag,
    });
  if (result?.test)
    sections.push({
      title: 'Test data',
      about: 'The ensemble of all folds',
      metrics: result.test,
      optimistic: null,
      warnings: record.plan ? testWarnings(record.plan) : [],
    });
  if (sections.length === 0) throw new Error(`${runName(record)} has no confusion matrix: nothing was scored yet.`);
  return matrixReport(runName(record), sections);
}

async function evaluationOf(record: RunRecord, name: string): Promise<string> {
  const file = join(runPaths(record.directory).evaluations, basename(name), 'evaluation.json');
  const read = JSON.parse(await readFile(file, 'utf8')) as {
    readonly samples: number;
    readonly seen: number;
    readonly familiar?: FamiliarCounts;
    readonly members: readonly unknown[];
    readonly source: { readonly data: string } | null;
    readonly metrics: Metrics;
  };
  const group = record.plan?.experiment.data.group ?? null;
  return matrixReport(runName(record), [
    {
      title: read.source ? basename(read.source.data) : 'Evaluation',
      about: `${read.samples} samples by ${record.plan ? modelsText(record.plan) : `${read.members.length} models`} together`,
      metrics: read.metrics,
      optimistic: read.seen > 0 ? `the run was trained on ${read.seen} of these samples` : null,
      warnings: read.familiar ? familiarTexts(read.familiar, read.samples, group) : [],
    },
  ]);
}
