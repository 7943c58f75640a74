// A part of docs/benchmarks.md that a bench writes: what stands between `<!-- name -->` and `<!-- /name -->`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from './common.mjs';

/** Replaces the section by lines of Markdown. */
export async function writeSection(name, lines) {
  const file = join(root, 'docs/benchmarks.md');
  const text = await readFile(file, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no ${open} … ${close}.`);
  const changed = `${text.slice(0, from + open.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
  const settings = await prettier.resolveConfig(file);
  await writeFile(file, await prettier.format(changed, { ...settings, filepath: file }));
  console.log(lines.join('\n'));
}
