/**
 * Likely label errors from out-of-fold probabilities, by confident learning (Northcutt, Jiang and Chuang: "Confident learning:
 * estimating uncertainty in dataset labels", JAIR 70, 2021).
 */
import { argmax } from '../metrics/confusion.js';

export interface LabelIssue {
  /** Row in the labels and probabilities. */
  readonly index: number;
  readonly label: number;
  /** The class it is confidently counted in, else the likeliest. */
  readonly suggested: number;
  /** Probability of the label, "self-confidence": the lower, the likelier an error. */
  readonly selfConfidence: number;
  /** Whether it is counted in the other class: as likely there as that class's own samples are on average. */
  readonly confident: boolean;
}

export interface LabelCheck {
  /** By class: the mean probability of the class over the samples labelled with it; Infinity for a class without samples. */
  readonly thresholds: readonly number[];
  /** Confident joint: rows labelled, columns counted in; samples that reach no threshold are counted nowhere. */
  readonly joint: readonly (readonly number[])[];
  /** Estimated number of label errors: the joint's rows scaled to the numbers of labels, off the diagonal. */
  readonly estimatedErrors: number;
  /** Labels that are not the likeliest class, the likeliest errors first. */
  readonly issues: readonly LabelIssue[];
}

/**
 * Samples whose label is not the likeliest class, ranked by self-confidence, and how many errors there seem to be. Needs
 * probabilities of models that never saw the sample; those of a training fit confirm every label.
 * @param labels - class index of each sample; -1 where not known: left out
 * @param probabilities - samples x classes, row-major
 */
export function checkLabels(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): LabelCheck {
  const counts = new Array<number>(classes).fill(0);
  const sums = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    counts[labels[i]]++;
    sums[labels[i]] += probabilities[i * classes + labels[i]];
  }
  const thresholds = counts.map((count, c) => (count === 0 ? Infinity : sums[c] / count));

  const joint = counts.map(() => new Array<number>(classes).fill(0));
  const issues: LabelIssue[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index];
    const counted = label < 0 ? -1 : confidentClass(probabilities, index * classes, thresholds);
    if (counted >= 0) joint[label][counted]++;
    if (label < 0) continue;
    const likeliest = argmax(probabilities, index * classes, classes);
    if (likeliest === label) continue;
    const selfConfidence = probabilities[index * classes + label];
    // Against a low threshold a class may be counted that is not likelier than the label: no evidence against it.
    const confident = counted >= 0 && counted !== label && probabilities[index * classes + counted] > selfConfidence;
    issues.push({ index, label, suggested: confident ? counted : likeliest, selfConfidence, confident });
  }
  issues.sort((a, b) => a.selfConfidence - b.selfConfidence || a.index - b.index);
  return { thresholds, joint, estimatedErrors: estimate(joint, counts), issues };
}

/** Of the classes whose threshold is reached the one with the largest probability (the first of equals); -1 for none. */
function confidentClass(probabilities: ArrayLike<number>, offset: number, thresholds: readonly number[]): number {
  let best = -1;
  thresholds.forEach((threshold, c) => {
    const p = probabilities[offset + c];
    if (p >= threshold && (best < 0 || p > probabilities[offset + best])) best = c;
  });
  return best;
}

function estimate(joint: readonly (readonly number[])[], counts: readonly number[]): number {
  return joint.reduce((total, row, label) => {
    const confident = row.reduce((sum, count) => sum + count, 0);
    return confident === 0 ? total : total + counts[label] * (1 - row[label] / confident);
  }, 0);
}
