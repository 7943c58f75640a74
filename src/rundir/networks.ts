/**
 * Which networks a fold trains, as its plan has them: one; or several from different seeds, one for each inner fold, two
 * stages of each; and what each is called.
 */
import { UserError } from '../base/errors.js';
import type { StoredNetwork } from './foldModel.js';
import type { NetworkName, RunPlan } from './types.js';

export interface PlannedNetwork {
  /** Null: it is the fold's only one, and its files are the fold's. */
  readonly stored: StoredNetwork | null;
  readonly member: number;
  /** The inner fold that selects; null: the fold's select part does. */
  readonly inner: number | null;
  readonly stage: Stage | null;
}

/** One of two stages: what its outputs are called, and the classes (indices) behind each. */
export interface Stage {
  readonly index: number;
  readonly names: readonly string[];
  readonly groups: readonly (readonly number[])[];
}

/** What the procedure follows from. */
type ProcedurePlan = Pick<RunPlan, 'experiment'> & { readonly data: { readonly classes: readonly string[] } };

/** The networks of each fold of a run, in the order in which they are trained; one where nothing else is asked for. */
export function networksOf(plan: ProcedurePlan): PlannedNetwork[] {
  const { validation, ensemble, model } = plan.experiment;
  if (model.kind !== 'recurrent') return [{ stored: null, member: 0, inner: null, stage: null }];
  const stages = stagesOf(plan);
  const inner = validation.innerFolds;
  const members = (inner ?? 1) * ensemble.seeds;
  if (members === 1 && stages.length === 1) return [{ stored: null, member: 0, inner: null, stage: null }];
  return Array.from({ length: members }, (_, member) =>
    stages.map((stage): PlannedNetwork => {
      const directory = `members/${member}${stage ? `/stage${stage.index}` : ''}`;
      return {
        stored: { directory, member, groups: stage?.groups ?? null },
        member,
        inner: inner === null ? null : Math.floor(member / ensemble.seeds),
        stage,
      };
    }),
  ).flat();
}

/** The groups first, then the classes of each group that has several; [null] where there are no stages. */
function stagesOf({ experiment: { stages }, data: { classes } }: ProcedurePlan): (Stage | null)[] {
  if (stages === null) return [null];
  const groups = Object.entries(stages).map(([name, members]) => ({
    name,
    classes: members.map((member) => {
      const index = classes.indexOf(member);
      if (index < 0)
        throw new UserError(`stages names ${member}, which is none of the classes ${classes.join(', ')}.`, {
          cure: 'Name the classes as the data do.',
        });
      return index;
    }),
  }));
  const named = new Set(groups.flatMap((group) => group.classes));
  const missing = classes.filter((_, c) => !named.has(c));
  if (missing.length > 0)
    throw new UserError(`stages leaves ${missing.join(', ')} out.`, { cure: 'Each class stands in one group.' });
  return [
    { index: 0, names: groups.map(({ name }) => name), groups: groups.map((group) => group.classes) },
    ...groups
      .filter((group) => group.classes.length > 1)
      .map((group, i) => ({
        index: i + 1,
        names: group.classes.map((c) => classes[c]),
        groups: group.classes.map((c) => [c]),
      })),
  ];
}

/** Names in the order of training; empty where a fold has one network: then the fold's name is enough. */
export function networkNames(plan: ProcedurePlan): NetworkName[] {
  const networks = networksOf(plan);
  if (networks.length < 2) return [];
  const several = networks.some(({ member }) => member > 0);
  return networks.map(({ stage }, i) => {
    const place = `network ${i + 1} of ${networks.length}`;
    if (stage === null) return { name: place, stage: '' };
    const apart = `${stage.names.slice(0, -1).join(', ')} or ${stage.names.at(-1)}`;
    return { name: several ? `${place}, ${apart}` : apart, stage: apart };
  });
}

/** What predicts together, counted: `5 models`, where each fold has several networks `25 networks of 5 folds`. */
export function modelsText(plan: ProcedurePlan & Pick<RunPlan, 'tasks'>): string {
  const each = networksOf(plan).length;
  const one = plan.tasks === 1;
  if (each === 1) return one ? '1 model' : `${plan.tasks} models`;
  const networks = `${each * plan.tasks} networks`;
  if (plan.experiment.validation.scheme === 'none') return networks;
  return `${networks} of ${one ? '1 fold' : `${plan.tasks} folds`}`;
}
