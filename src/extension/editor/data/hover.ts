/** The hover card of a row in a data file. */
import * as vscode from 'vscode';
import { card } from '../../../explain/card.js';
import type { SamplePrediction } from '../../../explain/outOfFold.js';
import { flagWord } from '../../../metrics/words.js';
import { commands, editorCommands } from '../../ids.js';
import { timeText } from '../../model/describe.js';
import type { RunRecord } from '../../model/record.js';
import { commandLink, markdown } from '../markdown.js';
import { predictionsPath, type DataFiles } from './files.js';
import { isWrongNow } from './marks.js';
import type { Results } from './results.js';
import { labelAt, signalAt } from './rows.js';
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

/** The card for a place, as Markdown; null where there is none. */
export async function rowCard(view: DataView, position: vscode.Position, sources: Sources): Promise<string | null> {
  const { index, outOfFold, run } = view;
  const sample = index.idAt(position.line);
  if (sample === '' || !run?.plan || !outOfFold) return null;
  const prediction = outOfFold.samples.get(sample);
  if (!prediction) return 'The run has no prediction of this sample: it was not in the data, or was never scored.';
  const own = labelAt(view, position.line)?.text ?? null;
  const { step, column } = signalAt(view, position.line, position.character);
  const truth = own ?? (prediction.label < 0 ? null : outOfFold.classes[prediction.label]);
  return card({
    prediction,
    classes: outOfFold.classes,
    truth,
    folds: run.plan.folds,
    flag: run.result ? flagWord(run.result.selection) : null,
    members: await memberAnswers(view, run, sample, sources),
    others: await otherAnswers(view, sample, sources),
    attention: await attentionOf(run, prediction, sources.results),
    step,
    column,
    doubts: doubtsOf(view, prediction, position.line, own),
    run: `${run.plan.name}, ${timeText(run.plan.created)}`,
    links: [
      commandLink('Open run', commands.openRun, [run.directory]),
      commandLink('Next wrong', editorCommands.nextWrong, []),
      commandLink('Other run…', editorCommands.chooseRun, []),
    ],
  });
}

async function attentionOf(record: RunRecord, prediction: SamplePrediction, results: Results) {
  const [place] = prediction.places;
  if (!place || !record.plan || !record.plan.experiment.model.attention) return null;
  // Windows cut a sample: their attention is not over its steps.
  if (record.plan.experiment.data.window) return null;
  const attention = await results.attention(record, place.repeat * record.plan.folds + place.fold);
  return attention?.of(prediction.sample) ?? null;
}

/** Of test data, which no model saw, what each fold's model says. */
async function memberAnswers(view: DataView, run: RunRecord, sample: string, { results }: Sources): Promise<string[]> {
  if (view.dataFile.part !== 'test' || view.dataFile.predicted !== null) return [];
  const members = await results.testMembers(run);
  return members.flatMap((member) => {
    const answer = member.samples.get(sample);
    return answer ? [member.classes[answer.predicted]] : [];
  });
}

/** What other runs on the same data say of the sample. */
async function otherAnswers(view: DataView, sample: string, { files, results }: Sources): Promise<string[]> {
  const { dataFile } = view;
  if (dataFile.role === 'predictions' || dataFile.predicted !== null) return [];
  const hashOf = (run: RunRecord | null): string | null | undefined =>
    dataFile.part === 'train' ? run?.plan?.data.hash : run?.plan?.data.testHash;
  const others = files
    .runsOf(dataFile)
    .filter((run) => run.directory !== view.run?.directory && hashOf(run) === hashOf(view.run))
    .slice(0, mostOthers);
  const answers = await Promise.all(
    others.map(async (run) => {
      const outOfFold = await results.predictions(predictionsPath(dataFile, run)).catch(() => null);
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
