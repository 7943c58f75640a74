/** Out-of-fold predictions beside the rows: inlay hints, and underlines with marks in the overview ruler for wrong ones. */
import * as vscode from 'vscode';
import { hintText } from '../../../explain/hintText.js';
import type { SamplePrediction } from '../../../explain/outOfFold.js';
import { createHintSignal } from './hintSignal.js';
import { hintColumn, labelAt } from './rows.js';
import type { DataView } from './view.js';
import type { DataViews } from './views.js';

/** The truth of a sample as the file says it now, else as the run had it: a class index, or -1. */
export function truthAt(view: DataView, line: number, prediction: SamplePrediction): number {
  if (!view.labelled || !view.outOfFold) return prediction.label;
  return view.outOfFold.classes.indexOf(labelAt(view, line)?.text ?? '');
}

/** The prediction that is shown in a line, or null: in sequence files only in the first line of each sample. */
export function predictionAt(view: DataView, line: number): SamplePrediction | null {
  const id = view.index.idAt(line);
  if (id === '' || !view.outOfFold) return null;
  if (view.dataFile.role === 'sequences' && !view.index.isFirst(line)) return null;
  return view.outOfFold.samples.get(id) ?? null;
}

export function isWrongNow(view: DataView, line: number, prediction: SamplePrediction): boolean {
  const truth = truthAt(view, line, prediction);
  return truth >= 0 && truth !== prediction.predicted;
}

/** First lines of the samples that are predicted wrongly, ascending. */
export function wrongLines(view: DataView): number[] {
  const lines: number[] = [];
  for (const [id, line] of view.index.firstLines()) {
    const prediction = view.outOfFold?.samples.get(id);
    if (prediction && isWrongNow(view, line, prediction)) lines.push(line);
  }
  return lines.sort((a, b) => a - b);
}

export function registerMarks(views: DataViews): vscode.Disposable {
  const signal = createHintSignal();
  const wrong = vscode.window.createTextEditorDecorationType({
    textDecoration: 'underline dotted',
    overviewRulerColor: new vscode.ThemeColor('charts.orange'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  const decorate = (editor: vscode.TextEditor): void => {
    const view = views.get(editor.document);
    editor.setDecorations(wrong, view ? wrongLines(view).map((line) => markRange(view, line)) : []);
  };
  const decorateAll = (document?: vscode.TextDocument): void => {
    for (const editor of vscode.window.visibleTextEditors)
      if (!document || editor.document === document) decorate(editor);
  };
  return vscode.Disposable.from(
    signal,
    wrong,
    vscode.languages.registerInlayHintsProvider(
      { scheme: 'file' },
      {
        onDidChangeInlayHints: signal.event,
        // Waits for what is being read, so that the first answer is seldom an empty one.
        provideInlayHints: async (document, range) => {
          signal.asked(document);
          return hints(views.get(document) ?? (await views.ready(document)), range);
        },
      },
    ),
    views.onDidChange((document) => {
      signal.changed(document);
      decorateAll(document);
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => decorateAll()),
  );
}

/** Hints of the lines in a range; nothing is parsed but those lines. */
export function hints(view: DataView | null, range: vscode.Range): vscode.InlayHint[] {
  if (!view?.outOfFold) return [];
  const found: vscode.InlayHint[] = [];
  const last = Math.min(range.end.line, view.document.lineCount - 1);
  for (let line = Math.max(range.start.line, 0); line <= last; line++) {
    const prediction = predictionAt(view, line);
    if (!prediction) continue;
    const truth = truthAt(view, line, prediction);
    const text = hintText(view.short, prediction, truth, doubtOf(view, prediction, truth));
    const hint = new vscode.InlayHint(new vscode.Position(line, hintColumn(view, line)), text);
    if (view.dataFile.layout === 'ts') hint.paddingRight = true;
    else hint.paddingLeft = true;
    found.push(hint);
  }
  return found;
}

function doubtOf(view: DataView, prediction: SamplePrediction, truth: number): string | null {
  if (view.labelled && prediction.label >= 0 && truth !== prediction.label) return 'relabelled';
  if (view.dataFile.role === 'labels') return null;
  return view.edited.has(prediction.sample) ? 'edited' : view.stale !== null ? 'older' : null;
}

function markRange(view: DataView, line: number): vscode.Range {
  const label = view.dataFile.layout === 'ts' ? labelAt(view, line) : null;
  // Of a row of a thousand numbers the first are marked; the class stands too far to the right.
  return new vscode.Range(line, 0, line, label ? Math.min(24, label.start) : hintColumn(view, line));
}
