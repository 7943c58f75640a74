/** Whether a copy of tfjs-node loads and computes, tried in a process of its own: a half-built addon may crash. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { addonIn } from '../findTfjsNode.js';

export type Tried =
  { readonly works: true; readonly tensorflow: string } | { readonly works: false; readonly reason: string };

const script = `
  const util = require('util');
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray = Array.isArray;
  const tf = require(process.argv[1]);
  const six = tf.matMul([[2]], [[3]]).dataSync()[0];
  console.log(JSON.stringify({ right: tf.getBackend() === 'tensorflow' && six === 6, version: tf.backend().binding.TF_Version }));`;

export function tryTfjsNode(packageFolder: string): Tried {
  if (!existsSync(addonIn(packageFolder))) return { works: false, reason: 'its compiled part is missing' };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script, packageFolder], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  if (status !== 0) {
    const line = stderr.split('\n').find((text) => /error/i.test(text));
    return { works: false, reason: line?.trim() ?? `it ended with ${signal ?? String(status)}` };
  }
  const { right, version } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as {
    right?: boolean;
    version?: string;
  };
  return right
    ? { works: true, tensorflow: version ?? 'unknown' }
    : { works: false, reason: 'it computes 2 x 3 wrongly' };
}
