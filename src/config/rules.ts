/** What the schema cannot say: settings that contradict each other. Each rule reports at the setting to change. */
import { archiveFiles, files, inputs, roles, windows } from './dataRules.js';
import { type Finding } from './finding.js';
import { classifier, stem, timeEmbedding } from './modelRules.js';
import { type Report, type Rule, type Settings } from './rule.js';
import { decision, innerFolds, stages } from './strategyRules.js';
import { classes, loss, optimizer, validation } from './trainingRules.js';

const rules: readonly Rule[] = [
  files,
  archiveFiles,
  roles,
  inputs,
  windows,
  stem,
  classifier,
  timeEmbedding,
  classes,
  loss,
  optimizer,
  validation,
  innerFolds,
  stages,
  decision,
];

/** All contradictions; settings left out of `settings` are not judged. */
export function contradictions(settings: Settings): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, message, cure, at = 'value') => findings.push({ path, at, message, cure });
  for (const rule of rules) rule(settings, report);
  return findings;
}
