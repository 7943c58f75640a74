/** Class weights against the classes there are, known from the experiment or only from the labels. */
import { joined, located, type Finding } from './finding.js';
import { type LoadedExperiment } from './loaded.js';
import { nearest } from './suggest.js';

/** Class weights against the classes there are: each needs one, and no other may have one. */
export function weightFindings(weighted: readonly string[], classes: readonly string[]): Finding[] {
  const at = ['training', 'loss', 'classWeights'];
  const cure = `Classes: ${classes.join(', ')}.`;
  const unknown = weighted.filter((name) => !classes.includes(name));
  const meant = unknown.map((name) => nearest(name, classes));
  const missing = classes.filter((name) => !weighted.includes(name) && !meant.includes(name));
  const findings = unknown.map((name, i): Finding => {
    const near = meant[i] === null ? '' : `: did you mean ${meant[i]}?`;
    return {
      path: [...at, name],
      at: 'key',
      message: `training.loss.classWeights names "${name}", which is no class${near}`,
      cure,
    };
  });
  if (missing.length === 0) return findings;
  const message = `training.loss.classWeights has no weight for ${missing.join(', ')}`;
  return [...findings, { path: at, at: 'key', message, cure: 'Give every class a weight, or write "balanced".' }];
}

/**
 * The same once the classes are read from labels (an experiment need not name them).
 * @throws UserError with all mistakes
 */
export function checkClassWeights(loaded: LoadedExperiment, classes: readonly string[]): void {
  const weights = loaded.experiment.training.loss.classWeights;
  if (typeof weights !== 'object') return;
  const findings = weightFindings(Object.keys(weights), classes);
  if (findings.length > 0) throw joined(findings.map((finding) => located(finding, loaded)));
}
