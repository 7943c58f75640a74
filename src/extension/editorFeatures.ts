/**
 * What Foldboard does inside editors, loaded when it is first needed: parsing and validating experiments is most of the
 * extension's code, and nothing that activation waits for.
 */
import * as vscode from 'vscode';
import type { Services } from './commands/services.js';
import type { Editor } from './editor/register.js';
import { editorCommands } from './ids.js';

export interface EditorFeatures extends vscode.Disposable {
  /** Experiments or runs of the workspace may be others now. Loads the features, the first time. */
  refresh(): void;
}

export function createEditorFeatures(services: Services, state: vscode.Memento): EditorFeatures {
  let editor: Editor | null = null;
  let loading: Promise<Editor> | null = null;
  let disposed = false;
  const load = (): Promise<Editor> => {
    loading ??= import('./editor/register.js').then(({ registerEditor }) => {
      editor = registerEditor(services, state);
      if (disposed) editor.dispose();
      else editor.refresh();
      return editor;
    });
    return loading;
  };
  const registered = Object.values(editorCommands).map((id) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)),
  );
  return {
    refresh() {
      if (editor) editor.refresh();
      else void load().catch((error: unknown) => services.log.error(error instanceof Error ? error : String(error)));
    },
    dispose() {
      disposed = true;
      vscode.Disposable.from(...registered).dispose();
      editor?.dispose();
    },
  };
}
