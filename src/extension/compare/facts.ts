/** What the runs of a comparison have in common, in a few words each. Pure. */
import type { ComparedRun } from '../../protocol/compare.js';
import type { CompareInput } from './inputs.js';

const chosenOn: Readonly<Record<string, string>> = {
  fraction: 'weights chosen on a separate part',
  none: 'weights of the last epoch',
  scoredFold: 'weights chosen on the scored part',
};

export function factsOf(
  inputs: readonly CompareInput[],
  runs: readonly ComparedRun[],
  { plan, result }: CompareInput,
): string[] {
  const together = inputs.filter((_, i) => runs[i].setAside === null);
  const alone = together.length < 2;
  const repeats = plan.repeats > 1 ? ` × ${plan.repeats} repeats` : '';
  const folds =
    plan.experiment.validation.scheme === 'holdout'
      ? `${alone ? 'one' : 'the same'} holdout`
      : `${alone ? '' : 'the same '}${plan.folds} folds`;
  const { method } = result.selection;
  const same = together.every((input) => input.result.selection.method === method);
  const aside = runs.filter(({ setAside }) => setAside !== null).length;
  return [
    `${plan.data.samples} samples, ${folds}${repeats}`,
    ...(same && !alone && Object.hasOwn(chosenOn, method) ? [`${chosenOn[method]} in all`] : []),
    ...(aside > 0 ? [`${aside} ${aside === 1 ? 'run' : 'runs'} set aside`] : []),
  ];
}
