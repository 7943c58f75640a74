/** TensorFlow.js in plain JavaScript: slow, but always there. Its sums are float64, so it is also the most exact one. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { switchTo, type Backend } from './backend.js';

/** Loads and initialises it. */
export async function loadCpuBackend(): Promise<Backend> {
  // Without this it recommends tfjs-node on stderr at the first operation.
  tf.enableProdMode();
  await tf.setBackend('cpu');
  return {
    name: 'cpu',
    tf,
    description: `TensorFlow.js ${tf.version_core}, plain JavaScript`,
    use: switchTo(tf, 'cpu'),
  };
}
