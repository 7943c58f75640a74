/** Contradictions about inner folds, stages and decisions. */
import { isSet, type Report, type Settings } from './rule.js';

/** Inner folds select: what else would cannot be had beside them. */
export function innerFolds({ validation, model }: Settings, report: Report): void {
  const { innerFolds: count, selection, scheme } = validation ?? {};
  if (count === undefined || count === null) return;
  if (scheme !== 'none' && (selection === 'none' || selection === 'scoredFold'))
    report(
      ['validation', 'innerFolds'],
      `validation.innerFolds select the weights, but validation.selection is "${selection}"`,
      'Leave selection out, or write "innerFolds": null.',
      'key',
    );
  notRecurrent(model?.kind, 'validation.innerFolds', (message, cure) => {
    report(['validation', 'innerFolds'], message, cure, 'key');
  });
}

/** Groups hold every class once. */
export function stages({ stages: groups, data, model }: Settings, report: Report): void {
  if (!groups) return;
  notRecurrent(model?.kind, 'stages', (message, cure) => {
    report(['stages'], message, cure, 'key');
  });
  const lists = Object.entries(groups).map(([group, list]) => [group, list ?? []] as const);
  const sizes = lists.map(([, list]) => list.length);
  if (lists.length < 2 || Math.max(...sizes) < 2)
    report(
      ['stages'],
      'stages needs two groups or more, one of them with several classes',
      'For example { "pain": ["low", "high"], "none": ["no"] }.',
    );
  const seen = new Set<string>();
  for (const [group, list] of lists)
    for (const [i, name] of list.entries()) {
      if (seen.has(name))
        report(['stages', group, i], `stages names the class ${name} twice`, 'Each class stands in one group.');
      else if (data?.classes && !data.classes.includes(name))
        report(
          ['stages', group, i],
          `stages names ${name}, which is none of data.classes`,
          'Name classes as they are.',
        );
      seen.add(name);
    }
  const missing = data?.classes?.filter((name) => !seen.has(name)) ?? [];
  if (missing.length > 0)
    report(['stages'], `stages leaves ${missing.join(', ')} out`, 'Each class stands in one group.', 'key');
}

/** Temperature and thresholds are fitted on what selects. */
export function decision(settings: Settings, report: Report): void {
  const { decision: own, validation, model } = settings;
  for (const name of ['temperature', 'thresholds'] as const) {
    if (own?.[name] === undefined || !isSet(settings, ['decision', name])) continue;
    if (validation?.selection === 'none' && !validation.innerFolds)
      report(
        ['decision', name],
        `decision.${name} is fitted on the samples that select, but none are set apart`,
        'Give validation.selection a fraction, or leave this out.',
        'key',
      );
    if (settings.fineTune)
      report(
        ['decision', name],
        `decision.${name} is fitted on the samples that select, but fineTune trains on them`,
        'Write "fineTune": null, or leave this out.',
        'key',
      );
    notRecurrent(model?.kind, `decision.${name}`, (message, cure) => {
      report(['decision', name], message, cure, 'key');
    });
  }
}

function notRecurrent(kind: string | undefined, what: string, report: (message: string, cure: string) => void): void {
  if (kind !== undefined && kind !== 'recurrent')
    report(`${what} belongs to networks, but model.kind is "${kind}"`, 'Leave it out, or choose another kind.');
}
