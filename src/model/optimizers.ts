/** The optimisers as plain `{init, update}`, with PyTorch's definitions; for engines whose kernels do not bring their own. */
import type { OptimizerSpec } from './types.js';

type Floats = Float32Array | Float64Array;

/** Steps taken and the moments, in the precision of the parameters; `OptimizerState` of `types.ts` where that is float32. */
export interface Moments<A extends Floats = Floats> {
  step: number;
  readonly moments: A[];
}

export interface Optimizer {
  /** State before the first update: all moments zero. */
  init<A extends Floats>(parameters: A): Moments<A>;
  /** One update, in place: changes `parameters` and `state`; `gradients` are left alone. */
  update<A extends Floats>(state: Moments<A>, parameters: A, gradients: Floats, learningRate: number): void;
}

/** Moment buffers an optimiser keeps: Adam and AdamW two, SGD its velocity (also where the momentum is 0). */
export function momentCount(spec: OptimizerSpec): number {
  return spec.name === 'sgd' ? 1 : 2;
}

/** base^exponent for a whole exponent >= 0, by squaring: the same bits everywhere, which Math.pow does not promise. */
export function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** `torch.optim.AdamW`, `torch.optim.Adam` or `torch.optim.SGD` (no dampening, no Nesterov) of the given settings. */
export function optimizerOf(spec: OptimizerSpec): Optimizer {
  const init = <A extends Floats>(parameters: A): Moments<A> => ({
    step: 0,
    moments: Array.from({ length: momentCount(spec) }, () => parameters.slice().fill(0) as A),
  });
  return { init, update: spec.name === 'sgd' ? sgd(spec) : adam(spec) };
}

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html, and Adam, which adds the decay to the gradient. */
function adam(spec: OptimizerSpec): Optimizer['update'] {
  const { beta1, beta2, epsilon, weightDecay } = spec;
  const decoupled = spec.name === 'adamw';
  return (state, parameters, gradients, learningRate) => {
    const [first, second] = state.moments;
    state.step++;
    const stepSize = learningRate / (1 - wholePower(beta1, state.step));
    const secondScale = Math.sqrt(1 - wholePower(beta2, state.step));
    const shrink = decoupled ? 1 - learningRate * weightDecay : 1;
    const coupledDecay = decoupled ? 0 : weightDecay;
    for (let i = 0; i < parameters.length; i++) {
      const parameter = parameters[i] * shrink;
      const gradient = gradients[i] + coupledDecay * parameter;
      first[i] += (1 - beta1) * (gradient - first[i]);
      second[i] = beta2 * second[i] + (1 - beta2) * gradient * gradient;
      parameters[i] = parameter - (stepSize * first[i]) / (Math.sqrt(second[i]) / secondScale + epsilon);
    }
  };
}

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html */
function sgd(spec: OptimizerSpec): Optimizer['update'] {
  const { momentum, weightDecay } = spec;
  return (state, parameters, gradients, learningRate) => {
    const [velocity] = state.moments;
    state.step++;
    for (let i = 0; i < parameters.length; i++) {
      velocity[i] = momentum * velocity[i] + gradients[i] + weightDecay * parameters[i];
      parameters[i] -= learningRate * velocity[i];
    }
  };
}
