/** The manifest says what the code does: every id of the table stands in it, and no other. */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as ids from '../../../src/extension/ids.js';

const root = resolve(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
const { contributes } = manifest;
const everyCommand = { ...ids.commands, ...ids.editorCommands };
const sorted = (values: Iterable<string>): string[] => [...values].sort();
interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Step {
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
const menus = Object.values(contributes.menus as Record<string, MenuItem[]>).flat();
const clauses = JSON.stringify(contributes);

describe('manifest', () => {
  it('has exactly the commands of the table, each titled and in the category Foldboard', () => {
    const commands = contributes.commands as { command: string; title: string; category: string }[];
    expect(sorted(commands.map((one) => one.command))).toEqual(sorted(Object.values(everyCommand)));
    for (const one of commands) expect([one.category, one.title.length > 0]).toEqual(['Foldboard', true]);
  });

  it('has exactly the views and settings of the table', () => {
    const views = contributes.views[ids.viewContainer] as { id: string }[];
    expect(sorted(views.map((view) => view.id))).toEqual(sorted(Object.values(ids.views)));
    expect(Object.keys(contributes.views)).toEqual([ids.viewContainer]);
    expect(contributes.viewsContainers.activitybar.map((one: { id: string }) => one.id)).toEqual([ids.viewContainer]);
    expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(sorted(Object.values(ids.settings)));
  });

  it('names only known commands, views and nodes in menus and conditions', () => {
    const known = new Set<string>(Object.values(everyCommand));
    for (const item of menus) expect(known).toContain(item.command);
    for (const item of menus.flatMap((one) => [...(one.when ?? '').matchAll(/viewItem == ([\w.]+)/g)]))
      expect(Object.values(ids.nodeKinds)).toContain(item[1].split('.')[0]);
    for (const welcome of contributes.viewsWelcome) expect(Object.values(ids.views)).toContain(welcome.view);
  });

  it('uses every context value that the code sets, and the code sets all that it uses', () => {
    const settable = new Set<string>(Object.values(ids.contexts));
    for (const name of settable) expect(clauses).toContain(name);
    const used = [...clauses.matchAll(/"when":"([^"]*)"/g)].flatMap((one) => [...one[1].matchAll(/foldboard\.\w+/g)]);
    const views = new Set<string>(Object.values(ids.views)); // `view == foldboard.runs` is no context value
    for (const [name] of used) expect(settable.has(name) || views.has(name), name).toBe(true);
  });

  it('has a walkthrough of known commands, with pictures that are there', () => {
    const known = new Set<string>([...Object.values(everyCommand), 'vscode.openFolder']);
    const [{ steps }, ...others] = contributes.walkthroughs as { steps: Step[] }[];
    expect([others.length, steps.length]).toEqual([0, 5]);
    for (const { description, media, completionEvents } of steps) {
      const events = completionEvents.flatMap((event) => /^onCommand:(.+)$/.exec(event)?.[1] ?? []);
      const links = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command);
      expect([events.length > 0, links.length > 0]).toEqual([true, true]);
      for (const command of [...events, ...links]) expect(known).toContain(command);
      expect(readFileSync(resolve(root, media.svg), 'utf8')).toMatch(/^<svg /);
      expect(media.altText).not.toBe('');
    }
  });

  it('has an icon of the size that VS Code shows', () => {
    const png = readFileSync(resolve(root, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it('starts only where there is something to do, and restores its panels', () => {
    const events = manifest.activationEvents as string[];
    expect(events).not.toContain('*');
    expect(events).not.toContain('onStartupFinished');
    expect(events).toContain(`workspaceContains:${ids.experimentPattern}`);
    for (const panel of Object.values(ids.panels)) expect(events).toContain(`onWebviewPanel:${panel}`);
  });

  it('offers nothing in Restricted Mode that computes', () => {
    const trusting = (contributes.commands as { command: string; enablement?: string }[]).filter((one) =>
      one.enablement?.includes('isWorkspaceTrusted'),
    );
    const training = [ids.commands.train, ids.commands.tryOneEpoch, ids.commands.resume];
    expect(trusting.map((one) => one.command)).toEqual(expect.arrayContaining(training));
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(ids.settings.workers);
  });
});

describe('bundle of the extension', () => {
  it('contains no engine, no training, no terminal and no TensorFlow', async () => {
    const result = await build({
      ...{
        absWorkingDir: root,
        entryPoints: ['src/extension/extension.ts'],
        bundle: true,
        write: false,
        metafile: true,
      },
      ...{ format: 'cjs', platform: 'node', target: 'node20', external: ['vscode'], logLevel: 'silent' },
    });
    const inputs = Object.keys(result.metafile.inputs);
    expect(inputs).toContain('src/extension/runs/store.ts');
    expect(inputs.filter((file) => /^src\/(engine|training|cli)\/|@tensorflow/.test(file))).toEqual([]);

    // What activation loads: no validator, no JSON parser, no features of editors.
    const first = new Set<string>();
    const add = (file: string): void => {
      if (first.has(file)) return;
      first.add(file);
      for (const one of result.metafile.inputs[file]?.imports ?? [])
        if (one.kind !== 'dynamic-import' && !one.external) add(one.path);
    };
    add('src/extension/extension.ts');
    const late = /typebox|node_modules\/ajv|jsonc-parser|picomatch|^src\/(data|explain)\/|^src\/extension\/editor\//;
    expect([...first].filter((file) => late.test(file))).toEqual([]);
  });
});
