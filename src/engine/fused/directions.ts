/**
 * The two directions of a recurrent layer, in one thread or in two. All they share is the gradient of the layer's input: the reverse
 * direction adds its part to what the forward one has left there. Whichever thread does it and whenever, it is done in this order
 * for every row, and every other sum belongs to one direction: so two threads give the bytes of one.
 */
import type { Kernels } from './instance.js';
import { cells, post, waitFor } from './mailbox.js';

/** One direction's pass over a batch. */
export interface Pass {
  /** Address of the direction's record, and of the plan's. */
  readonly direction: number;
  readonly plan: number;
  /** Groups of steps in the plan. */
  readonly groups: number;
}

/** A whole backward pass in one thread. @param reverse from the first group to the last */
export function backwardAlone(kernels: Kernels, pass: Pass, reverse: boolean): void {
  sweep(kernels, pass, reverse, (group) => {
    kernels.backwardInputs(pass.direction, pass.plan, group);
  });
}

/** The forward direction of a pair. It goes from the last group to the first, and tells how far it is. */
export function backwardFirst(kernels: Kernels, pass: Pass, mailbox: Int32Array): void {
  sweep(kernels, pass, false, (group) => {
    kernels.backwardInputs(pass.direction, pass.plan, group);
    post(mailbox, cells.passed, pass.groups - group);
  });
}

/**
 * The reverse direction of a pair. It comes from the first group and meets the other half way: the input gradients of groups that
 * the other has not done yet are left for later, when it has.
 */
export function backwardSecond(kernels: Kernels, pass: Pass, mailbox: Int32Array): void {
  const left: number[] = [];
  sweep(kernels, pass, true, (group) => {
    if (Atomics.load(mailbox, cells.passed) < pass.groups - group) left.push(group);
    else kernels.backwardInputs(pass.direction, pass.plan, group);
  });
  for (const group of left.reverse()) {
    waitFor(mailbox, cells.passed, pass.groups - group);
    kernels.backwardInputs(pass.direction, pass.plan, group);
  }
}

function sweep(kernels: Kernels, pass: Pass, reverse: boolean, then: (group: number) => void): void {
  const { direction, plan, groups } = pass;
  kernels.backwardStart(direction, plan);
  for (let n = 0; n < groups; n++) {
    const group = reverse ? n : groups - 1 - n;
    kernels.backwardGroup(direction, plan, group);
    then(group);
  }
  kernels.backwardEnd(direction);
}
