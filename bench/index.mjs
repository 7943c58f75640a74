// Speed, side by side with others: `npm run bench [-- options]`. Sets up its peers by itself, measures each pair in turn in one run and
// prints one table with ratios.
//   --only PART     this part only (may be given again); parts: step, folds, reading, predict, start, growth
//   --quick         few rounds: figures of no weight, to see that it works
//   --json          one document instead of the table; what is done so far also stands in out/bench/figures.json
//   --write         writes docs/speed.md and its plots from the figures; needs all parts
//   --from FILE     figures that an earlier run printed with --json, instead of measuring
//   --without PEER  leave it out: node20, node24, python, layers, tfjsNode (may be given again)
//   --python P, --node24 P, --node20 P, --layers FOLDER, --tfjsNode FOLDER    instead of what would be set up
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { out } from './common.mjs';
import { setUpPeers } from './peers/setup.mjs';
import { describeMachine } from './report/machine.mjs';
import { alone } from './report/rows.mjs';
import { textTable } from './report/table.mjs';
import { writeDocument } from './report/document.mjs';

const parts = [];
for (const name of ['step', 'folds', 'reading', 'predict', 'start', 'growth'])
  parts.push(await import(`./parts/${name}.mjs`));

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    without: { type: 'string', multiple: true, default: [] },
    quick: flag,
    json: flag,
    write: flag,
    from: text,
    python: text,
    node24: text,
    node20: text,
    layers: text,
    tfjsNode: text,
  },
});

const say = (line) => process.stderr.write(`${line}\n`);

async function measure() {
  const wanted = parts.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const start = performance.now();
  const needed = new Set(wanted.flatMap(({ needs }) => needs));
  for (const peer of options.without) needed.delete(peer);
  const peers = await setUpPeers(needed, options, say);
  await mkdir(out, { recursive: true });
  const machine = await describeMachine(peers);
  const rounds = (many) => (options.quick ? 1 : many);
  const measured = [];
  for (const { name, title, run } of wanted) {
    const begun = performance.now();
    const rows = await run({ peers, rounds, say });
    measured.push({ name, title, rows: alone(rows) });
    say(`${name}: ${Math.round((performance.now() - begun) / 1000)} s`);
    // What is measured is kept, whatever becomes of the rest.
    await writeFile(join(out, 'figures.json'), JSON.stringify({ machine, seconds: 0, parts: measured }, null, 2));
  }
  return { machine, seconds: Math.round((performance.now() - start) / 1000), parts: measured };
}

const unknown = options.only.find((name) => !parts.some((part) => part.name === name));
if (unknown) {
  console.error(`No part ${unknown}. There are: ${parts.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
if (options.write && options.only.length > 0) {
  console.error('--write needs all parts: leave --only out.');
  process.exit(2);
}
const figures = options.from ? JSON.parse(await readFile(options.from, 'utf8')) : await measure();
if (options.json) console.log(JSON.stringify(figures, null, 2));
else console.log(`${figures.machine.join('\n')}\n\n${textTable(figures.parts)}`);
if (options.write) for (const file of await writeDocument(figures)) say(`wrote ${file}`);
