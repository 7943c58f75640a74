/** Views of the runs that were given a name: a filter, an order and a grouping, kept with the workspace. */
import * as vscode from 'vscode';
import { everything, selectionMessage, type RunSelection } from '../model/selection.js';

const memoryKey = 'runs.views';

/** Lets the user take a saved view, save the present one, or remove one; resolves to the view to show. */
export async function chooseView(memory: vscode.Memento, now: RunSelection): Promise<RunSelection | undefined> {
  const saved = new Map(Object.entries(memory.get<Record<string, Partial<RunSelection>>>(memoryKey, {})));
  const keep = () => memory.update(memoryKey, Object.fromEntries(saved));
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Remove' };
  const item = (name: string) => {
    const view: RunSelection = { ...everything, ...saved.get(name) };
    return { label: name, description: described(view), view, buttons: [remove] };
  };
  const save = { label: '$(add) Save the Present View…', description: described(now), view: null };
  const all = { label: 'All Runs', description: described(everything), view: everything };

  const pick = vscode.window.createQuickPick<ReturnType<typeof item> | typeof save | typeof all>();
  const fill = (): void => {
    pick.items = [all, ...[...saved.keys()].sort().map(item), save];
  };
  pick.title = 'Saved Views';
  pick.placeholder = 'View';
  fill();
  const chosen = await new Promise<RunSelection | null | undefined>((done) => {
    pick.onDidTriggerItemButton(({ item: { label } }) => {
      saved.delete(label);
      void keep();
      fill();
    });
    pick.onDidAccept(() => done(pick.selectedItems[0]?.view));
    pick.onDidHide(() => done(undefined));
    pick.show();
  });
  pick.dispose();
  if (chosen !== null) return chosen;
  const name = await vscode.window.showInputBox({ title: 'Save the Present View', prompt: 'A name for it' });
  if (name?.trim()) {
    saved.set(name.trim(), now);
    await keep();
  }
  return undefined;
}

function described(view: RunSelection): string {
  const filter = view.filter === '' ? 'everything' : `“${view.filter}”`;
  const order = selectionMessage({ ...view, filter: '' }, 0, 0);
  return [filter, order, view.grouped ? 'by experiment' : undefined].filter(Boolean).join(' · ');
}
