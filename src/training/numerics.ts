/** Does this machine compute the bits that the plan was made with? Asked by every task before it touches anything. */
import { UserError } from '../base/errors.js';
import type { Engine } from '../engine/contract.js';
import type { SpareThreads } from '../engine/fused/helpers.js';
import { numericFingerprint } from '../engine/fingerprint.js';
import { selectEngine } from '../engine/select.js';
import type { RunPlan } from '../rundir/types.js';

const observed = new WeakMap<Engine, Promise<string>>();

/** The engine's fingerprint (a few steps of a tiny network); computed once an engine. */
export function observeFingerprint(engine: Engine): Promise<string> {
  const known = observed.get(engine);
  if (known) return known;
  const fingerprint = numericFingerprint(engine);
  observed.set(engine, fingerprint);
  return fingerprint;
}

/**
 * The fingerprint of `engine`, if it is the plan's.
 * @param force go on with other numerics; the run is then marked
 * @throws UserError (state) where it is not, unless forced
 */
export async function checkNumerics(plan: RunPlan, engine: Engine, force = false): Promise<string> {
  const fingerprint = await observeFingerprint(engine);
  if (fingerprint === plan.numericFingerprint || force) return fingerprint;
  throw new UserError(
    `This machine computes other bits than the one the run was started on (${engine.name} ${engine.numericClass} here, ${plan.engine} ${plan.numericClass} there).`,
    {
      kind: 'state',
      cure: 'Resume it on a machine of that kind; or go on regardless with --force, which marks the run as not reproducible bit for bit.',
    },
  );
}

/**
 * The engine that a plan asks for, in the plan's numeric class where this machine has it (kernels of class "portable" run
 * everywhere, and so do two of TensorFlow.js' backends); else in its own, which `checkNumerics` then refuses.
 * @param spare threads of which its networks may take some, where the engine can use them: same bytes, sooner
 */
export async function engineOf(plan: RunPlan, spare?: SpareThreads): Promise<Engine> {
  try {
    return await engineOfClass(plan, spare);
  } catch (error) {
    if (error instanceof UserError) return selectEngine(plan.engine);
    throw error;
  }
}

async function engineOfClass({ engine, numericClass }: RunPlan, spare?: SpareThreads): Promise<Engine> {
  // The class stands in a file: only names that are known lead anywhere.
  const kernels = (['fma', 'portable'] as const).find((name) => name === numericClass);
  if (engine === 'fused' && kernels) {
    const { createFusedEngine } = await import('../engine/fused/index.js');
    return createFusedEngine({ kernels, ...(spare ? { spare } : {}) });
  }
  const backend = (['node', 'wasm', 'cpu'] as const).find((name) => `tensorflow-${name}` === numericClass);
  if (engine === 'tensorflow' && backend)
    return (await import('../engine/tensorflow/index.js')).createTensorflowEngine({ backend });
  return selectEngine(engine);
}
