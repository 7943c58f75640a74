/** What editors show of a finished run: hints, hovers, lenses, squiggles, and the way from a matrix cell to its samples. */
import { deepEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, editorCommands, panels, settings } from '../../../src/extension/ids.js';
import { parsePredictions } from '../../../src/rundir/predictions.js';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { workspaceFolder } from './extension.test.js';
import { until } from './until.js';

describe('editors', () => {
  const uri = (name: string): vscode.Uri => vscode.Uri.file(join(workspaceFolder(), name));
  const runs = (): string => join(workspaceFolder(), '.foldboard/runs');
  const experiment = 'once.experiment.json';
  let run = '';

  before(async () => {
    await writeWorkspace(workspaceFolder());
    const text = (await readFile(uri('quick.experiment.json').fsPath, 'utf8')).replace('Quick beats', 'Once');
    await writeFile(uri(experiment).fsPath, text);
    const before: string[] = await readdir(runs()).catch(() => []);
    await vscode.commands.executeCommand(commands.tryOneEpoch, uri(experiment));
    const name = await until('the run', async () =>
      (await readdir(runs())).find((one) => !before.some((other) => other === one)),
    );
    run = join(runs(), name);
    await until('its result', async () => readFile(join(run, 'result.json')).catch(() => undefined));
  });

  const hintsOf = async (name: string): Promise<vscode.InlayHint[]> => {
    const document = await vscode.workspace.openTextDocument(uri(name));
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    return until(`hints in ${name}`, async () => {
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return hints.length > 0 ? hints : undefined;
    });
  };
  const predictions = async () =>
    parsePredictions(await readFile(join(run, 'predictions.csv'), 'utf8'), 'predictions.csv');
  const markdownOf = async (at: vscode.Uri, position: vscode.Position): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', at, position);
    return hovers.flatMap((hover) => hover.contents.map((one) => (one as vscode.MarkdownString).value)).join('\n');
  };

  it('show the out-of-fold prediction at the end of each row of the labels', async () => {
    const hints = await hintsOf('data/labels.csv');
    strictEqual(hints.length, 90);
    const { samples, labels, probabilities } = await predictions();
    const row = samples.indexOf('0');
    const own = [...probabilities.subarray(row * 3, row * 3 + 3)];
    const most = own.indexOf(Math.max(...own));
    const expected = `${most === labels[row] ? '✓' : '✗'} ${['middle', 'quick', 'slow'][most]} ${own[most].toFixed(2)}`;
    // The run of this suite is the newest; until it is known, an earlier one is shown.
    await until(`the hint ${expected}`, async () =>
      (await hintsOf('data/labels.csv')).find(({ position, label }) => position.line === 1 && label === expected),
    );
    ok(hints.every((hint) => [...(hint.label as string)].length <= 30));
  });

  it('show it behind the id in the first row of each sample of a sequence file', async () => {
    const hints = await hintsOf('data/beats.csv');
    deepEqual(
      hints.slice(0, 3).map(({ position }) => [position.line, position.character]),
      [
        [1, 1],
        [81, 1],
        [161, 1],
      ],
    );
    strictEqual(hints.length, 90);
  });

  it('say what an edited row was before, and follow it', async () => {
    const document = await vscode.workspace.openTextDocument(uri('data/labels.csv'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'new,slow_beat\n');
    await vscode.workspace.applyEdit(edit);
    const [hint] = (await hintsOf('data/labels.csv')).filter(({ position }) => position.line === 2);
    match(hint.label as string, /^[✓✗] \w+ 0\.\d\d/);
    const back = new vscode.WorkspaceEdit();
    back.delete(document.uri, new vscode.Range(1, 0, 2, 0));
    await vscode.workspace.applyEdit(back);
    strictEqual((await hintsOf('data/labels.csv')).length, 90);
  });

  it('explain a row in a hover, with attention and the column under the pointer', async () => {
    const labels = await markdownOf(uri('data/labels.csv'), new vscode.Position(1, 1));
    match(labels, /^\*\*0\*\* is \*\*slow\\_beat\*\*, predicted/);
    match(labels, /Fold \d of 3: its model never saw this sample\./);
    const line = (await vscode.workspace.openTextDocument(uri('data/beats.csv'))).lineAt(5).text;
    const steps = await markdownOf(uri('data/beats.csv'), new vscode.Position(5, line.length - 1));
    match(steps, /noise .* at step 5 · attention 0\.\d+, rank \d+ of 80/);
    match(steps, /data:image\/svg\+xml;base64,/);
  });

  it('offer training and the last result over an experiment', async () => {
    const document = await vscode.workspace.openTextDocument(uri(experiment));
    const titles = await until('the lens of the matrix', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        9,
      );
      const found = lenses.map((lens) => lens.command?.title ?? '');
      return found.includes('Confusion matrix') ? found : undefined;
    });
    const result = JSON.parse(await readFile(join(run, 'result.json'), 'utf8'));
    const score = `${result.mean.weightedF1.toFixed(3)} ± ${result.std.weightedF1.toFixed(3)} (3)`;
    deepEqual(titles.slice(0, 4), ['$(play) Train', 'Try one epoch', score, 'Confusion matrix']);
  });

  it('underline a mistake once', async () => {
    const file = uri('mistaken.experiment.json');
    const text =
      '{\n  "data": { "train": "data/beats.csv", "labels": "data/labels.csv", "continuous": ["nose_*"] }\n}\n';
    await writeFile(file.fsPath, text);
    const { document } = await vscode.window.showTextDocument(file);
    const found = async (): Promise<vscode.Diagnostic[]> => {
      // Long enough for the JSON support to have its say.
      await new Promise((done) => setTimeout(done, 3500));
      return vscode.languages.getDiagnostics(file);
    };
    const [glob, ...more] = await found();
    strictEqual(more.length, 0);
    strictEqual(document.getText(glob.range), '"nose_*"');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      file,
      new vscode.Range(0, 0, 3, 0),
      '{ "data": { "train": "data/beats.csv", "lables": "x", "label": "noise" } }',
    );
    await vscode.workspace.applyEdit(edit);
    const wrong = await found();
    deepEqual(
      wrong.map((one) => document.getText(one.range)),
      ['"lables"'],
    );
    const syntax = new vscode.WorkspaceEdit();
    syntax.replace(file, new vscode.Range(0, 0, 3, 0), '{ "data": { "train": "data/beats.csv" "label": "noise" } }');
    await vscode.workspace.applyEdit(syntax);
    strictEqual((await found()).length, 1);
  });

  it('show the confusion matrix in a hover on the name, with cells that are links', async () => {
    const document = await vscode.workspace.openTextDocument(uri(experiment));
    const at = document.positionAt(document.getText().indexOf('"Once"') + 2);
    const text = await until('the matrix', async () => {
      const found = await markdownOf(document.uri, at);
      return found.includes('predicted') ? found : undefined;
    });
    match(text, /^Confusion matrix · .* · 90 samples/m);
    match(text, /\| true ╲ predicted \|/);
    match(text, /\(command:foldboard\.peekCell\?/);
    match(text, /\[\d+ wrong samples\]\(command:/);
  });

  it('show the matrix in the run’s view beside the editor, where the setting says so', async () => {
    const own = vscode.workspace.getConfiguration();
    const { document } = await vscode.window.showTextDocument(uri(experiment), { viewColumn: vscode.ViewColumn.One });
    await own.update(settings.confusionMatrix, 'beside', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand(editorCommands.toggleMatrix, document.uri);
      const tab = await until('the view', async () =>
        vscode.window.tabGroups.all
          .filter((group) => group.viewColumn === vscode.ViewColumn.Two)
          .flatMap((group) => group.tabs)
          .find((one) => one.input instanceof vscode.TabInputWebview && one.input.viewType.endsWith(panels.run)),
      );
      strictEqual(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString(), 'keeps the focus');
      await vscode.window.tabGroups.close(tab);
    } finally {
      await own.update(settings.confusionMatrix, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('keep the matrix of a run in training up to date, epoch by epoch', async () => {
    const live = 'live.experiment.json';
    const text = (await readFile(uri('quick.experiment.json').fsPath, 'utf8'))
      .replace('Quick beats', 'Live')
      .replace('"epochs": 120', '"epochs": 2000')
      .replace('"hiddenUnits": 48', '"hiddenUnits": 8');
    await writeFile(uri(live).fsPath, text);
    const { document } = await vscode.window.showTextDocument(uri(live));
    const before = await readdir(runs());
    await vscode.commands.executeCommand(commands.train, document.uri);
    const at = document.positionAt(text.indexOf('"Live"') + 2);
    const seen = new Set<string>();
    await until('three epochs in the matrix', async () => {
      const epoch = /up to epoch (\d+), on the samples that select/.exec(await markdownOf(document.uri, at))?.[1];
      if (epoch !== undefined) seen.add(epoch);
      return seen.size >= 3 ? true : undefined;
    });
    const name = (await readdir(runs())).find((one) => !before.includes(one))!;
    await vscode.commands.executeCommand(commands.stop, join(runs(), name));
    await until('the end', async () =>
      readFile(join(runs(), name, 'owner.json')).then(
        () => undefined,
        () => true,
      ),
    );
  });

  it('underline a mistake in a suite once, and offer to train one that is right', async () => {
    const file = uri('table.suite.json');
    const text =
      '{\n  "base": "quick.experiment.json",\n  "rows": [{ "name": "one" }, { "name": "two", "change": { "modle": {} } }]\n}\n';
    await writeFile(file.fsPath, text);
    const { document } = await vscode.window.showTextDocument(file);
    strictEqual(document.languageId, 'jsonc');
    await until('the squiggle', async () => vscode.languages.getDiagnostics(file)[0]);
    await new Promise((done) => setTimeout(done, 1500));
    deepEqual(
      vscode.languages.getDiagnostics(file).map((one) => document.getText(one.range)),
      ['"modle"'],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, 5, 0), text.replace('modle', 'model'));
    await vscode.workspace.applyEdit(edit);
    await until('its end', async () => (vscode.languages.getDiagnostics(file).length === 0 ? true : undefined));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file, 9);
    match(lenses[0]?.command?.title ?? '', /Train 2 of 2 rows/);
  });

  it('complete columns from the real header, and say what a glob matches', async () => {
    const file = uri('columns.experiment.json');
    const text = '{ "data": { "train": "data/beats.csv", "labels": "data/labels.csv", "continuous": ["*t"] } }';
    await writeFile(file.fsPath, text);
    await vscode.workspace.openTextDocument(file);
    const at = new vscode.Position(0, text.indexOf('"*t"') + 1);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      file,
      at,
    );
    const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
    for (const name of ['left', 'right', 'noise']) ok(labels.includes(name), labels.join());
    match(await markdownOf(file, at), /Matches \*\*2 of 5 columns\*\*[\s\S]*left, right/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', file);
    deepEqual(links.map((link) => link.target?.fsPath).sort(), [
      uri('data/beats.csv').fsPath,
      uri('data/labels.csv').fsPath,
    ]);
  });

  it('go to the next wrong sample', async () => {
    const { samples, labels, probabilities } = await predictions();
    const wrong = samples.flatMap((sample, row) => {
      const own = [...probabilities.subarray(row * 3, row * 3 + 3)];
      return own.indexOf(Math.max(...own)) === labels[row] ? [] : [Number(sample) + 1];
    });
    const first = Math.min(...wrong);
    const editor = await vscode.window.showTextDocument(uri('data/labels.csv'));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand(editorCommands.nextWrong);
    strictEqual(editor.selection.active.line, first);
  });

  it('refuse a cell that does not exist', async () => {
    await vscode.window.showTextDocument(uri(experiment));
    // An error becomes a message, so nothing is thrown; and nothing is shown.
    await vscode.commands.executeCommand(editorCommands.peekCell, '/etc', 0, 0);
    await vscode.commands.executeCommand(editorCommands.peekCell, run, 99, 0);
    strictEqual(vscode.window.activeTextEditor?.document.uri.fsPath, uri(experiment).fsPath);
  });
});
