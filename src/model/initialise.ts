/** Weights before training, drawn from the distributions of PyTorch's modules. */
import { randomUint32, RandomStream, type RandomKey } from '../base/random.js';
import { parameterInfos } from './parameters.js';
import type { NetworkSpec, ParameterInfo } from './types.js';

/**
 * Initial parameters in canonical layout, as the constructors of torch.nn do it:
 * - recurrent weights and biases: uniform within 1 / sqrt(hidden) (https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html);
 * - linear layers and the stem: uniform within 1 / sqrt(inputs), weight and bias (kaiming_uniform_ with a = sqrt(5));
 * - embeddings: standard normal, row 0 (the "unknown" slot of categorical tables) zero; the time table has no such slot;
 * - layer norm: 1 and 0.
 * Each tensor has a stream of its own, so its values do not change with the shapes of the others.
 */
export function initialParameters(spec: NetworkSpec, key: RandomKey): Float32Array {
  const infos = parameterInfos(spec);
  const last = infos[infos.length - 1];
  const parameters = new Float32Array(last.offset + last.size);
  infos.forEach((info, index) => {
    const values = parameters.subarray(info.offset, info.offset + info.size);
    const stream = new RandomStream({
      k0: randomUint32(key, index) | 0,
      k1: randomUint32(key, index + 0x10000) | 0,
    });
    if (info.name === 'layer_norm.weight') values.fill(1);
    else if (info.name === 'layer_norm.bias') values.fill(0);
    else if (info.name === 'time_embedding.weight') fillNormal(values, stream);
    else if (info.name.startsWith('embeddings.')) fillNormal(values.subarray(info.shape[1]), stream);
    else fillUniform(values, stream, 1 / Math.sqrt(fanIn(info, infos, spec)));
  });
  return parameters;
}

/** Inputs that decide the bound: hidden units for recurrent tensors; for a linear layer or convolution what an output reads. */
function fanIn(info: ParameterInfo, infos: readonly ParameterInfo[], spec: NetworkSpec): number {
  if (info.name.startsWith('rnn.')) return spec.hidden;
  const weightName = info.name.replace(/bias$/, 'weight');
  const [, columns, kernel = 1] = infos.find(({ name }) => name === weightName)!.shape;
  return columns * kernel;
}

function fillNormal(values: Float32Array, stream: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = stream.normal();
}

function fillUniform(values: Float32Array, stream: RandomStream, bound: number): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * stream.uniform() - 1) * bound;
}
