// What the figures were measured on: lines for the head of the table.
import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

const run = async (program, args) => (await promisify(execFile)(program, args)).stdout.trim();

/** Processor, cores, memory, versions, and how busy it was before the first measurement. */
export async function describeMachine({ node20, node24, python, layers, tfjsNode }) {
  const versions = [];
  for (const node of [node24, node20]) if (node) versions.push(`Node.js ${(await run(node, ['--version'])).slice(1)}`);
  if (python) {
    const names = 'import pandas, torch; print(f"PyTorch {torch.__version__}, pandas {pandas.__version__}")';
    versions.push(await run(python, ['-W', 'ignore', '-c', names]));
  }
  if (layers || tfjsNode) versions.push('TensorFlow.js 4.22.0');
  return [
    `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; ${type()} ${release().split('-')[0]}`,
    versions.join(', '),
    `${new Date().toISOString().slice(0, 10)}; load before the first measurement: ${loadavg()[0].toFixed(1)}`,
  ];
}
