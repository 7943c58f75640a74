// Where the time of a training step goes, for work on the kernels:
//   node bench/step.mjs [shape…] [--python PATH] [--threads N] [--node PATH]… [--kernels fma|portable] [--rounds N] [--phases] [--json]
// Printed: median and least wall-clock time of a step, PyTorch's with its ratio, and with --phases each kernel's part. `npm run bench`
// makes the whole table.
import { parseArgs } from 'node:util';
import { fusedContestant, measureSteps, torchContestant } from './step/measure.mjs';
import { shapes } from './step/shapes.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    threads: { type: 'string', default: '1' },
    node: { type: 'string', multiple: true, default: [] },
    kernels: { type: 'string' },
    rounds: { type: 'string', default: '8' },
    phases: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const milliseconds = (value) => value.toFixed(value < 10 ? 2 : 1).padStart(8);

function print(shape, rows) {
  const torch = rows.find(({ contestant }) => contestant.startsWith('PyTorch'));
  console.log(`\n${shape}: ${shapes[shape].about}`);
  for (const row of rows) {
    const { median, least, processor } = row;
    const times = `${milliseconds(median)} median ${milliseconds(least)} least ${milliseconds(processor)} processor`;
    const ratio = torch && row !== torch ? `   ${(torch.median / median).toFixed(2)} x PyTorch's speed` : '';
    console.log(`  ${row.contestant.padEnd(44)}${times}${ratio}`);
    const phases = Object.entries(row.phases).sort((a, b) => b[1] - a[1]);
    for (const [phase, ms] of phases) if (ms >= 0.005) console.log(`      ${phase.padEnd(40)}${milliseconds(ms)}`);
  }
}

const wanted = positionals.length > 0 ? positionals : Object.keys(shapes);
const unknown = wanted.find((name) => !(name in shapes));
if (unknown) {
  console.error(`No shape ${unknown}. There are: ${Object.keys(shapes).join(', ')}.`);
  process.exit(2);
}
const contestants = {};
for (const node of [process.execPath, ...options.node])
  contestants[node] = await fusedContestant(node, options.kernels);
if (options.python) contestants.torch = await torchContestant(options.python, Number(options.threads));
const all = [];
for (const shape of wanted) {
  const measured = await measureSteps(contestants, shapes[shape], {
    rounds: Number(options.rounds),
    phases: options.phases,
  });
  const rows = Object.entries(measured).map(([name, row]) => ({ shape, contestant: contestants[name].label, ...row }));
  all.push(...rows);
  if (!options.json) print(shape, rows);
}
if (options.json) console.log(JSON.stringify(all, null, 2));
for (const one of Object.values(contestants)) await one.end();
