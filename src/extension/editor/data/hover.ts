/** The hover card of a row in a data file. */
import * as vscode from 'vscode';
import { card } from '../../../explain/card.js';
import { csvField, fieldAt } from '../../../explain/csvLine.js';
import type { SamplePrediction } from '../../../explain/outOfFold.js';
import { commands, editorCommands } from '../../ids.js';
import { timeText } from '../../model/describe.js';
import type { RunRecord } from '../../model/record.js';
import { commandLink, markdown } from '../markdown.js';
import type { DataFiles } from './files.js';
import { isWrongNow } from './marks.js';
import type { Results } from './results.js';
import type { DataView } from './view.js';
import type { DataViews } from './views.js';

/** Other runs that are asked what they say; more would only take time. */
const mostOthers = 8;

interface Sources {
  readonly files: DataFiles;
  readonly views: DataViews;
  readonly results: Results;
}

export function registerDataHover(sources: Sources): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file' },
    {
      async provideHover(document, position) {
        const view = sources.views.get(document) ?? (await sources.views.ready(document));
        const text = view ? await rowCard(view, position, sources) : null;
        return text === null ? undefined : new vscode.Hover(markdown(text));
      },
    },
  );
}

async function rowCard(view: DataView, position: vscode.Position, sources: Sources): Promise<string | null> {
  const { index, outOfFold, run, document } = view;
  const sample = index.idAt(position.line);
  if (sample === '' || !run?.plan || !outOfFold) return null;
  const prediction = outOfFold.samples.get(sample);
  if (!prediction) return 'The run has no out-of-fold prediction of this sample.';
  const line = document.lineAt(position.line).text;
  const steps = view.dataFile.role === 'sequences' ? stepsOf(view, sample) : null;
  const own = view.columns.label < 0 ? null : (csvField(line, view.columns.label)?.text ?? null);
  const truth = own ?? (prediction.label < 0 ? null : outOfFold.classes[prediction.label]);
  return card({
    prediction,
    classes: outOfFold.classes,
    truth,
    folds: run.plan.folds,
    others: await otherAnswers(view, sample, sources),
    attention: await attentionOf(run, prediction, sources.results),
    step: steps ? steps.indexOf(position.line) : null,
    column: steps ? columnAt(view, steps, fieldAt(line, position.character), run) : null,
    doubts: doubtsOf(view, prediction, position.line, own),
    run: `${run.plan.name}, ${timeText(run.plan.created)}`,
    links: [
      commandLink('Open run', commands.openRun, [run.directory]),
      commandLink('Next wrong', editorCommands.nextWrong, []),
      commandLink('Other run…', editorCommands.chooseRun, []),
    ],
  });
}

/** Lines of a sample in the order of time. */
function stepsOf(view: DataView, sample: string): number[] {
  const lines = view.index.linesOf(sample);
  if (view.columns.time < 0) return lines;
  const times = new Map(lines.map((line) => [line, numberAt(view, line, view.columns.time)]));
  return [...times.values()].some(Number.isNaN) ? lines : lines.sort((a, b) => times.get(a)! - times.get(b)!);
}

function numberAt(view: DataView, line: number, column: number): number {
  const text = csvField(view.document.lineAt(line).text, column)?.text ?? '';
  return text === '' ? NaN : Number(text);
}

/** The hovered column, where the model reads it as a number. */
function columnAt(view: DataView, steps: readonly number[], column: number, run: RunRecord) {
  const name = view.header[column];
  if (name === undefined || !run.plan?.columns.continuous.includes(name)) return null;
  return { name, values: steps.map((line) => numberAt(view, line, column)) };
}

async function attentionOf(record: RunRecord, prediction: SamplePrediction, results: Results) {
  const [place] = prediction.places;
  if (!place || !record.plan || !record.plan.experiment.model.attention) return null;
  // Windows cut a sample: their attention is not over its steps.
  if (record.plan.experiment.data.window) return null;
  const attention = await results.attention(record, place.repeat * record.plan.folds + place.fold);
  return attention?.of(prediction.sample) ?? null;
}

/** What other runs on the same data say of the sample. */
async function otherAnswers(view: DataView, sample: string, { files, results }: Sources): Promise<string[]> {
  const hash = view.run?.plan?.data.hash;
  const others = files
    .runsOf(view.document.uri.fsPath)
    .filter((run) => run.directory !== view.run?.directory && run.plan?.data.hash === hash)
    .slice(0, mostOthers);
  const answers = await Promise.all(
    others.map(async (run) => {
      const outOfFold = await results.outOfFold(run).catch(() => null);
      const answer = outOfFold?.samples.get(sample);
      return answer ? [outOfFold!.classes[answer.predicted]] : [];
    }),
  );
  return answers.flat();
}

function doubtsOf(view: DataView, prediction: SamplePrediction, line: number, own: string | null): string[] {
  const doubts: string[] = [];
  if (view.stale !== null) doubts.push(view.stale);
  if (view.edited.has(prediction.sample) && view.dataFile.role === 'sequences')
    doubts.push('Rows of this sample were edited: the run saw other values.');
  const then = view.outOfFold!.classes[prediction.label];
  if (own !== null && then !== undefined && own !== then) doubts.push(`The run was trained with the label ${then}.`);
  else if (isWrongNow(view, line, prediction) && view.run?.result?.selection.optimistic)
    doubts.push('The weights were chosen on the scored samples: the score flatters.');
  return doubts;
}
