/** Which run's matrix an experiment file shows: the one that was picked, else the newest that has one. */
import * as vscode from 'vscode';
import { visible } from '../../../explain/markdown.js';
import { formatScore } from '../../../metrics/words.js';
import { timeText } from '../../model/describe.js';
import { recordScore, runName, type RunRecord } from '../../model/record.js';
import { pathKey } from '../paths.js';
import { matrixOf } from './metrics.js';
import { noMatrix } from './thread.js';

export interface MatrixRuns {
  of(uri: vscode.Uri): RunRecord | null;
  /** Asks for one; whether another was picked. @throws Error where there is none */
  choose(uri: vscode.Uri): Promise<boolean>;
}

const stateKey = 'foldboard.matrixRuns';

export function createMatrixRuns(runsOf: (file: string) => readonly RunRecord[], state: vscode.Memento): MatrixRuns {
  const picks = (): Record<string, string> => state.get<Record<string, string>>(stateKey, {});
  const withMatrix = (uri: vscode.Uri): RunRecord[] => runsOf(uri.fsPath).filter((record) => matrixOf(record) !== null);
  const of = (uri: vscode.Uri): RunRecord | null => {
    const runs = withMatrix(uri);
    const picked = picks()[pathKey(uri.fsPath)];
    return runs.find((run) => run.directory === picked) ?? runs[0] ?? null;
  };
  return {
    of,
    async choose(uri) {
      const runs = withMatrix(uri);
      if (runs.length === 0) throw noMatrix();
      const shown = of(uri);
      const items = runs.map((run, i) => {
        const score = recordScore(run);
        const marks = [
          visible(runName(run)),
          run.plan ? timeText(run.plan.created) : '',
          run.status === 'finished' ? '' : run.status,
          i === 0 ? 'newest' : '',
          run.directory === shown?.directory ? 'shown now' : '',
        ];
        const description = marks.filter((word) => word !== '').join(' · ');
        return { label: score ? formatScore(score) : 'Not scored yet', description, run: run as RunRecord | null };
      });
      const newest = { label: '$(history) Always the newest run', description: '', run: null };
      const options = { title: 'Run for the Confusion Matrix', matchOnDescription: true };
      const picked = await vscode.window.showQuickPick([newest, ...items], options);
      if (!picked) return false;
      const key = pathKey(uri.fsPath);
      const others = Object.entries(picks()).filter(([file]) => file !== key);
      const own: [string, string][] = picked.run ? [[key, picked.run.directory]] : [];
      await state.update(stateKey, Object.fromEntries([...others, ...own]));
      return true;
    },
  };
}
