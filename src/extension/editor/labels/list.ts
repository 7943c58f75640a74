/** All likely label errors of a run as a list to walk through: moving shows the row, a button remembers a review. */
import * as vscode from 'vscode';
import { leakyError } from '../../../explain/labelIssues.js';
import { visible } from '../../../explain/markdown.js';
import { leaksOnPurpose } from '../../../runs/summary.js';
import { runName } from '../../model/record.js';
import { activeView, reveal, shownEditor, type DataSources } from '../data/commands.js';
import { fileIssues, type PlacedIssue } from './issues.js';
import { reviewLabel } from './review.js';

interface Item extends vscode.QuickPickItem {
  readonly placed: PlacedIssue;
}

const correct: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('pass'),
  tooltip: 'Reviewed: the label is correct',
};
const undo: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('discard'), tooltip: 'Take the review back' };

/** @throws Error where the file has no labels that a run was trained on */
export async function showLabelErrors(sources: DataSources): Promise<void> {
  const view = await activeView(sources, true);
  if (view.run && leaksOnPurpose(view.run.plan)) throw leakyError(runName(view.run));
  const first = await fileIssues(view);
  if (!first) throw new Error('Open the file with the labels that a finished run was trained on.');
  if (first.issues.length === 0)
    throw new Error(`No label of ${first.found.samples} samples is doubted by models ${first.models}.`);
  const editor = await shownEditor(view);
  const before = editor.visibleRanges[0];
  const pick = vscode.window.createQuickPick<Item>();
  const fill = ({ found, issues }: NonNullable<typeof first>): void => {
    const open = issues.filter((one) => !one.reviewed);
    pick.title = `Likely Label Errors: about ${Math.round(found.estimatedErrors)} of ${found.samples} labels, ${open.length} to look at`;
    pick.items = [...open, ...issues.filter((one) => one.reviewed)].map(itemOf);
  };
  fill(first);
  pick.placeholder = 'Sample or class; the likeliest errors first';
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  const chosen = await new Promise<Item | undefined>((done) => {
    pick.onDidChangeActive(([item]) => {
      if (item) editor.revealRange(item.placed.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    });
    pick.onDidTriggerItemButton(({ item: { placed } }) => {
      const { sample, label } = placed.issue;
      reviewLabel(sources.views, [view.document.uri, sample, label], !placed.reviewed)
        .then(() => fileIssues(view))
        .then((now) => now && fill(now))
        .catch((error: unknown) => void vscode.window.showErrorMessage(String(error)));
    });
    pick.onDidAccept(() => done(pick.selectedItems[0]));
    pick.onDidHide(() => done(undefined));
    pick.show();
  });
  pick.dispose();
  if (chosen) reveal(editor, chosen.placed.line);
  else editor.revealRange(before, vscode.TextEditorRevealType.AtTop);
}

function itemOf(placed: PlacedIssue): Item {
  const { issue, rank, reviewed } = placed;
  const evidence = `${issue.label} ${issue.labelProbability.toFixed(2)} → ${issue.suggested} ${issue.suggestedProbability.toFixed(2)}`;
  const words = [issue.confident ? 'likely error' : '', reviewed ? 'reviewed, correct' : ''].filter(
    (word) => word !== '',
  );
  return {
    label: `${reviewed ? '$(pass)' : '$(question)'} ${rank}. ${visible(issue.sample)}`,
    description: [visible(evidence), ...words].join(' · '),
    buttons: [reviewed ? undo : correct],
    placed,
  };
}
