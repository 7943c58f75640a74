/** TensorFlow's native library through tfjs-node, where somebody has installed it. */
import { createRequire } from 'node:module';
import { UserError } from '../../base/errors.js';
import { switchTo, type Backend, type Tf } from './backend.js';
import { findTfjsNode, tfjsNodeName as name } from './findTfjsNode.js';
import { oneThreadAtATime, runEveryOperation } from './nodeThreads.js';

const requireHere = createRequire(import.meta.url);

/**
 * Loads it (about half a second).
 * @throws UserError where it is not installed, or does not load
 */
export async function loadNodeBackend(): Promise<Backend> {
  const found = findTfjsNode();
  if (found === null) throw notLoaded(`${name} is not installed`, undefined);
  restoreRemovedUtilities();
  // The library's own log of processor features goes to stderr otherwise.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  // More would split long sums differently on a machine with more cores: other bits. Folds run side by side instead.
  process.env.TF_NUM_INTRAOP_THREADS ??= '1';
  return oneThreadAtATime(async () => {
    const backend = await initialised(found.path);
    runEveryOperation(backend);
    return backend;
  });
}

async function initialised(found: string): Promise<Backend> {
  try {
    const tf = requireHere(found) as Tf & { readonly version: Readonly<Record<string, string>> };
    tf.enableProdMode();
    await tf.setBackend('tensorflow');
    const library = (tf.backend() as { binding?: { TF_Version?: string } }).binding?.TF_Version;
    return {
      name: 'node',
      tf,
      description: `TensorFlow.js ${tf.version['tfjs-core']}, native TensorFlow${library ? ` ${library}` : ''}`,
      use: switchTo(tf, 'tensorflow'),
    };
  } catch (error) {
    throw notLoaded(`${name} in ${found} does not load: ${firstLine(error)}`, error);
  }
}

/** tfjs-node 4.22 calls functions of `util` that Node 23 removed or deprecated. */
function restoreRemovedUtilities(): void {
  const util = requireHere('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  // Still there, but it warns on stderr.
  util.isArray = Array.isArray;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
}

function notLoaded(message: string, cause: unknown): UserError {
  return new UserError(`${message}.`, {
    kind: 'system',
    cure: `Set it up (foldboard setup tfjs-node), or install it beside Foldboard (npm install ${name}), or name a copy that works in FOLDBOARD_TFJS_NODE, or use the fused engine.`,
    cause,
  });
}
