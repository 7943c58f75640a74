/** The second thread of a network: computes one direction of a layer while the first computes the other. Bundled to dist/helper.cjs. */
import { workerData } from 'node:worker_threads';
import { backwardSecond } from './directions.js';
import { instantiate } from './instance.js';
import { cells, kinds, post, states, waitFor } from './mailbox.js';
import type { HelperSetup } from './helpers.js';

const { module, memory, tileRows, mailbox } = workerData as HelperSetup;
try {
  const kernels = instantiate(module, memory);
  kernels.setTileRows(tileRows);
  post(mailbox, cells.state, states.ready);
  for (let job = 1; ; job++) {
    waitFor(mailbox, cells.job, job);
    const kind = mailbox[cells.kind];
    if (kind === kinds.end) break;
    const pass = {
      direction: mailbox[cells.direction],
      plan: mailbox[cells.plan],
      groups: mailbox[cells.groups],
    };
    if (kind === kinds.forward) kernels.forwardDirection(pass.direction, pass.plan);
    else backwardSecond(kernels, pass, mailbox);
    post(mailbox, cells.done, job);
  }
} catch (error) {
  post(mailbox, cells.state, states.failed);
  throw error;
}
