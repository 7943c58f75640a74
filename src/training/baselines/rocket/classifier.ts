/** What is fitted on the features: a ridge or a logistic regression; both choose their penalty on the samples they are fitted on. */
import { RandomStream, type RandomKey } from '../../../base/random.js';
import type { Experiment } from '../../../config/schema.js';
import { dealEvenly, dealGroups } from '../../../data/deal.js';
import { fitScale } from './calibrate.js';
import { fitRocketLogistic } from './logistic.js';
import { fitRidge } from './ridge.js';

export type Classifier = Experiment['model']['classifier'];

export interface RocketExamples {
  /** Samples x columns, each column with mean 0 and deviation 1. */
  readonly features: Float32Array;
  readonly columns: number;
  /** Class of each sample; every class of 0 … classes - 1 occurs. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** Of each sample; null: each stands for itself. */
  readonly groups: Int32Array | null;
}

export interface LinearClassifier {
  readonly penalty: number;
  /** classes x columns */
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
  /** What decision values are multiplied by before the softmax. */
  readonly scale: number;
}

const innerParts = 5;

/** Classes are not weighted. @param key of the random parts that a logistic regression leaves out to choose its penalty */
export function fitClassifier(classifier: Classifier, examples: RocketExamples, key: RandomKey): LinearClassifier {
  const { features, columns, labels, classes } = examples;
  // Runs made before there was a choice have none in their plan.
  if (classifier !== 'logistic') {
    const { leftOut, ...ridge } = fitRidge(features, columns, labels, classes);
    // Targets of 1 and -1 make no logits.
    return { ...ridge, scale: fitScale(leftOut, labels, classes).scale };
  }
  return fitRocketLogistic(features, columns, labels, classes, innerFolds(examples, key));
}

/** Part of each sample: five with the same shares of the classes, groups whole. */
function innerFolds({ labels, groups }: RocketExamples, key: RandomKey): Int32Array {
  const stream = new RandomStream(key);
  if (!groups) return dealEvenly(labels, innerParts, stream);
  const parts = Math.min(innerParts, new Set(groups).size);
  return dealGroups(labels, groups, new Array<number>(parts).fill(1 / parts), stream);
}
