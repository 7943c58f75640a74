/** What is remembered of labels that somebody looked at: that one is correct, or no longer. */
import * as vscode from 'vscode';
import { visible } from '../../../explain/markdown.js';
import { setReview, type Review } from '../../../rundir/reviews.js';
import { messageOf } from '../../model/describe.js';
import { labelAt } from '../data/rows.js';
import type { DataViews } from '../data/views.js';
import { reviewPlace } from './issues.js';

/** Remembers that the label of a sample is correct; of the row at the cursor where none is named. */
export async function reviewLabel(views: DataViews, args: readonly unknown[], correct = true): Promise<Review> {
  const [uri, sample, label] = args;
  const document =
    uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
  const view = document ? await views.ready(document) : null;
  const place = view ? reviewPlace(view) : null;
  if (!view || !place) throw new Error('Open the file with the labels that a finished run was trained on.');
  const row = vscode.window.activeTextEditor?.selection.active.line ?? -1;
  const review: Review = {
    file: place.file,
    sample: typeof sample === 'string' ? sample : view.index.idAt(row),
    label: typeof label === 'string' ? label : (labelAt(view, row)?.text ?? ''),
  };
  if (review.sample === '' || view.index.firstLine(review.sample) === undefined)
    throw new Error('Put the cursor into the row of a sample.');
  if (review.label === '') throw new Error(`Sample ${visible(review.sample)} has no label in this row.`);
  await setReview(place.foldboard, review, correct);
  return review;
}

/** As `reviewLabel`, and says so with an Undo: nothing else on screen need show that it was done. `after`: reviews are others now. */
export async function reviewAndTell(views: DataViews, args: readonly unknown[], after: () => void): Promise<void> {
  const uri = args[0] instanceof vscode.Uri ? args[0] : vscode.window.activeTextEditor?.document.uri;
  const { sample, label } = await reviewLabel(views, args);
  after();
  const said = `${visible(sample)}: ${visible(label)} remembered as correct`;
  // Not waited for: the message may stand for long.
  void vscode.window
    .showInformationMessage(said, 'Undo')
    .then(async (answer) => {
      if (answer !== 'Undo') return;
      await reviewLabel(views, [uri, sample, label], false);
      after();
    })
    .then(undefined, (error: unknown) => vscode.window.showErrorMessage(messageOf(error)));
}
