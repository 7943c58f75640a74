/** Data in other forms than one long CSV, test data, and labels that are likely wrong: what editors show of them. */
import { deepEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { commands, editorCommands, languages } from '../../../src/extension/ids.js';
import { workspaceFolder } from './extension.test.js';
import { until } from './until.js';

const classes = ['low', 'middle', 'high'];
/** Samples whose label in the files is not theirs. */
const flipped = [4, 17];
const steps = 12;

interface Sample {
  readonly label: string;
  readonly left: string[];
  readonly right: string[];
}

function samples(count: number, seed: number, wrong: readonly number[]): Sample[] {
  const random = new RandomStream(deriveKey(seed, 'generate'));
  return Array.from({ length: count }, (_, i) => {
    const draw = (level: number): string[] =>
      Array.from({ length: steps }, () => (level + 0.3 * random.normal()).toFixed(3));
    const kind = i % 3;
    const label = classes[wrong.includes(i) ? (kind + 1) % 3 : kind];
    return { label, left: draw(kind), right: draw(-kind) };
  });
}

describe('data files of all kinds', () => {
  const at = (name: string): string => join(workspaceFolder(), name);
  const uri = (name: string): vscode.Uri => vscode.Uri.file(at(name));
  const runsFolder = (): string => at('.foldboard/runs');

  async function train(experiment: string, data: object): Promise<string> {
    const text = JSON.stringify({ data, model: { kind: 'summaryLinear' }, validation: { folds: 5 } });
    await writeFile(at(experiment), text);
    const before: string[] = await readdir(runsFolder()).catch(() => []);
    await vscode.commands.executeCommand(commands.train, uri(experiment));
    const name = await until('the run', async () =>
      (await readdir(runsFolder())).find((one) => !before.some((other) => other === one)),
    );
    const run = join(runsFolder(), name);
    await until('its result', async () => readFile(join(run, 'result.json')).catch(() => undefined));
    return run;
  }

  const hintsOf = async (file: vscode.Uri): Promise<vscode.InlayHint[]> => {
    const document = await vscode.workspace.openTextDocument(file);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    return until(`hints in ${file.fsPath}`, async () => {
      const command = 'vscode.executeInlayHintProvider';
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(command, file, all);
      return hints.length > 0 ? hints : undefined;
    });
  };
  const hoverOf = async (file: vscode.Uri, line: number, character: number): Promise<string> => {
    const command = 'vscode.executeHoverProvider';
    const position = new vscode.Position(line, character);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(command, file, position);
    return hovers.flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value)).join('\n');
  };
  const doubts = (file: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(file).filter((one) => one.code === 'label-error');

  /** Those that are named first among all doubts of the run. */
  const likeliest = (all: readonly vscode.Diagnostic[], count: number): vscode.Diagnostic[] => {
    const rank = ({ message }: vscode.Diagnostic): number => Number(/error, (\d+) of/.exec(message)?.[1]);
    return all.toSorted((a, b) => rank(a) - rank(b)).slice(0, count);
  };

  before(async () => {
    const header = ['@problemName Steps', '@dimensions 2', `@classLabel true ${classes.join(' ')}`, '@data'];
    const archive = (all: readonly Sample[]): string =>
      [...header, ...all.map((one) => [one.left.join(','), one.right.join(','), one.label].join(':')), ''].join('\n');
    await mkdir(at('kinds/each'), { recursive: true });
    const all = samples(60, 1, flipped);
    await writeFile(at('kinds/steps_TRAIN.ts'), archive(all));
    await writeFile(at('kinds/steps_TEST.ts'), archive(samples(12, 2, [])));
    for (const [i, { left, right }] of all.entries()) {
      const rows = left.map((value, t) => `${t},${value},${right[t]}`);
      await writeFile(at(`kinds/each/s${String(i).padStart(2, '0')}.csv`), `time,left,right\n${rows.join('\n')}\n`);
    }
    const labels = all.map(({ label }, i) => `s${String(i).padStart(2, '0')},${label}`);
    await writeFile(at('kinds/labels.csv'), `sample_index,label\n${labels.join('\n')}\n`);
  });

  describe('a .ts file', () => {
    const file = (): vscode.Uri => uri('kinds/steps_TRAIN.ts');
    before(async () => {
      await train('archive.experiment.json', { train: 'kinds/steps_TRAIN.ts', test: 'kinds/steps_TEST.ts' });
    });

    it('is no TypeScript, and nothing is underlined in it as if it were', async () => {
      await vscode.window.showTextDocument(file());
      const document = await until('its language', async () =>
        vscode.workspace.textDocuments.find(
          (one) => one.uri.fsPath === file().fsPath && one.languageId === languages.archive,
        ),
      );
      strictEqual(document.lineCount, 65);
      // Longer than TypeScript would take.
      await new Promise((done) => setTimeout(done, 3000));
      const others = vscode.languages.getDiagnostics(file()).filter((one) => one.source !== 'Foldboard');
      deepEqual(others, []);
    });

    it('has a hint before each sample, and a card for each value', async () => {
      const hints = await hintsOf(file());
      strictEqual(hints.length, 60);
      deepEqual([hints[0].position.line, hints[0].position.character], [4, 0]);
      match(hints[0].label as string, /^✓ low \d\.\d\d$/);
      match(hints[4].label as string, /^✗ middle /);
      const line = (await vscode.workspace.openTextDocument(file())).lineAt(4).text;
      match(await hoverOf(file(), 4, line.indexOf(',') + 1), /\*\*0\*\* is \*\*low\*\*[\s\S]*channel\\_0 .* at step 2/);
    });

    it('shows in the test file what all folds together say', async () => {
      const test = uri('kinds/steps_TEST.ts');
      const hints = await hintsOf(test);
      strictEqual(hints.length, 12);
      ok(hints.every(({ label }) => (label as string).startsWith('✓')));
      match(await hoverOf(test, 4, 0), /5 of 5 models say so; none of them saw this sample\./);
    });

    it('tells which labels are likely wrong, at the class of the sample', async () => {
      const found = await until('the doubts', async () => {
        const all = doubts(file());
        return all.length > 0 ? all : undefined;
      });
      deepEqual(
        likeliest(found, 2)
          .map(({ range }) => range.start.line - 4)
          .sort((a, b) => a - b),
        flipped,
      );
      const { document } = await vscode.window.showTextDocument(file());
      ok(found.every(({ range }) => classes.includes(document.getText(range))));
    });
  });

  describe('a folder of samples', () => {
    const one = (): vscode.Uri => uri('kinds/each/s04.csv');
    const labels = (): vscode.Uri => uri('kinds/labels.csv');
    let run = '';
    before(async () => {
      run = await train('folder.experiment.json', { train: 'kinds/each', labels: 'kinds/labels.csv' });
    });

    it('has a hint in the first row of each file, and a card for each row', async () => {
      const hints = await hintsOf(one());
      deepEqual(
        hints.map(({ position, label }) => [position.line, position.character, String(label).slice(0, 8)]),
        [[1, 1, '✗ middle']],
      );
      match(
        await hoverOf(one(), 3, 4),
        /\*\*s04\*\* is \*\*high\*\*, predicted \*\*middle\*\*[\s\S]*left .* at step 3/,
      );
    });

    it('shows what the predictions of a run say at their rows', async () => {
      const hints = await hintsOf(vscode.Uri.file(join(run, 'predictions.csv')));
      strictEqual(hints.length, 60);
    });

    it('has its likely label errors in the labels file; a review is remembered, a change takes the doubt away', async () => {
      const document = await vscode.workspace.openTextDocument(labels());
      const found = await until('the doubts', async () => {
        const all = doubts(labels());
        return all.length >= flipped.length ? all : undefined;
      });
      const [first, second] = likeliest(found, 2);
      deepEqual([first, second].map(({ range }) => document.getText(range)).sort(), ['high', 'low']);
      const command = 'vscode.executeCodeActionProvider';
      const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, labels(), first.range);
      deepEqual(fixes.map(({ title }) => title.replace(/low|middle|high/, '…')).sort(), [
        'Change label to …',
        'Reviewed: the label … is correct',
      ]);
      const correct = fixes.find(({ title }) => title.startsWith('Reviewed'))!.command!;
      const lines = (): number[] => doubts(labels()).map(({ range }) => range.start.line);
      await vscode.commands.executeCommand(correct.command, ...(correct.arguments as unknown[]));
      await until('its end', async () => (lines().includes(first.range.start.line) ? undefined : true));
      strictEqual(lines().length, found.length - 1);
      const kept = JSON.parse(await readFile(at('.foldboard/reviews.json'), 'utf8')) as { correct: object[] };
      deepEqual(
        kept.correct.map((review) => Object.keys(review)),
        [['file', 'sample', 'label']],
      );
      const others = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, labels(), second.range);
      await vscode.workspace.applyEdit(others.find(({ title }) => title.startsWith('Change'))!.edit!);
      await until('the end of the other', async () => (lines().includes(second.range.start.line) ? undefined : true));
      await document.save();
    });

    it('gets predictions for a file that no experiment names, in the file itself', async () => {
      const rows = samples(2, 3, []).flatMap(({ left, right }, i) => left.map((v, t) => `${i},${t},${v},${right[t]}`));
      const file = uri('kinds/new.csv');
      await writeFile(file.fsPath, `sample_index,time,left,right\n${rows.join('\n')}\n`);
      await vscode.window.showTextDocument(file);
      const answered = vscode.commands.executeCommand(editorCommands.predictThisFile);
      // Several runs are there: the newest stands first.
      await until('the choice of a run', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return await vscode.workspace.fs.stat(uri('kinds/new_predictions.csv')).then(
          () => true,
          () => undefined,
        );
      });
      await answered;
      const hints = await hintsOf(file);
      deepEqual(
        hints.map(({ position, label }) => [position.line, String(label).replace(/ .*/, '')]),
        [
          [1, 'low'],
          [13, 'middle'],
        ],
      );
    });
  });

  describe('problems of the data', () => {
    const file = (): vscode.Uri => uri('problems.experiment.json');
    const problems = (of: vscode.Uri): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(of).filter((one) => one.code === 'data');

    before(async () => {
      const rows = samples(30, 4, []).flatMap(({ left, label }, i) =>
        left.map((v, t) => [i, t, v, v, i === 7 && t < 3 ? -999 : (t * 7 + i) % 11, 1, label].join(',')),
      );
      await writeFile(at('kinds/problems.csv'), `sample_index,time,left,copy,coded,same,label\n${rows.join('\n')}\n`);
      await writeFile(
        file().fsPath,
        '{\n  "data": {\n    "train": "kinds/problems.csv",\n    "continuous": ["left", "copy", "coded", "same"]\n  }\n}\n',
      );
    });

    it('stand under the settings that can cure them, each once, with the places in the data', async () => {
      const { document } = await vscode.window.showTextDocument(file());
      const found = await until('them', async () => {
        const all = problems(file());
        return all.length >= 3 ? all : undefined;
      });
      const said = found.map((one) => `${document.getText(one.range)} ${one.message.split(/ (?:is|has) /)[0]}`).sort();
      strictEqual(new Set(found.map(({ message }) => message)).size, found.length);
      for (const word of ['"coded" Coded', '"copy" Copy', '"same" Same']) ok(said.includes(word), said.join());
      const copy = found.find(({ message }) => message.startsWith('Copy is left again'))!;
      deepEqual(
        copy.relatedInformation?.map(({ location, message }) => [
          location.range.start.line,
          location.range.start.character,
          message,
        ]),
        [[0, 23, 'column copy']],
      );
      const command = 'vscode.executeCodeActionProvider';
      const [fix] = (await vscode.commands.executeCommand<vscode.CodeAction[]>(command, file(), copy.range)).filter(
        ({ title }) => title === 'Add copy to data.ignore',
      );
      await vscode.workspace.applyEdit(fix.edit!);
      await document.save();
      await until('one less', async () =>
        problems(file()).some(({ message }) => message.startsWith('Copy is left again')) ? undefined : true,
      );
    });

    it('that keep the data from being read stand in the data', async () => {
      const data = uri('kinds/problems.csv');
      const document = await vscode.workspace.openTextDocument(data);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(data, new vscode.Range(5, 4, 5, 6), 'x');
      await vscode.workspace.applyEdit(edit);
      await vscode.window.showTextDocument(file());
      await document.save();
      const [found] = await until('it', async () => (problems(data).length > 0 ? problems(data) : undefined));
      strictEqual(found.range.start.line, 5);
      match(found.message, /number/);
      deepEqual(problems(file()), []);
    });
  });
});
