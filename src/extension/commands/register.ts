/** Every command and what carries it out. An error becomes a message (tell.ts). */
import * as vscode from 'vscode';
import { commands, type CommandId } from '../ids.js';
import { showAblation } from './ablation.js';
import * as files from './files.js';
import type { Services } from './services.js';
import { compare } from './compare.js';
import { evaluate, predict, showMatrix } from './evaluate.js';
import { deleteRuns } from './deleteRuns.js';
import { ensemble } from './ensemble.js';
import { duplicateExperiment, newExperiment } from './newExperiment.js';
import { pruneRuns } from './prune.js';
import { editNote, editTags, rename, star } from './notes.js';
import { openTerminal } from './terminal.js';
import { cancelInQueue, drainQueue, moveQueued } from './queue.js';
import { restoreRun } from './restoreRun.js';
import { tell } from './tell.js';
import { resume, startQueued, stop, train, trainWithChanges } from './train.js';

export function registerCommands(services: Services): vscode.Disposable {
  const handlers: Record<CommandId, (argument: unknown, more: unknown, how: unknown) => Promise<void>> = {
    [commands.train]: (argument) => train(services, argument),
    [commands.tryOneEpoch]: (argument) => train(services, argument, { set: ['training.epochs=1'], now: true }),
    [commands.stop]: (argument) => stop(services, argument),
    [commands.resume]: (argument) => resume(services, argument),
    [commands.openRun]: (argument) => files.openRun(services, argument),
    [commands.openExperiment]: (argument) => files.openExperiment(services, argument),
    [commands.openRunExperiment]: (argument) => files.openRunExperiment(services, argument),
    [commands.openLog]: (argument) => files.openLog(services, argument),
    [commands.revealRun]: (argument) => files.revealRun(services, argument),
    [commands.copyRunPath]: (argument) => files.copyRunPath(services, argument),
    [commands.copyTerminalCommand]: (argument) => files.copyTerminalCommand(services, argument),
    [commands.trainWithChanges]: (argument) => trainWithChanges(services, argument),
    [commands.showChanges]: (argument) => files.showChanges(services, argument),
    [commands.star]: (node, nodes) => star(services, node, nodes, true),
    [commands.unstar]: (node, nodes) => star(services, node, nodes, false),
    [commands.editTags]: (node, nodes) => editTags(services, node, nodes),
    [commands.editNote]: (node) => editNote(services, node),
    [commands.deleteRun]: (node, nodes) => deleteRuns(services, node, nodes),
    [commands.restoreRun]: () => restoreRun(services),
    [commands.sortRuns]: () => services.runsView.chooseSort(),
    [commands.filterRuns]: () => services.runsView.chooseFilter(),
    [commands.clearFilter]: async () => services.runsView.clearFilter(),
    [commands.groupRuns]: async () => services.runsView.group(true),
    [commands.ungroupRuns]: async () => services.runsView.group(false),
    [commands.savedViews]: () => services.runsView.savedViews(),
    [commands.evaluateRun]: (node, more) => evaluate(services, node, more),
    [commands.predictFile]: async (node, more) => {
      await predict(services, node, more);
    },
    [commands.compareRuns]: (node, nodes) => compare(services, node, nodes),
    [commands.ensembleRuns]: (node, nodes, how) => ensemble(services, node, nodes, how),
    [commands.showAblation]: (argument) => showAblation(services, argument),
    [commands.showMatrix]: (node) => showMatrix(services, node),
    [commands.newExperiment]: (argument) => newExperiment(services, argument),
    [commands.duplicateExperiment]: (node) => duplicateExperiment(services, node),
    [commands.openExample]: () => services.example.open(services),
    [commands.pruneRuns]: () => pruneRuns(services),
    [commands.renameRun]: (node) => rename(services, node),
    [commands.queueUp]: (node) => moveQueued(services, node, 'up'),
    [commands.queueDown]: (node) => moveQueued(services, node, 'down'),
    [commands.queueFirst]: (node) => moveQueued(services, node, 'first'),
    [commands.startQueued]: (node) => startQueued(services, node),
    [commands.cancelQueued]: (node) => cancelInQueue(services, node),
    [commands.drainQueue]: () => drainQueue(services),
    [commands.openTerminal]: async () => void (await openTerminal(services)),
    [commands.refresh]: async () => {
      await services.workspace.refresh();
      await services.store.refresh();
    },
  };
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (argument: unknown, more: unknown, how: unknown) =>
      handler(argument, more, how).catch((e: unknown) => tell(services, e)),
    ),
  );
  return vscode.Disposable.from(...registered);
}
