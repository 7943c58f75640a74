/** What commands work with; built once by `activate` and handed on. */
import type * as vscode from 'vscode';
import type { AblationPanels } from '../ablation/panels.js';
import type { ComparePanels } from '../compare/panels.js';
import type { Example } from './example.js';
import type { RunPanels } from '../runView/panels.js';
import type { QueueView } from '../tree/queueView.js';
import type { RunsView } from '../tree/runsView.js';
import type { RunStore } from '../runs/store.js';
import type { TrainerHost } from '../train/launch.js';
import type { Workspace } from '../workspace.js';

export interface Services {
  readonly workspace: Workspace;
  readonly store: RunStore;
  readonly panels: RunPanels;
  readonly ablations: AblationPanels;
  readonly comparisons: ComparePanels;
  readonly runsView: RunsView;
  readonly queueView: QueueView;
  readonly example: Example;
  readonly log: vscode.LogOutputChannel;
  /** A folder of the extension's own, on this machine. */
  readonly storage: string;
  /** As the settings say at this moment. */
  readonly host: () => TrainerHost;
}
