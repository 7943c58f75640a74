/**
 * Every id that package.json and the code share, in one table. A unit test holds the manifest against it: no command, view,
 * setting or context value may stand in one and not in the other.
 */

export const commands = {
  train: 'foldboard.train',
  tryOneEpoch: 'foldboard.tryOneEpoch',
  trainWithChanges: 'foldboard.trainWithChanges',
  stop: 'foldboard.stop',
  resume: 'foldboard.resume',
  openRun: 'foldboard.openRun',
  openExperiment: 'foldboard.openExperiment',
  openRunExperiment: 'foldboard.openRunExperiment',
  openLog: 'foldboard.openLog',
  revealRun: 'foldboard.revealRun',
  copyRunPath: 'foldboard.copyRunPath',
  copyTerminalCommand: 'foldboard.copyTerminalCommand',
  showChanges: 'foldboard.showChanges',
  star: 'foldboard.star',
  unstar: 'foldboard.unstar',
  editTags: 'foldboard.editTags',
  editNote: 'foldboard.editNote',
  deleteRun: 'foldboard.deleteRun',
  restoreRun: 'foldboard.restoreRun',
  sortRuns: 'foldboard.sortRuns',
  filterRuns: 'foldboard.filterRuns',
  clearFilter: 'foldboard.clearFilter',
  groupRuns: 'foldboard.groupRuns',
  ungroupRuns: 'foldboard.ungroupRuns',
  savedViews: 'foldboard.savedViews',
  evaluateRun: 'foldboard.evaluateRun',
  predictFile: 'foldboard.predictFile',
  compareRuns: 'foldboard.compareRuns',
  ensembleRuns: 'foldboard.ensembleRuns',
  showAblation: 'foldboard.showAblation',
  showMatrix: 'foldboard.showMatrix',
  newExperiment: 'foldboard.newExperiment',
  duplicateExperiment: 'foldboard.duplicateExperiment',
  openExample: 'foldboard.openExample',
  pruneRuns: 'foldboard.pruneRuns',
  renameRun: 'foldboard.renameRun',
  queueUp: 'foldboard.queueUp',
  queueDown: 'foldboard.queueDown',
  queueFirst: 'foldboard.queueFirst',
  startQueued: 'foldboard.startQueued',
  cancelQueued: 'foldboard.cancelQueued',
  drainQueue: 'foldboard.drainQueue',
  openTerminal: 'foldboard.openTerminal',
  refresh: 'foldboard.refresh',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

/** Commands of editors (src/extension/editor), registered there. */
export const editorCommands = {
  nextWrong: 'foldboard.nextWrong',
  previousWrong: 'foldboard.previousWrong',
  showPrediction: 'foldboard.showPrediction',
  chooseRun: 'foldboard.choosePredictions',
  toggleMatrix: 'foldboard.toggleMatrix',
  peekCell: 'foldboard.peekCell',
  chooseMatrixRun: 'foldboard.chooseMatrixRun',
  labelErrors: 'foldboard.labelErrors',
  reviewLabel: 'foldboard.reviewLabel',
  predictThisFile: 'foldboard.predictThisFile',
  runSuite: 'foldboard.runSuite',
} as const;
export type EditorCommandId = (typeof editorCommands)[keyof typeof editorCommands];

export const viewContainer = 'foldboard';

export const views = {
  experiments: 'foldboard.experiments',
  runs: 'foldboard.runs',
  queue: 'foldboard.queue',
} as const;

/** The `viewType` of webview panels; activation on restore names it in the manifest. */
export const panels = { run: 'foldboard.run', ablation: 'foldboard.ablation', compare: 'foldboard.compare' } as const;

export const settings = {
  workers: 'foldboard.workers',
  whenBusy: 'foldboard.whenBusy',
  tfjsNodePath: 'foldboard.tfjsNodePath',
  confusionMatrix: 'foldboard.confusionMatrix',
} as const;

/** `viewItem` in menus: what a tree node is, and for a run in which state (`run.running`). */
export const nodeKinds = {
  experiment: 'experiment',
  suite: 'suite',
  run: 'run',
  fold: 'fold',
  queued: 'queued',
} as const;

/** Keys set with `setContext`. */
export const contexts = {
  anyRunning: 'foldboard.anyRunning',
  anyResumable: 'foldboard.anyResumable',
  anyRun: 'foldboard.anyRun',
  filtered: 'foldboard.filtered',
  grouped: 'foldboard.grouped',
  anyWaiting: 'foldboard.anyWaiting',
  severalChosen: 'foldboard.severalChosen',
  anyFinished: 'foldboard.anyFinished',
} as const;

/** Languages of ours; files get them by path. */
export const languages = { archive: 'foldboard-archive' } as const;

/** What an experiment file is called. */
export const experimentSuffix = '.experiment.json';
export const experimentPattern = '**/*.experiment.json';

/** What a suite's file is called. */
export const suiteSuffix = '.suite.json';
export const suitePattern = '**/*.suite.json';
