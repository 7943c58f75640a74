/**
 * Likely label errors from out-of-fold probabilities, by confident learning (Northcutt, Jiang and Chuang: "Confident learning:
 * estimating uncertainty in dataset labels", JAIR 70, 2021).
 */

export interface LabelIssue {
  /** Row in the labels and probabilities. */
  readonly index: number;
  readonly label: number;
  /** The class it is confidently counted in. */
  readonly suggested: number;
  /** p(label) - p(suggested): the lower, the likelier an error. */
  readonly margin: number;
}

export interface LabelCheck {
  /** By class: the mean probability of the class over the samples labelled with it; Infinity for a class without samples. */
  readonly thresholds: readonly number[];
  /** Confident joint: rows labelled, columns counted in; samples that reach no threshold are counted nowhere. */
  readonly joint: readonly (readonly number[])[];
  /** Estimated number of label errors: the joint's rows scaled to the numbers of labels, off the diagonal. */
  readonly estimatedErrors: number;
  /** The likeliest first. */
  readonly issues: readonly LabelIssue[];
}

/**
 * Samples that are confidently counted in another class than their label. Needs probabilities of models that never saw the
 * sample; those of a training fit confirm every label.
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
    if (counted < 0) continue;
    joint[label][counted]++;
    const margin = probabilities[index * classes + label] - probabilities[index * classes + counted];
    // Against a low threshold a class may be counted that is not the likelier one: no evidence against the label.
    if (counted !== label && margin < 0) issues.push({ index, label, suggested: counted, margin });
  }
  issues.sort((a, b) => a.margin - b.margin || a.index - b.index);
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
