/** Commands about the samples of a data file: find one, go to the next wrong one, choose the run that is shown. */
import * as vscode from 'vscode';
import { visible } from '../../../explain/markdown.js';
import { marginOf, unsureBelow } from '../../../explain/outOfFold.js';
import { formatScore } from '../../../metrics/words.js';
import { timeText } from '../../model/describe.js';
import { recordScore } from '../../model/record.js';
import type { DataFiles } from './files.js';
import { isWrongNow, truthAt, wrongLines } from './marks.js';
import type { DataView } from './view.js';
import type { DataViews } from './views.js';

export interface DataSources {
  readonly files: DataFiles;
  readonly views: DataViews;
}

/** Goes to the next (or previous) sample that is predicted wrongly, round and round. */
export async function goToWrong(sources: DataSources, direction: 1 | -1): Promise<void> {
  const view = await activeView(sources);
  const lines = wrongLines(view);
  if (lines.length === 0) throw new Error('No sample of this file is predicted wrongly.');
  const editor = await shownEditor(view);
  const from = editor.selection.active.line;
  const ordered = direction === 1 ? lines : lines.toReversed();
  const next = ordered.find((line) => (line - from) * direction > 0) ?? ordered[0];
  reveal(editor, next);
  const place = `${lines.indexOf(next) + 1} of ${lines.length} wrong samples`;
  vscode.window.setStatusBarMessage(`Foldboard: ${place}`, 4000);
}

/** A list of all samples, wrong ones first; typing filters by id, class, and the words wrong and unsure. */
export async function showPrediction(sources: DataSources): Promise<void> {
  const view = await activeView(sources);
  const items = [...view.index.firstLines()].flatMap(([id, line]) => {
    const prediction = view.outOfFold!.samples.get(id);
    if (!prediction) return [];
    const wrong = isWrongNow(view, line, prediction);
    const unsure = marginOf(prediction) < unsureBelow;
    const { classes } = view.outOfFold!;
    const truth = truthAt(view, line, prediction);
    const said = `${visible(classes[prediction.predicted])} ${prediction.probabilities[prediction.predicted].toFixed(2)}`;
    const words = [wrong ? 'wrong' : '', unsure ? 'unsure' : ''].filter((word) => word !== '').join(', ');
    return [
      {
        label: `${wrong ? '$(close)' : '$(check)'} ${visible(id)}`,
        description: `${truth < 0 ? '' : `is ${visible(classes[truth])}, `}predicted ${said}${words === '' ? '' : ` · ${words}`}`,
        line,
        wrong,
      },
    ];
  });
  items.sort((a, b) => Number(b.wrong) - Number(a.wrong) || a.line - b.line);
  const editor = await shownEditor(view);
  const before = editor.visibleRanges[0];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Show Prediction for Sample (${items.filter(({ wrong }) => wrong).length} of ${items.length} wrong)`,
    placeHolder: 'Id, class, wrong or unsure',
    matchOnDescription: true,
    onDidSelectItem: (item) => editor.revealRange(lineRange((item as (typeof items)[number]).line), center),
  });
  if (!picked) return void (before && editor.revealRange(before, vscode.TextEditorRevealType.AtTop));
  reveal(editor, picked.line);
  await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}

/** Which run's predictions the file shows. */
export async function chooseRun({ files, views }: DataSources): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const dataFile = document ? files.get(document.uri.fsPath) : null;
  if (!dataFile) throw notData();
  const runs = files.runsOf(dataFile);
  if (runs.length === 0) throw new Error('There is no finished run on this file yet.');
  const shown = views.runOf(dataFile);
  const items = runs.map((run, i) => {
    const score = recordScore(run);
    const name = visible(run.plan?.name ?? run.id);
    const marks = [i === 0 ? 'newest' : '', run.directory === shown?.directory ? 'shown now' : ''];
    return {
      label: score ? formatScore(score) : 'Not scored',
      description: [name, run.plan ? timeText(run.plan.created) : '', ...marks]
        .filter((word) => word !== '')
        .join(' · '),
      run,
    };
  });
  const newest = { label: '$(history) Always the newest run', description: '', run: null };
  const title = 'Run for Predictions';
  const picked = await vscode.window.showQuickPick([newest, ...items], { title, matchOnDescription: true });
  if (picked) await views.pick(dataFile, picked.run);
}

/**
 * The view of the active editor, else of the only labels file.
 * @param labels - whether a file without labels stands for the one with them
 */
export async function activeView({ files, views }: DataSources, labels = false): Promise<DataView> {
  const document = vscode.window.activeTextEditor?.document;
  const own = document && files.get(document.uri.fsPath);
  if (own && (!labels || own.label !== null)) return usable(await views.ready(document));
  const others = files
    .all()
    .filter((one) => one.role === 'labels' && one.part === 'train' && files.runsOf(one).length > 0);
  if (others.length !== 1) throw notData();
  return usable(await views.ready(await vscode.workspace.openTextDocument(others[0].file)));
}

function usable(view: DataView | null): DataView {
  if (!view) throw new Error('The file has no column with the sample ids that the experiment names.');
  if (!view.outOfFold) throw new Error('There is no finished run on this file yet: train an experiment that names it.');
  return view;
}

function notData(): Error {
  return new Error('Open a labels file, a sequence file or predictions.csv of a run first.');
}

const center = vscode.TextEditorRevealType.InCenterIfOutsideViewport;
const lineRange = (line: number): vscode.Range => new vscode.Range(line, 0, line, 0);

export async function shownEditor(view: DataView): Promise<vscode.TextEditor> {
  const active = vscode.window.activeTextEditor;
  return active?.document === view.document ? active : vscode.window.showTextDocument(view.document);
}

export function reveal(editor: vscode.TextEditor, line: number): void {
  editor.selection = new vscode.Selection(line, 0, line, 0);
  editor.revealRange(lineRange(line), center);
}
