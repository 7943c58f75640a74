/** The pieces that layers are made of, where one TensorFlow.js operation is not enough. */
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './backend.js';

const layerNormEpsilon = 1e-5;

/**
 * Rows of a table; its gradient adds up what each row was used for.
 * Not the operation's own gradient: that is missing on the WebAssembly backend, and takes time rows x table rows on the plain one.
 *
 * @param indices int32, rows; must outlive the gradient
 * @returns rows x columns of the table
 */
export function takeRows(tf: Tf, table: Tensor2D, indices: Tensor1D): Tensor2D {
  const take = tf.customGrad<Tensor2D>((input) => ({
    value: tf.gather(input as Tensor2D, indices),
    gradFunc: (dy: Tensor2D) => tf.scatterND(tf.reshape(indices, [-1, 1]), dy, table.shape) as Tensor2D,
  }));
  return take(table);
}

/** a b, aᵀ b or a bᵀ, as the present backend does it fastest. */
export function multiply(tf: Tf, a: Tensor2D, b: Tensor2D, transposed: 'a' | 'b' | null = null): Tensor2D {
  // For a transposed factor the WebAssembly backend leaves XNNPACK for a plain loop: transposing first makes a training step a
  // third faster there. To native TensorFlow it is no work at all, on the contrary: x Wᵀ with W as it lies runs at 160 GFLOP/s
  // and with W transposed first at 50 (1280 x 2048 by 2048 x 3072, one thread).
  if (transposed === null || tf.getBackend() !== 'wasm') return tf.matMul(a, b, transposed === 'a', transposed === 'b');
  return transposed === 'a' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, tf.transpose(b));
}

/** x Wᵀ + b, with PyTorch's layout of W: outputs x inputs. */
export function linear(tf: Tf, x: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D {
  const product = tf.customGrad<Tensor2D>((...inputs) => {
    const [rows, matrix, save] = inputs as [Tensor2D, Tensor2D, GradSaveFunc];
    save([rows, matrix]);
    const gradFunc = (dy: Tensor2D, saved: Tensor[]): Tensor2D[] => {
      const [keptRows, keptMatrix] = saved as Tensor2D[];
      return [tf.matMul(dy, keptMatrix), multiply(tf, dy, keptRows, 'a')];
    };
    return { value: multiply(tf, rows, matrix, 'b'), gradFunc };
  });
  return tf.add(product(x, weight), bias);
}

/** Rows of x divided into consecutive parts of the given sizes, in two stages (see `stages`). */
export function splitRows(tf: Tf, x: Tensor2D, sizes: readonly number[]): Tensor2D[] {
  const split = (part: Tensor2D, rows: readonly number[]): Tensor2D[] =>
    rows.length > 1 ? tf.split<Tensor2D>(part, [...rows], 0) : [part];
  const groups = stages(sizes);
  const totals = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
  return split(x, totals).flatMap((part, i) => split(part, groups[i]));
}

/** The parts one below the other, in two stages (see `stages`): the inverse of `splitRows`, and its gradient. */
export function joinRows(tf: Tf, parts: readonly Tensor2D[]): Tensor2D {
  const join = (some: readonly Tensor2D[]): Tensor2D => (some.length > 1 ? tf.concat([...some], 0) : some[0]);
  return join(stages(parts).map(join));
}

/**
 * About √n groups of about √n neighbours. The WebAssembly backend copies the whole input of a split once for each part, so that
 * 160 parts at once cost 160 copies, and in two stages 26; the gradient of joining is such a split.
 */
function stages<T>(parts: readonly T[]): T[][] {
  const stride = Math.ceil(Math.sqrt(parts.length));
  return Array.from({ length: Math.ceil(parts.length / stride) }, (_, i) => parts.slice(i * stride, (i + 1) * stride));
}

/** Over the columns of each row, as torch.nn.LayerNorm. */
export function layerNorm(tf: Tf, x: Tensor2D, weight: Tensor1D, bias: Tensor1D): Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, layerNormEpsilon)));
  return tf.add(tf.mul(normalised, weight), bias);
}
