/** The matrix of a run as Markdown with its links: in the thread under an experiment's name, and in the hover on it. */
import type * as vscode from 'vscode';
import { matrixCard } from '../../../explain/matrixCard.js';
import { flagMeanings, flagWord, formatScore, metricWords } from '../../../metrics/words.js';
import { commands, editorCommands } from '../../ids.js';
import { timeText } from '../../model/describe.js';
import { mainMetric, recordScore, type RunRecord } from '../../model/record.js';
import { commandAddress, commandLink } from '../markdown.js';
import { matrixOf } from './metrics.js';

/** Null where the run has no matrix yet. */
export function matrixText(record: RunRecord, uri: vscode.Uri): string | null {
  const matrix = matrixOf(record);
  if (!matrix) return null;
  // Only a finished run has the predictions that say which samples a cell holds.
  const link = (truth: number, predicted: number): string | null =>
    record.result ? commandAddress(editorCommands.peekCell, [record.directory, truth, predicted]) : null;
  const score = recordScore(record);
  const counts = matrix.metrics.confusionMatrix;
  const wrong = counts.reduce((sum, row, t) => sum + row.reduce((all, count, p) => all + (p === t ? 0 : count), 0), 0);
  const links = [
    commandLink('Open run', commands.openRun, [record.directory]),
    record.result && wrong > 0
      ? commandLink(matrix.samples ? 'Wrong samples' : `${wrong} wrong samples`, editorCommands.peekCell, [
          record.directory,
        ])
      : '',
    commandLink('Other run…', editorCommands.chooseMatrixRun, [uri.toString()]),
    score ? `${metricWords[mainMetric(record.plan)]} ${formatScore(score)}` : '',
  ];
  return matrixCard(
    matrix.metrics,
    link,
    links.filter((one) => one !== ''),
    matrix.samples,
  );
}

/** What the matrix is of: when, how many samples, and which. */
export function matrixLabel(record: RunRecord): string {
  const matrix = matrixOf(record);
  const count = matrix?.metrics.confusionMatrix.flat().reduce((sum, value) => sum + value, 0) ?? 0;
  const parts = [
    record.plan ? timeText(record.plan.created) : '',
    `${count} ${matrix?.samples ? 'predictions' : 'samples'}`,
    matrix?.sofar ?? '',
  ];
  const word = record.result ? flagWord(record.result.selection) : null;
  const flag = word === null ? '' : `${word}: ${flagMeanings[word]}`;
  return ['Confusion matrix', ...parts, flag].filter((part) => part !== '').join(' · ');
}
