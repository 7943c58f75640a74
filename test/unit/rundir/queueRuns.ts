/** Planned runs without data, and owners alive and dead, for tests of the queue. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeOwner } from '../../../src/rundir/owner.js';
import { writePlan } from '../../../src/rundir/plan.js';
import { processFacts } from '../../../src/rundir/process.js';
import type { Owner } from '../../../src/rundir/types.js';
import { samplePlan } from './plan.js';

/** A run that is planned and not begun, below `.foldboard/runs`. */
export async function plannedRun(foldboard: string, name: string): Promise<string> {
  const directory = join(foldboard, 'runs', name);
  await mkdir(join(directory, 'folds/0'), { recursive: true });
  await writePlan(directory, samplePlan({ name }));
  return directory;
}

/** Another process of this machine as an owner, until it is killed. */
export async function livingOwner(): Promise<{ owner: Owner; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const facts = (await processFacts(child.pid!))!;
  return {
    owner: {
      ...(await describeOwner(1)),
      ...{ pid: child.pid!, processStart: facts.started, identity: facts.identity },
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The owner that a process was which has been killed since. */
export async function deadOwner(): Promise<Owner> {
  const { owner, kill } = await livingOwner();
  await kill();
  return owner;
}
