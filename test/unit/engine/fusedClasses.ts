/** The numeric classes of the fused engine that this machine has. */
import { UserError } from '../../../src/base/errors.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';

/**
 * `portable` is everywhere; `fma` needs a processor and a Node.js that round a multiply-add once. Where it cannot be had, the
 * tests of it are skipped; any other failure to load is left for them to show.
 */
export async function fusedClasses(): Promise<('portable' | 'fma')[]> {
  try {
    await createFusedEngine({ kernels: 'fma' });
  } catch (error) {
    if (error instanceof UserError && error.message.includes('no kernels of class')) {
      console.warn(`Skipped: ${error.message}`);
      return ['portable'];
    }
  }
  return ['portable', 'fma'];
}
