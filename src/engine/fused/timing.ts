/** Kernels that report how long each call took: for bench/, where the time goes. */
import type { Kernels } from './instance.js';

export type KernelTimer = (kernel: string, milliseconds: number) => void;

/** The same kernels, each call timed. The clock's own cost is below a microsecond a call, some thirty calls a step. */
export function timed(kernels: Kernels, report: KernelTimer): Kernels {
  const entries = Object.entries(kernels).map(([name, kernel]) => {
    const call = kernel as (...args: number[]) => number;
    const measured = (...args: number[]): number => {
      const start = performance.now();
      const result = call(...args);
      report(name, performance.now() - start);
      return result;
    };
    return [name, measured];
  });
  return Object.fromEntries(entries) as Kernels;
}
