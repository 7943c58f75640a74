/** What the splits of a run are worth, read from `splits.csv` itself. */
import { readFile } from 'node:fs/promises';
import { scoredChoose } from '../../config/scoring.js';
import { isMissing } from '../../rundir/atomic.js';
import { parseCsv } from '../../rundir/csv.js';
import { runPaths } from '../../rundir/paths.js';
import type { RunPlan } from '../../rundir/types.js';

/** Sentences: how many folds, and whether a sample stands on two sides. */
export async function splitFacts(directory: string, plan: RunPlan): Promise<string[]> {
  const { splits } = runPaths(directory);
  const text = await readFile(splits, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (text === null) return ['splits.csv is not there: nothing can be said of the splits.'];
  const folds = new Map<string, { trained: Set<string>; scored: Set<string> }>();
  for (const [repeat, fold, sample, part] of parseCsv(text, splits).rows) {
    const key = `${repeat},${fold}`;
    const own = folds.get(key) ?? { trained: new Set<string>(), scored: new Set<string>() };
    folds.set(key, own);
    if (part === 'score') own.scored.add(sample);
    if (part === 'fit') own.trained.add(sample);
  }
  const whole = (id: string): string => (plan.experiment.validation.leaky ? id.replace(/@\d+$/, '') : id);
  const both = [...folds.values()].filter(({ trained, scored }) => {
    const sides = new Set([...trained].map(whole));
    return [...scored].some((sample) => sides.has(whole(sample)));
  }).length;
  const times = new Map<string, number>();
  for (const { scored } of folds.values()) for (const sample of scored) times.set(sample, (times.get(sample) ?? 0) + 1);
  const once = [...times.values()].every((n) => n === plan.repeats);
  return [
    `${folds.size} folds in splits.csv; ${times.size.toLocaleString('en-US')} ${plan.experiment.validation.leaky ? 'windows' : 'samples'} are scored${once ? `, each once${plan.repeats > 1 ? ' a repeat' : ''}` : ''}.`,
    both === 0
      ? 'In no fold does a scored sample stand among those the weights were fitted to.'
      : `In ${both} of ${folds.size} folds scored samples stand among those the weights were fitted to${plan.experiment.validation.leaky ? ', on purpose' : ''}.`,
    ...(scoredChoose(plan.experiment) ? ['The scored part chose the weights: scores are optimistic.'] : []),
    fittedOn(plan),
  ];
}

/** Rocket sets no part apart: it fits on what selects, too, unless that is what is scored. */
function fittedOn({ experiment: { model, validation } }: RunPlan): string {
  const both = model.kind === 'rocket' && validation.selection !== 'none' && validation.selection !== 'scoredFold';
  return both
    ? 'Scaling and categories are fitted on the fit and select parts of each fold, never on the scored one.'
    : 'Scaling and categories are fitted on the fit part of each fold alone.';
}
