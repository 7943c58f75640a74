/** Clipping and one update of the parameters, with PyTorch's definitions; scalars in float64, rounded once. */
import { wholePower } from '../../model/optimizers.js';
import type { NetworkOptions } from '../contract.js';
import type { Computation } from './computation.js';

/**
 * @param step updates including this one
 * @param gradientNorm global L2 norm before clipping; clip_grad_norm_ scales by min(1, clip / (norm + 1e-6))
 */
export function applyUpdate(
  { kernels, regions, layout }: Computation,
  { optimizer, gradientClip }: NetworkOptions,
  { step, learningRate, gradientNorm }: { step: number; learningRate: number; gradientNorm: number },
): void {
  const clip = gradientClip === null ? 1 : Math.min(1, gradientClip / (gradientNorm + 1e-6));
  const { weightDecay } = optimizer;
  const { parameters, gradients, moments } = regions;
  if (optimizer.name === 'sgd') {
    const { momentum } = optimizer;
    kernels.sgd(parameters, gradients, moments[0], layout.count, clip, weightDecay, momentum, learningRate);
    return;
  }
  const { beta1, beta2, epsilon } = optimizer;
  const decoupled = optimizer.name === 'adamw';
  kernels.adam(
    parameters,
    gradients,
    moments[0],
    moments[1],
    layout.count,
    clip,
    decoupled ? 1 - learningRate * weightDecay : 1,
    decoupled ? 0 : weightDecay,
    1 - beta1,
    beta2,
    1 - beta2,
    learningRate / (1 - wholePower(beta1, step)),
    1 / Math.sqrt(1 - wholePower(beta2, step)),
    epsilon,
  );
}
